"""The list of conversations and the thread, paged by key: page 1 000 costs what page 1 costs."""

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Generic, TypeVar

from django.db.models import Exists, Model, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from whatsapp.cloud_api.phones import variants
from whatsapp.models import Conversation, Message, Note, ScheduledMessage
from whatsapp.models.conversations import WINDOW
from whatsapp.search.finding import conversations_saying, find_conversations
from whatsapp.search.tokens import asked, asked_of_people

from .between import Key, between
from .reaching import NotAnAddress, phone_of
from .waiting import waiting_first

Row = TypeVar("Row", bound=Model)

PAGE = 50

OPEN = "open"
"""The status of all that is not resolved."""

RESOLVED = Conversation.Status.RESOLVED

LATEST_FIRST, CLOSING_FIRST, WAITING_FIRST = "", "closing", "waiting"
"""In which order conversations are listed. Only those with an open window can close, and only some wait."""

MANY = 1000
"""Chats with one label."""

SHORTEST_PHONE = 7


class BadCursor(ValueError):
    """Not one of ours."""


@dataclass(frozen=True)
class Page(Generic[Row]):
    """In the order that was asked for; `next` is the cursor of the page after it, None on the last one."""

    rows: Sequence[Row]
    next: str | None


@dataclass(frozen=True)
class Wanted:
    """What of the list somebody wants to see. Empty means everything."""

    status: str = ""  # one of Conversation.Status, or OPEN
    assigned_to: str = ""  # "me", "none", or a user's id
    unread: bool = False
    search: str = ""
    order: str = ""  # LATEST_FIRST, CLOSING_FIRST or WAITING_FIRST
    label: int | None = None
    number: int | None = None
    in_messages: bool = False  # whether `search` is also for what was said


def list_conversations(
    visible: QuerySet[Conversation],
    wanted: Wanted,
    *,
    me: int | None,
    cursor: str = "",
    until: str = "",
    size: int = PAGE,
) -> Page[Conversation]:
    """`visible` is what the viewer may see: what stands after `cursor`, and not after `until`. Raises BadCursor."""
    found = _search(filtered(visible, wanted, me), wanted.search.strip(), wanted.in_messages)
    after, last = (_read(key) if key else None for key in (cursor, until))
    if wanted.order == WAITING_FIRST:
        rows = waiting_first(found, size + 1, after, last)
        return _cut(rows, "waiting_since", size)
    if wanted.order == CLOSING_FIRST:
        return _page(_closing(found), "last_inbound_at", after, last, size)
    return _page(found, "-last_message_at", after, last, size)


def _closing(found: QuerySet[Conversation]) -> QuerySet[Conversation]:
    opened_since = timezone.now() - WINDOW
    # Nothing is older than the chat's last message: so the index on that finds all that can be open.
    return found.filter(last_message_at__gt=opened_since, last_inbound_at__gt=opened_since)


def begun(found: QuerySet[Conversation]) -> QuerySet[Conversation]:
    """Without the chat that somebody opened with a new number, and into which nothing was written yet.

    Its first column decides nearly always: the three questions are asked of the rest alone. Each asks for one row:
    of an EXISTS PostgreSQL makes a hash of all messages, for as many chats as might be asked about.
    """
    shows = Q(last_message_type__gt="") | Q(last_inbound_at__isnull=False)
    of_it = {"conversation": OuterRef("pk")}
    one, held, noted = (
        Subquery(kind.objects.filter(**of_it).values("pk")[:1]) for kind in (Message, ScheduledMessage, Note)
    )
    found = found.alias(one_message=one, one_held=held, one_note=noted)
    is_begun = Q(one_message__isnull=False) | Q(one_held__isnull=False) | Q(one_note__isnull=False)
    return found.filter(shows | is_begun)


def list_messages(conversation: Conversation, *, cursor: str = "", size: int = PAGE) -> Page[Message]:
    """Raises BadCursor."""
    return _page(list_bubbles(conversation), "-created_at", _read(cursor) if cursor else None, None, size)


def list_notes(conversation: Conversation, *, cursor: str = "", size: int = PAGE) -> Page[Note]:
    """What the team wrote about it, newest first. Raises BadCursor."""
    return _page(conversation.notes.all(), "-created_at", _read(cursor) if cursor else None, None, size)


def list_messages_since(conversation: Conversation, since: str, *, most: int = 500) -> Sequence[Message]:
    """Newest first, back to the message that the cursor `since` stands for. Raises BadCursor."""
    found = list_bubbles(conversation)
    if since:
        at, pk = _read(since)
        # The first condition says nothing new, but is one that the index finds its rows by.
        found = found.filter(Q(created_at__gt=at) | Q(created_at=at, pk__gte=pk), created_at__gte=at)
    return list(found.order_by("-created_at", "-pk")[:most])


def list_messages_after(
    conversation: Conversation, cursor: str, until: str, *, size: int = PAGE
) -> Page[Message]:
    """Oldest first: what follows the one message, and comes before the other. Raises BadCursor."""
    found = list_bubbles(conversation).filter(between("created_at", _read(cursor), None))
    if until:
        found = found.filter(between("created_at", _read(until), None, latest_first=True))
    return _cut(list(found.order_by("created_at", "pk")[: size + 1]), "created_at", size)


def list_bubbles(conversation: Conversation) -> QuerySet[Message]:
    """A row that only carries our reaction shows on the message it is for."""
    return conversation.messages.exclude(message_type=Message.REACTION).select_related(
        "sent_by", "file__stored"
    )


def filtered(found: QuerySet[Conversation], wanted: Wanted, me: int | None) -> QuerySet[Conversation]:
    """By everything but the search."""
    if wanted.status and wanted.status != RESOLVED:
        found = found.exclude(status=RESOLVED)  # as the index says it: SQLite knows it by these words only
    if wanted.status not in ("", OPEN):
        found = found.filter(status=wanted.status)
    if wanted.label is not None:
        found = _with_label(found, wanted.label)
    if wanted.number is not None:
        found = found.filter(number=wanted.number)
    if wanted.unread:
        found = found.filter(unread_count__gt=0)
    if wanted.assigned_to == "none":
        found = found.filter(assigned_to=None)
    elif wanted.assigned_to:
        found = found.filter(assigned_to=me if wanted.assigned_to == "me" else _number(wanted.assigned_to))
    return found


def _with_label(found: QuerySet[Conversation], label: int) -> QuerySet[Conversation]:
    """A rare label leads to its chats. One that many have is asked of each chat as they come, of which a page needs
    few: to gather all that have it would take longer than all the rest (bench/pages.py).
    """
    theirs = Conversation.labels.through.objects.filter(label=label)
    if theirs[MANY : MANY + 1].exists():
        return found.filter(Exists(theirs.filter(conversation=OuterRef("pk"))))
    return found.filter(pk__in=theirs.values("conversation"))


def _number(word: str) -> int:
    """An id that nobody has, where it is none."""
    return int(word) if word.isascii() and word.isdigit() and len(word) < 19 else 0


def _search(found: QuerySet[Conversation], typed: str, in_messages: bool) -> QuerySet[Conversation]:
    """By the customer's names and numbers, and perhaps by what was said."""
    if not typed:
        return found
    matches = Q(pk__in=find_conversations(asked_of_people(typed, _whole_phone(typed))))
    if in_messages:
        matches |= Q(pk__in=conversations_saying(asked(typed)))
    return found.filter(matches)


def _whole_phone(typed: str) -> Sequence[str]:
    """A whole number, however it was typed, also where its national form is no part of the international one."""
    if sum(character.isdecimal() for character in typed) < SHORTEST_PHONE:
        return ()
    try:
        return variants(phone_of(typed).removeprefix("+"))
    except NotAnAddress:
        return ()


def _page(found: QuerySet[Row], by: str, after: Key | None, last: Key | None, size: int) -> Page[Row]:
    """`by` is a time, with a minus for the latest first. Of one moment, the id decides, in the same direction."""
    time = by.removeprefix("-")
    found = found.filter(between(time, after, last, latest_first=by != time))
    pk = "-pk" if by != time else "pk"
    return _cut(list(found.order_by(by, pk)[: size + 1]), time, size)


def _cut(rows: Sequence[Row], time: str, size: int) -> Page[Row]:
    """One row more than `size` was asked for: whether there is more."""
    kept = rows[:size]
    return Page(kept, key_of(kept[-1], time) if len(rows) > size else None)


def key_of(row: Model, time: str) -> str:
    """The cursor of what stands after this row."""
    return _write(getattr(row, time), row.pk)


def time_of(cursor: str) -> datetime:
    """Of the row that stands before what it asks for. Raises BadCursor."""
    return _read(cursor)[0]


def _write(at: datetime, pk: int) -> str:
    return base64.urlsafe_b64encode(f"{at.isoformat()} {pk}".encode()).decode().rstrip("=")


def _read(cursor: str) -> tuple[datetime, int]:
    try:
        at, pk = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode().split(" ")
        moment, number = datetime.fromisoformat(at).astimezone(UTC), int(pk)
    except (ValueError, OverflowError):
        raise BadCursor("not a time and a number") from None
    if _write(moment, number) != cursor:
        raise BadCursor("not as we write it")
    return moment, number


def position_of(cursor: str) -> tuple[datetime, int]:
    """When the row was written that the cursor stands for, and its id. Raises BadCursor."""
    return _read(cursor)
