"""What the customer saw of a template: kept in the row as it was sent, whatever became of the template since."""

from dataclasses import dataclass, fields, replace

from django.urls import reverse

from whatsapp.cloud_api.notifications.fields import an_object
from whatsapp.message_templates.shown import Shown, ShownCard, from_json
from whatsapp.models import Message, file_of

from .files import File, read_file

LOOKS = {"IMAGE": "photo", "VIDEO": "film", "DOCUMENT": "file_card"}
"""The heading's file is drawn as a bubble of its own type draws it."""


@dataclass(frozen=True)
class Filled(Shown):
    file: File | None = None

    @property
    def file_template(self) -> str:
        return f"inbox/bubbles/_{LOOKS[self.header_kind]}.html"


def read_filled(message: Message) -> Filled:
    """The phone app's and imported ones have their words alone."""
    shown = from_json(an_object(message.payload).get("shown")) or Shown(body=message.content)
    facts = {field.name: getattr(shown, field.name) for field in fields(shown)}
    facts["cards"] = tuple(_card(message, index, card) for index, card in enumerate(shown.cards))
    return Filled(**facts, file=_file(message, shown.header_kind))


def _file(message: Message, header_kind: str) -> File | None:
    kept = file_of(message) if header_kind in LOOKS and message.media_url else None
    if kept is None:
        return None
    read = read_file(message, header_kind.lower())
    return replace(read, name=kept.name) if header_kind == "DOCUMENT" else read


def _card(message: Message, index: int, card: ShownCard) -> ShownCard:
    """One that was sent by a script, with Meta's id alone, has no picture here."""
    if not card.has_file:
        return card
    address = reverse("inbox:card_file", args=[message.conversation_id, message.pk, index])
    return replace(card, picture=address)
