"""Where in a body an update stands: what entry and value say for everything below them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from .fields import a_text, a_time, an_identifier, an_object
from .senders import Senders
from .updates import Json


@dataclass(slots=True)
class Place:
    waba_id: str
    phone_number_id: str  # only the fields of the messages family have one
    display_phone_number: str
    field: str
    at: datetime | None  # fields of the account say it here, messages and statuses in each of them
    senders: Senders


def place_of(entry: Json, field: str, value: Json) -> Place:
    metadata = an_object(value.get("metadata"))
    return Place(
        waba_id=an_identifier(entry.get("id"), 32),
        phone_number_id=a_text(metadata.get("phone_number_id")),
        display_phone_number=a_text(metadata.get("display_phone_number")).lstrip("+"),
        field=field,
        at=_time_of(entry),
        senders=Senders(value.get("contacts")),
    )


def _time_of(entry: Json) -> datetime | None:
    time: Any = entry.get("time")
    return None if time is None else a_time(time)
