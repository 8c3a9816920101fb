"""`calls[]`: a customer rang (Cloud API: the other webhook fields). One bubble a call, by the call's id.

`connect` comes when it rings, `terminate` when it is over, with how long people spoke.
"""

from datetime import datetime, timedelta
from typing import Any

from whatsapp.cloud_api.limits import MAX_WAMID

from .fields import a_text, a_time, an_integer, an_object
from .place import Place
from .updates import IncomingMessage, Json, NotUnderstood, Update

KEPT = (
    *("id", "from", "from_user_id", "from_parent_user_id", "to", "direction", "event", "timestamp"),
    *("status", "start_time", "end_time", "duration", "errors"),
)
"""What people may see of a call. The rest, above all `session`, is for the phones: addresses and keys."""

LONGEST = 24 * 60 * 60
"""Seconds. What says more is no duration."""


def read_call(item: Any, place: Place) -> Update:
    call = an_object(item)
    call_id, at = a_text(call.get("id"), MAX_WAMID), a_time(call.get("timestamp"))
    if not call_id or at is None:
        return NotUnderstood("a call without a usable id or timestamp")
    author = a_text(call.get("from"))
    is_from_us = bool(author) and author == place.display_phone_number
    if call.get("direction") == "BUSINESS_INITIATED" or is_from_us:
        return NotUnderstood("a call of our own")
    caller = place.senders.of(call)
    if caller is None:
        return NotUnderstood("a call from nobody")
    seconds = _seconds(call)
    return IncomingMessage(
        *(place.phone_number_id, call_id, caller, "call", _beginning(call, at, seconds)),
        text=f"{seconds // 60}:{seconds % 60:02}" if seconds else "",
        payload={key: call[key] for key in KEPT if key in call},
    )


def _seconds(call: Json) -> int:
    """How long people spoke; 0 when nobody did."""
    seconds = an_integer(call.get("duration")) or 0
    return seconds if 0 < seconds <= LONGEST else 0


def _beginning(call: Json, at: datetime, seconds: int) -> datetime:
    """As nearly as this event says it."""
    return min(a_time(call.get("start_time")) or at, at - timedelta(seconds=seconds))
