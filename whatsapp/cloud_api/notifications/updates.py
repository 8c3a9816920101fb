"""What a webhook can tell us, as plain values. `parse` makes them, `whatsapp.inbound` applies them."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

Json = dict[str, Any]


@dataclass(slots=True)
class Sender:
    """Who wrote. At least one of bsuid, wa_id and phone is there."""

    bsuid: str | None = None
    parent_bsuid: str | None = None
    wa_id: str | None = None
    phone: str | None = None
    name: str = ""
    username: str = ""


@dataclass(slots=True)
class IncomingMessage:
    phone_number_id: str
    wamid: str
    sender: Sender
    type: str
    at: datetime
    text: str = ""
    quoted_wamid: str = ""
    media_mime_type: str = ""
    payload: Json = field(default_factory=dict)  # as Meta sent it; empty for a text that is all in `text`


@dataclass(slots=True)
class StatusUpdate:
    phone_number_id: str
    wamid: str
    status: str
    at: datetime
    callback_data: str = ""
    error_code: int | None = None
    error_title: str = ""
    error_details: str = ""


@dataclass(slots=True)
class NotUnderstood:
    """Kept, shown and replayable. `reason` names the place and the cause, never the content."""

    reason: str


Applicable = IncomingMessage | StatusUpdate
Update = Applicable | NotUnderstood
