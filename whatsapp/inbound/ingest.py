"""Applies a group of updates with a few set-based statements. Call it inside a transaction.

Idempotent: a wamid is stored once, a status only moves forward, so any duplication and any order of the same
updates end in the same state. The caller's transaction decides whether all of it or none of it happened.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.utils import timezone

from whatsapp.cloud_api.notifications import Applicable, IncomingMessage, StatusUpdate
from whatsapp.models import BusinessNumber, Conversation, Message
from whatsapp.models.conversations import PREVIEW_LENGTH

from . import rows
from .people import People, Person
from .statuses import apply_statuses

MESSAGE_COLUMNS = (
    *("conversation_id", "number_id", "message_type", "content", "media_url", "media_mime_type", "payload"),
    *(
        "direction",
        "status",
        "whatsapp_message_id",
        "quoted_wamid",
        "created_at",
        "stored_at",
        "attempts",
        "event_id",
    ),
    *("error_title", "error_details", "origin"),
)
CONVERSATION_COLUMNS = (
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


@dataclass(slots=True)
class Applied:
    """What a group changed, for whoever has to be told after the commit."""

    conversation_ids: set[int] = field(default_factory=set)
    new_message_ids: list[int] = field(default_factory=list)
    unknown_numbers: set[str] = field(default_factory=set)


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


def known_numbers() -> dict[str, int]:
    """phone_number_id → our id."""
    return dict(rows.select(BusinessNumber, ("phone_number_id", "id"), "1 = 1", []))


def apply(updates: Sequence[tuple[int, Applicable]]) -> Applied:
    """Each update comes with the id of the event that brought it."""
    applied, now = Applied(), timezone.now()
    numbers = known_numbers()
    # What is about the account has no number.
    told_of = {u.phone_number_id for _, u in updates if u.phone_number_id}
    applied.unknown_numbers = told_of - numbers.keys()
    messages = [(e, u) for e, u in updates if isinstance(u, IncomingMessage) and u.phone_number_id in numbers]
    statuses = [
        (numbers[u.phone_number_id], u)
        for _, u in updates
        if isinstance(u, StatusUpdate) and u.phone_number_id in numbers
    ]
    if messages:
        _apply_messages(messages, numbers, now, applied)
    if statuses:
        applied.conversation_ids |= apply_statuses(statuses, now)
    return applied


def _apply_messages(
    messages: list[tuple[int, IncomingMessage]],
    numbers: dict[str, int],
    now: datetime,
    applied: Applied,
) -> None:
    people = People((message.sender for _, message in messages), now)
    people.find_or_make()
    who = {id(message): people.of(message.sender) for _, message in messages}
    threads = _find_or_make_threads(
        {(numbers[m.phone_number_id], who[id(m)].id): who[id(m)] for _, m in messages}, now
    )
    pairs = [(event, m, threads[numbers[m.phone_number_id], who[id(m)].id]) for event, m in messages]
    inserted = rows.insert(
        Message,
        MESSAGE_COLUMNS,
        [_row(event, message, thread, now) for event, message, thread in pairs],
        unless_there=True,
        returning="number_id, whatsapp_message_id, id",
    )
    new = {(number_id, wamid): pk for number_id, wamid, pk in inserted}
    arrived: dict[int, list[IncomingMessage]] = defaultdict(list)
    for _, message, thread in pairs:
        # Popped: a wamid twice in one group is new once.
        message_id = new.pop((thread.number_id, message.wamid), None)
        if message_id is not None:
            applied.new_message_ids.append(message_id)
            arrived[thread.id].append(message)
    by_id = {thread.id: (thread, who[id(m)]) for _, m, thread in pairs}
    _note_arrivals([(*by_id[thread_id], news) for thread_id, news in sorted(arrived.items())], now)
    applied.conversation_ids |= set(arrived)


def _row(event: int, message: IncomingMessage, thread: Thread, now: datetime) -> tuple[object, ...]:
    return (
        *(thread.id, thread.number_id, message.type, message.text, "", message.media_mime_type),
        *(json.dumps(message.payload) if message.payload else "{}", "incoming", "received", message.wamid),
        *(message.quoted_wamid, rows.moment(message.at), rows.moment(now), 0, event, "", "", "customer"),
    )


def _find_or_make_threads(
    wanted: dict[tuple[int, int], Person], now: datetime
) -> dict[tuple[int, int], Thread]:
    found = _look_up_threads(wanted, now)
    missing = sorted(set(wanted) - set(found))
    if missing:
        moment = rows.moment(now)
        made = [
            (
                *pair,
                wanted[pair].phone,
                wanted[pair].display_name,
                "",
                "",
                "",
                moment,
                0,
                "active",
                moment,
                moment,
            )
            for pair in missing
        ]
        columns = (
            *(
                "number_id",
                "contact_id",
                "customer_phone",
                "customer_name",
                "last_message",
                "last_message_type",
            ),
            *(
                "last_message_direction",
                "last_message_at",
                "unread_count",
                "status",
                "created_at",
                "updated_at",
            ),
        )
        rows.insert(Conversation, columns, made, unless_there=True, returning="id")
        found = _look_up_threads(wanted, now)
    return found


def _look_up_threads(wanted: Iterable[tuple[int, int]], now: datetime) -> dict[tuple[int, int], Thread]:
    pairs = set(wanted)
    contacts = sorted({contact for _, contact in pairs})
    found = rows.select(
        Conversation,
        CONVERSATION_COLUMNS,
        rows.among("contact_id", contacts),
        contacts,
        lock=True,
    )
    threads = [Thread(*row) for row in found]
    for thread in threads:
        thread.last_message_at = rows.read_moment(thread.last_message_at) or now
        thread.last_inbound_at = rows.read_moment(thread.last_inbound_at)
    return {(t.number_id, t.contact_id): t for t in threads if (t.number_id, t.contact_id) in pairs}


def _note_arrivals(arrivals: list[tuple[Thread, Person, list[IncomingMessage]]], now: datetime) -> None:
    """Unread count, window and preview follow the really new messages only."""
    moment, changes = rows.moment(now), []
    for thread, person, news in arrivals:
        # Of those in one second, Meta's finest, the last to come: as in the thread, and as one by one.
        latest = max(reversed(news), key=lambda message: message.at)
        if not thread.last_message_type or latest.at >= thread.last_message_at:
            thread.last_message, thread.last_message_type = latest.text[:PREVIEW_LENGTH], latest.type
            thread.last_message_direction, thread.last_message_at = "incoming", latest.at
        thread.last_inbound_at = max(thread.last_inbound_at or latest.at, latest.at)
        thread.unread_count += len(news)
        thread.status = "active" if thread.status == "resolved" else thread.status
        changes.append(
            (
                *(person.phone or thread.customer_phone, person.display_name or thread.customer_name),
                *(thread.last_message, thread.last_message_type, thread.last_message_direction),
                *(rows.moment(thread.last_message_at), rows.moment(thread.last_inbound_at)),
                *(thread.unread_count, thread.status, moment, thread.id),
            )
        )
    if changes:
        rows.update(Conversation, (*CONVERSATION_COLUMNS[3:], "updated_at"), changes)
