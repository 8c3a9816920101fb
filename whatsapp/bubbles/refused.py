"""What WhatsApp keeps from us: a message is there, and its content is not (Cloud API: unsupported messages)."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from whatsapp.cloud_api.notifications.fields import an_object
from whatsapp.models import Message

from .values import a_count, first_object, words

UNSUPPORTED, UNAVAILABLE = 131051, 131060

KNOWN = {
    "edit": gettext_lazy("An edited message"),
    "poll": gettext_lazy("A poll"),
    "poll_creation": gettext_lazy("A poll"),
    "poll_update": gettext_lazy("A vote in a poll"),
    "button": gettext_lazy("A message with buttons"),
    "buttons": gettext_lazy("A message with buttons"),
    "list": gettext_lazy("A message with a list"),
    "live_location": gettext_lazy("A live location"),
    "view_once": gettext_lazy("A message to be seen once"),
    "event": gettext_lazy("An event"),
    "group_invite": gettext_lazy("An invitation to a group"),
}
"""What Meta names of what it does not pass on; there will be others."""


@dataclass(frozen=True)
class Refused:
    what: str
    advice: str
    code: int | None


def read_refused(message: Message) -> Refused:
    payload = an_object(message.payload)
    code = a_count(first_object(payload.get("errors")).get("code"))
    if code == UNAVAILABLE:
        return Refused(
            _("This message did not reach the inbox"),
            _("Open WhatsApp on the phone to read it, or ask the customer to send it again. You can answer."),
            code,
        )
    kind = words(an_object(payload.get("unsupported")).get("type"))
    return Refused(
        str(KNOWN.get(kind) or _("A message of a kind that WhatsApp does not pass on")),
        _("Open WhatsApp on the phone to see it, or ask the customer to send it another way."),
        code,
    )
