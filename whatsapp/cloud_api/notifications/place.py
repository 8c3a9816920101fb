"""Where in a body an update stands: what entry and value say for everything below them."""

from dataclasses import dataclass
from datetime import datetime

from .fields import a_text, a_time, an_identifier, an_object
from .senders import Senders
from .updates import Json


@dataclass(slots=True)
class Place:
    """What few readers ask for is read when they ask: texts and statuses, nearly all there is, never do."""

    entry: Json
    field: str
    metadata: Json
    phone_number_id: str  # only the fields of the messages family have one
    senders: Senders

    @property
    def waba_id(self) -> str:
        return an_identifier(self.entry.get("id"), 32)

    @property
    def at(self) -> datetime | None:
        """Fields of the account say it here, messages and statuses in each of them."""
        return a_time(self.entry.get("time"))

    @property
    def display_phone_number(self) -> str:
        return a_text(self.metadata.get("display_phone_number")).lstrip("+")


def place_of(entry: Json, field: str, value: Json) -> Place:
    metadata = an_object(value.get("metadata"))
    number = a_text(metadata.get("phone_number_id"))
    return Place(entry, field, metadata, number, Senders(value.get("contacts")))
