"""What Meta tells us: one webhook body in, a flat list of updates out. Pure: no database, no clock.

    entry[] × changes[]  ─▶ values.py: a reader for each field ─▶ messages, statuses, echoes, accounts, …

Every key is optional but what makes an update one (a message's `id`, `timestamp` and `type`), and nothing in
a signed body makes `parse` fail but bytes that are no JSON object at all. What is new to us comes out as
`NotUnderstood`, beside its neighbours, never instead of them.
"""

from collections.abc import Iterable
from typing import Any

from .envelope import Unreadable, entries_of
from .fields import a_text, a_word
from .place import place_of
from .updates import (
    AccountUpdate,
    AddressBookUpdate,
    Applicable,
    BusinessMessage,
    ChangeUpdate,
    IdentityUpdate,
    IncomingMessage,
    Json,
    MarketingUpdate,
    NotUnderstood,
    OfOneNumber,
    ReactionUpdate,
    Sender,
    StatusUpdate,
    Update,
)
from .values import FIELDS

__all__ = [
    "AccountUpdate",
    "AddressBookUpdate",
    "Applicable",
    "BusinessMessage",
    "ChangeUpdate",
    "IdentityUpdate",
    "IncomingMessage",
    "Json",
    "MarketingUpdate",
    "NotUnderstood",
    "OfOneNumber",
    "ReactionUpdate",
    "Sender",
    "StatusUpdate",
    "Unreadable",
    "Update",
    "parse",
]


def parse(body: bytes) -> list[Update]:
    """Raises Unreadable."""
    updates: list[Update] = []
    for entry in entries_of(body):
        changes = entry.get("changes") if isinstance(entry, dict) else None
        if not isinstance(changes, list):
            updates.append(NotUnderstood("an entry without changes"))
            continue
        for change in changes:
            updates.extend(_of_change(change, entry))
    return updates


def _of_change(change: Any, entry: Json) -> Iterable[Update]:
    value = change.get("value") if isinstance(change, dict) else None
    if not isinstance(value, dict):
        return [NotUnderstood("a change without a value")]
    field = a_text(change.get("field"))
    read = FIELDS.get(field)
    if read is None:
        return [NotUnderstood(f"field {a_word(field)}")]
    return read(value, place_of(entry, field, value))
