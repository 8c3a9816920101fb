"""What all of `messages[]`, `message_echoes[]` and imported history have in common."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from whatsapp.cloud_api.limits import MAX_WAMID

from .fields import a_text, a_time
from .updates import Json, NotUnderstood

LONGEST_TYPE = 40


@dataclass(slots=True)
class Line:
    """A message of any kind, of which we know at least what, when and which."""

    wamid: str
    kind: str
    at: datetime
    message: Json


def line_of(message: Any) -> Line | NotUnderstood:
    if not isinstance(message, dict):
        return NotUnderstood("a message that is no object")
    wamid, kind, at = (
        a_text(message.get("id"), MAX_WAMID),
        a_text(message.get("type"), LONGEST_TYPE),
        a_time(message.get("timestamp")),
    )
    if not wamid or not kind or at is None:
        return NotUnderstood("a message without a usable id, type or timestamp")
    if message.get("group_id"):
        return NotUnderstood("a message to a group")
    return Line(wamid, kind, at, message)
