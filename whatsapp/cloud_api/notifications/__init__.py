"""What Meta tells us: one webhook body in, a flat list of updates out. Pure: no database, no clock.

    entry[] × changes[] × (messages[] | statuses[])  ─▶  IncomingMessage | StatusUpdate | NotUnderstood

Every key is optional but a message's `id`, `timestamp` and `type` (Cloud API: inbound messages), and nothing
in a signed body makes `parse` fail but bytes that are no JSON object at all. What is new to us comes out as
`NotUnderstood`, beside its neighbours, never instead of them.
"""

from collections.abc import Iterator
from typing import Any

from .envelope import Unreadable, entries_of
from .fields import a_list, a_text, a_word, an_object
from .messages import read_message
from .senders import Senders
from .statuses import read_status
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
    ReactionUpdate,
    Sender,
    StatusUpdate,
    Update,
)

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
    "ReactionUpdate",
    "Sender",
    "StatusUpdate",
    "Unreadable",
    "Update",
    "parse",
]


def parse(body: bytes) -> list[Update]:
    """Raises Unreadable."""
    return [update for entry in entries_of(body) for update in _of_entry(entry)]


def _of_entry(entry: Any) -> Iterator[Update]:
    changes = entry.get("changes") if isinstance(entry, dict) else None
    if not isinstance(changes, list):
        yield NotUnderstood("an entry without changes")
        return
    for change in changes:
        yield from _of_change(change)


def _of_change(change: Any) -> Iterator[Update]:
    value = change.get("value") if isinstance(change, dict) else None
    if not isinstance(value, dict):
        yield NotUnderstood("a change without a value")
        return
    if change.get("field") != "messages":
        yield NotUnderstood(f"field {a_word(change.get('field'))}")
        return
    number = a_text(an_object(value.get("metadata")).get("phone_number_id"))
    if not number:
        yield NotUnderstood("messages without a phone_number_id")
        return
    brought = {name: value[name] for name in ("messages", "statuses", "errors") if value.get(name)}
    if not brought:
        yield NotUnderstood("a value with neither messages nor statuses")
    for name, items in brought.items():
        if not isinstance(items, list):
            yield NotUnderstood(f"{name} that are no list")
    senders = Senders(value.get("contacts"))
    for message in a_list(value.get("messages")):
        yield read_message(message, number, senders)
    for status in a_list(value.get("statuses")):
        yield read_status(status, number)
    for _error in a_list(value.get("errors")):
        yield NotUnderstood("an error notice of the account")
