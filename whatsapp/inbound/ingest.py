"""Applies a group of updates, each kind in its own module. Call it inside a transaction.

Idempotent: a wamid is stored once, a status only moves forward, of two facts the later holds; so any duplication
and any order of the same updates end in the same state. The caller's transaction decides whether all of it or
none of it happened. Messages and statuses, nearly all there is, take a few set-based statements a group.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from whatsapp.cloud_api.notifications import (
    AccountUpdate,
    AddressBookUpdate,
    Applicable,
    BusinessMessage,
    ChangeUpdate,
    IdentityUpdate,
    IncomingMessage,
    MarketingUpdate,
    ReactionUpdate,
    StatusUpdate,
)
from whatsapp.models import BusinessNumber, Conversation

from . import rows
from .changes import apply_changes
from .contacts import apply_address_book, apply_marketing
from .identities import apply_identities
from .messages import apply_messages
from .notices import apply_notices
from .reactions import apply_reactions
from .statuses import apply_statuses

AT_ONCE = 5000
"""Updates in one turn. A message asks for five identities at most (two numbers, each in two spellings), a group for
all of its in one statement, and the strictest SQLite takes 32 766 values."""

OTHERS: dict[type, Callable[[list[Any], Any], set[int]]] = {
    IdentityUpdate: apply_identities,
    ChangeUpdate: apply_changes,
    ReactionUpdate: apply_reactions,
    AddressBookUpdate: apply_address_book,
    MarketingUpdate: apply_marketing,
}
"""Each takes (event id, our number's id, update) and the time, and returns the conversations that changed."""


@dataclass(slots=True)
class Applied:
    """What a group changed, for whoever has to be told after the commit."""

    conversation_ids: set[int] = field(default_factory=set)
    new_message_ids: list[int] = field(default_factory=list)
    unknown_numbers: set[str] = field(default_factory=set)


def known_numbers() -> dict[str, int]:
    """phone_number_id → our id."""
    return dict(rows.select(BusinessNumber, ("phone_number_id", "id"), "1 = 1", []))


def apply(updates: Sequence[tuple[int, Applicable]]) -> Applied:
    """Each update comes with the id of the event that brought it."""
    applied = Applied()
    for start in range(0, len(updates), AT_ONCE):
        _apply(updates[start : start + AT_ONCE], applied)
    return applied


def _apply(updates: Sequence[tuple[int, Applicable]], applied: Applied) -> None:
    now = timezone.now()
    numbers = known_numbers()
    told: dict[type, list[tuple[int, int, Any]]] = defaultdict(list)
    notices: list[tuple[int, int | None, AccountUpdate]] = []
    for event, update in updates:
        number_id = numbers.get(update.phone_number_id)
        if isinstance(update, AccountUpdate):
            notices.append((event, number_id, update))
        elif number_id is None:
            applied.unknown_numbers.add(update.phone_number_id)
        else:
            kind = IncomingMessage if type(update) is BusinessMessage else type(update)
            told[kind].append((event, number_id, update))
    if messages := told.pop(IncomingMessage, None):
        conversation_ids, new_message_ids = apply_messages(messages, now)
        applied.conversation_ids |= conversation_ids
        applied.new_message_ids += new_message_ids
    if statuses := told.pop(StatusUpdate, None):
        applied.conversation_ids |= apply_statuses([(number_id, s) for _, number_id, s in statuses], now)
    changed: set[int] = set()
    for kind, apply_them in OTHERS.items():
        if some := told.pop(kind, None):
            changed |= apply_them(some, now)
    if told:
        raise TypeError(f"nobody applies {', '.join(kind.__name__ for kind in told)}")
    if notices:
        apply_notices(notices, now)
    if changed:
        Conversation.objects.filter(pk__in=changed).update(updated_at=now)
        applied.conversation_ids |= changed
