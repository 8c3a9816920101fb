"""What happened to the chat itself: a line in its middle. And calls, which nobody can answer here."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils.translation import gettext as _

from whatsapp.cloud_api.notifications.fields import an_object
from whatsapp.models import Message

from .values import a_count, words


@dataclass(frozen=True)
class Line:
    icon: str
    text: str
    number: str = ""  # digits of a phone, shown after the text
    words: str = ""  # WhatsApp's own, in whatever language it speaks


@dataclass(frozen=True)
class Call:
    icon: str
    text: str
    lasted: timedelta | None
    advice: str


def read_system(message: Message) -> Line:
    system = an_object(an_object(message.payload).get("system"))
    kind = words(system.get("type"))
    if kind in ("user_changed_number", "customer_changed_number"):
        number = words(system.get("wa_id")) or words(system.get("new_wa_id"))
        if number.isascii() and number.isdigit():
            return Line("person", _("The customer has a new number:"), number)
        return Line("person", _("The customer has a new number. The chat goes on here."))
    if kind == "user_changed_user_id":
        return Line("person", _("The customer's WhatsApp account was renewed. The chat goes on here."))
    if kind == "customer_identity_changed":
        text = _("The customer's security code has changed, as with a new phone. Make sure who it is.")
        return Line("lock", text)
    own = words(system.get("body")) or message.content
    return Line("information", "" if own else _("WhatsApp noted something about this chat."), words=own)


def read_welcome(message: Message) -> Line:
    return Line("chat-call", _("The customer opened this chat for the first time."))


def read_call(message: Message) -> Call:
    payload = an_object(message.payload)
    call = an_object(payload.get("call")) or payload
    seconds = a_count(call.get("duration"))
    if seconds:
        return Call("call", _("Call"), timedelta(seconds=min(seconds, 10**8)), "")
    if message.is_outgoing:
        return Call("call", _("Call without an answer"), None, "")
    advice = _("Calls can't be answered here. Write to the customer, or call back on the phone.")
    return Call("call-missed", _("Missed call"), None, advice)
