"""The conversations of a group of updates, found or made, locked until the commit."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from whatsapp.models import Conversation

from . import rows
from .people import Person

COLUMNS = (
    *(
        "id",
        "number_id",
        "contact_id",
        "customer_phone",
        "customer_name",
        "last_message",
        "last_message_type",
    ),
    *("last_message_direction", "last_message_at", "last_inbound_at", "unread_count", "status"),
)
NEW = (
    *("number_id", "contact_id", "customer_phone", "customer_name", "last_message", "last_message_type"),
    *("last_message_direction", "last_message_at", "unread_count", "status", "created_at", "updated_at"),
)

Pair = tuple[int, int]
"""Our ids of a business number and of a contact."""


@dataclass(slots=True)
class Thread:
    """A conversation's row, as far as the road in needs it."""

    id: int
    number_id: int
    contact_id: int
    customer_phone: str | None
    customer_name: str
    last_message: str
    last_message_type: str
    last_message_direction: str
    last_message_at: datetime
    last_inbound_at: datetime | None
    unread_count: int
    status: str

    def stands_at(self, at: datetime) -> None:
        """Something happened in it. While it shows no message, that is where it stands in the list."""
        if not self.last_message_type and at > self.last_message_at:
            self.last_message_at = at


def find_or_make_threads(wanted: Mapping[Pair, tuple[Person, datetime]], now: datetime) -> dict[Pair, Thread]:
    """With each pair comes the person, and when something happened that makes a new thread necessary."""
    found = _look_up(wanted, now)
    missing = sorted(set(wanted) - set(found))
    if missing:
        moment = rows.moment(now)
        made = [
            (
                *(*pair, person.phone, person.display_name, "", "", ""),
                *(rows.moment(at), 0, "active", moment, moment),
            )
            for pair in missing
            for person, at in [wanted[pair]]
        ]
        rows.insert(Conversation, NEW, made, unless_there=True, returning="id")
        found = _look_up(wanted, now)
    return found


def _look_up(wanted: Iterable[Pair], now: datetime) -> dict[Pair, Thread]:
    pairs = set(wanted)
    contacts = sorted({contact for _, contact in pairs})
    where = rows.among("contact_id", contacts)
    threads = [Thread(*row) for row in rows.select(Conversation, COLUMNS, where, contacts, lock=True)]
    for thread in threads:
        thread.last_message_at = rows.read_moment(thread.last_message_at) or now
        thread.last_inbound_at = rows.read_moment(thread.last_inbound_at)
    return {(t.number_id, t.contact_id): t for t in threads if (t.number_id, t.contact_id) in pairs}


def save_threads(changed: Iterable[tuple[Thread, Person]], now: datetime) -> None:
    moment = rows.moment(now)
    changes = [
        (
            *(person.phone or thread.customer_phone, person.display_name or thread.customer_name),
            *(thread.last_message, thread.last_message_type, thread.last_message_direction),
            *(rows.moment(thread.last_message_at), rows.moment(thread.last_inbound_at)),
            *(thread.unread_count, thread.status, moment, thread.id),
        )
        for thread, person in changed
    ]
    if changes:
        rows.update(Conversation, (*COLUMNS[3:], "updated_at"), changes)
