"""Keeps the index true to the tables.

What is new is not written into the index by the road in, which has no time for it: the worker does it within a
second. How far the index reaches stands in the marks, and whoever searches reads what lies beyond (`unindexed`):
so nothing that was committed is ever missing from a search, and the road in pays nothing. What *changes* is rare,
and its entry is written anew in the transaction of the change (`renew_messages`, `renew_conversations`).
"""

import time
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import Exists, Max, Model, OuterRef, QuerySet

from whatsapp.models import Conversation, Message, Note, SearchEntry, SearchMark

from . import index
from .content import conversation_rows, message_rows, note_rows
from .words import VERSION

SEARCH = "search"
"""The worker's queue."""
AT_ONCE, MOST = 20, 1000
"""Rows in one transaction, and in one turn of the worker. On SQLite the road in waits for the transaction."""
PAUSE = 0.01
"""Seconds between two transactions, in which the road in gets its turn."""
STORM = 100
"""New messages in a turn (a second) that show that the machine has other things to do."""
LONGEST_WAIT = 10_000
"""Rows. A search reads what is not in the index yet: more of it would be slower than the storm is worth."""

ID_BITS = 31
UNDER_WAY = (
    "SELECT pg_snapshot_xmin(s)::text::bigint, pg_snapshot_xmax(s)::text::bigint FROM pg_current_snapshot() s"
)
"""The oldest transaction that has not ended, and the next to begin."""


def position_of(at: datetime, pk: int) -> int:
    """Where a message stands among all: by its second, then its id. Two ids that share 31 bits lie years apart.

    Notes stand among them by their ids with a minus, so from the highest of 31 bits down.
    """
    return max(int(at.timestamp()), 0) << ID_BITS | pk & (1 << ID_BITS) - 1


def _of_messages(rows: QuerySet[Any]) -> list[index.Entry]:
    return [(position_of(at, pk), pk, None, None, tokens) for pk, _, at, tokens in message_rows(rows)]


def _of_notes(rows: QuerySet[Any]) -> list[index.Entry]:
    return [(position_of(at, -pk), None, pk, None, tokens) for pk, _, at, tokens in note_rows(rows)]


def _of_conversations(rows: QuerySet[Any]) -> list[index.Entry]:
    return [(-pk, None, None, pk, tokens) for pk, tokens in conversation_rows(rows)]


@dataclass(frozen=True)
class Noun:
    """Of what there are entries: its table, the column of the entry that names its rows, and who reads them."""

    model: type[Model]
    column: str
    entries_of: Callable[[QuerySet[Any]], list[index.Entry]]

    @property
    def rows(self) -> QuerySet[Any]:
        return self.model._default_manager.all()

    @property
    def highest(self) -> int:
        return self.rows.aggregate(highest=Max("pk"))["highest"] or 0

    @property
    def mark(self) -> SearchMark:
        return SearchMark.objects.filter(pk=self.column).first() or SearchMark(noun=self.column)


MESSAGES = Noun(Message, "message", _of_messages)
NOTES = Noun(Note, "note", _of_notes)
CONVERSATIONS = Noun(Conversation, "conversation", _of_conversations)
NOUNS = (CONVERSATIONS, NOTES, MESSAGES)


def renew_messages(ids: Iterable[int]) -> None:
    """Their words are others now, or their conversation. Call it in the transaction that changes them."""
    _renew(MESSAGES, ids)


def renew_notes(ids: Iterable[int]) -> None:
    """The same of notes."""
    _renew(NOTES, ids)


def renew_conversations(contacts: Collection[int]) -> None:
    """These contacts have another name or number now: their conversations. Call it in the same transaction."""
    if contacts:
        # The worker holds a row while it writes its entry: who comes second sees what the first one wrote.
        theirs = Conversation.objects.filter(contact__in=contacts).order_by("pk").select_for_update()
        _renew(CONVERSATIONS, theirs.values_list("pk", flat=True))


def _renew(noun: Noun, ids: Iterable[int]) -> None:
    pks = sorted(ids)
    for start in range(0, len(pks), AT_ONCE):
        _write(noun, pks[start : start + AT_ONCE])


def _write(noun: Noun, ids: Collection[int]) -> None:
    SearchEntry.objects.filter(**{f"{noun.column}__in": ids}).delete()
    index.put(noun.entries_of(noun.rows.filter(pk__in=ids)))


def unindexed(noun: Noun, mark: SearchMark | None = None) -> QuerySet[Any]:
    """What is not in the index yet, though it is newer than the mark."""
    beyond = noun.rows.filter(pk__gt=(mark or noun.mark).up_to)
    if connection.vendor == "sqlite":  # one writer at a time: ids are committed in their order
        return beyond
    return beyond.exclude(Exists(SearchEntry.objects.filter(**{noun.column: OuterRef("pk")})))


_seen: dict[str, int] = {}  # the highest id at the last look


def index_waiting() -> int:
    """Writes entries for what is new, then for what is old and has none (in this spelling). The worker's turn."""
    highest = MESSAGES.highest
    since, _seen["message"] = _seen.get("message", highest), highest
    return 0 if _is_storm(since) else sum(map(_turn, NOUNS))


def _is_storm(since: int) -> bool:
    """Whether after this id so many messages came that what can wait should."""
    highest = MESSAGES.highest
    return highest - since > STORM and highest - MESSAGES.mark.up_to <= LONGEST_WAIT


def _turn(noun: Noun) -> int:
    mark = SearchMark.objects.get_or_create(noun=noun.column)[0]
    new = _repeat(_index_some, noun, MOST, AT_ONCE) if noun.highest > mark.up_to else 0
    return new + fill(noun, most=MOST)


def _repeat(write_some: Callable[[Noun, int], int], noun: Noun, most: int, at_once: int) -> int:
    count, began_at = 0, MESSAGES.highest
    while count < most and (done := write_some(noun, at_once)):
        count += done
        if done == at_once and count < most:
            time.sleep(PAUSE)
            if _is_storm(began_at):
                break
    return count


def _index_some(noun: Noun, at_once: int) -> int:
    with transaction.atomic():
        mark = SearchMark.objects.select_for_update(skip_locked=_skips()).filter(noun=noun.column).first()
        if mark is None:  # another worker is at it
            return 0
        new = unindexed(noun, mark).order_by("pk")
        # Who edits one of these right now holds its row, and writes its entry.
        locked = new.select_for_update(skip_locked=True, no_key=True, of=("self",)) if _skips() else new
        ids = list(locked.values_list("pk", flat=True)[:at_once])
        if ids:
            _write(noun, ids)
        _move(noun, mark, ids)
    return len(ids)


def _skips() -> bool:
    return connection.features.has_select_for_update_skip_locked


def _move(noun: Noun, mark: SearchMark, ids: list[int]) -> None:
    if connection.vendor == "sqlite":
        mark.up_to = ids[-1] if ids else mark.up_to
    elif not ids:
        # A transaction that took an id long ago may commit it only now. Those that were under way when `seen_id`
        # was the highest have all ended: below it nothing comes any more, and nothing there was left out.
        with connection.cursor() as cursor:
            cursor.execute(UNDER_WAY)
            oldest, upcoming = cursor.fetchone()
        if mark.seen_xid is not None and oldest < mark.seen_xid:
            return
        if unindexed(noun, mark).filter(pk__lte=mark.seen_id).exists():  # somebody holds its row just now
            return
        mark.up_to = max(mark.up_to, mark.seen_id)
        mark.seen_id = noun.highest
        mark.seen_xid = upcoming
    mark.save(update_fields=["up_to", "seen_id", "seen_xid"])


def left_to_fill(noun: Noun) -> int:
    """Rows that have no entries yet, or in an older spelling: about so many."""
    mark = noun.mark
    if mark.version != VERSION:
        return noun.rows.count()
    return noun.rows.filter(pk__lte=mark.back_to).count() if mark.back_to else 0


def begin_again(noun: Noun) -> None:
    """Every entry is to be written anew, from the newest down; meanwhile the old ones serve."""
    highest = noun.highest
    marks = SearchMark.objects.filter(noun=noun.column)
    marks.update(back_to=highest, version=VERSION)
    if connection.vendor == "sqlite":  # on PostgreSQL what was written on the way down is known by its entry
        # So many new rows come from an import: they are history, or every search would read them all.
        marks.filter(up_to__lt=highest - MOST).update(up_to=highest)


def fill(noun: Noun, *, most: int, at_once: int | None = None) -> int:
    """Writes entries for old rows, downwards, so many at once. Returns how many; 0 when all have theirs."""
    mark = noun.mark
    if mark.version != VERSION:
        begin_again(noun)
    elif mark.back_to == 0:
        return 0
    return _repeat(_fill_some, noun, most, at_once or AT_ONCE)


def _fill_some(noun: Noun, at_once: int) -> int:
    with transaction.atomic():
        mark = SearchMark.objects.select_for_update(skip_locked=_skips()).filter(noun=noun.column).first()
        if mark is None or mark.back_to == 0:
            return 0
        rows = noun.rows.filter(pk__lte=mark.back_to).order_by("-pk")
        ids = list(rows.values_list("pk", flat=True)[:at_once])
        if _skips():
            # Whoever holds one of them may wait for another of them: nobody waits for us, we come again.
            free = noun.rows.filter(pk__in=ids).select_for_update(skip_locked=True, no_key=True, of=("self",))
            if len(free.values_list("pk", flat=True)) < len(ids):
                return 0
        if ids:
            _write(noun, ids)
        mark.back_to = ids[-1] - 1 if len(ids) == at_once else 0
        mark.save(update_fields=["back_to"])
    return len(ids)


def is_complete() -> bool:
    """False while older rows have no entries yet, or some in an older spelling."""
    marks = {mark.noun: mark for mark in SearchMark.objects.all()}
    return all(
        (mark := marks.get(noun.column)) and not mark.back_to and mark.version == VERSION for noun in NOUNS
    )
