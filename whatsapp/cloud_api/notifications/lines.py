"""What all of `messages[]`, `message_echoes[]` and imported history have in common."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from whatsapp.cloud_api.limits import MAX_WAMID

from .fields import a_text, a_time
from .place import Place
from .updates import AccountUpdate, Json, NotUnderstood

LONGEST_TYPE = 40
LONGEST_GROUP = 200

GROUP_MESSAGE = "group message"
"""The event of a notice: ours, no word of Meta's."""


@dataclass(slots=True)
class Line:
    """A message of any kind, of which we know at least what, when and which."""

    wamid: str
    kind: str
    at: datetime
    message: Json


def line_of(message: Any, place: Place) -> Line | NotUnderstood:
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
        return _to_a_group(message, place)
    return Line(wamid, kind, at, message)


def _to_a_group(message: Json, place: Place) -> NotUnderstood:
    """An inbox of chats with one customer each has no place for it. Undated: the same news, whoever writes when."""
    group = a_text(message.get("group_id"))[:LONGEST_GROUP]
    news = AccountUpdate(place.waba_id, place.phone_number_id, place.field, GROUP_MESSAGE, group, None, {})
    return NotUnderstood("a message to a group", news)
