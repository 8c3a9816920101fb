"""Who and what is found by what somebody typed: from the index, and from what is not in it yet.

The order matters: first what lies beyond the mark, then the index. What the worker moves from the one to the other
meanwhile is seen twice, and never missed.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

from django.db.models import QuerySet

from whatsapp.models import Conversation, Message, Note, SearchEntry

from . import index
from .content import conversation_rows, message_rows, message_texts, note_rows, note_texts, said
from .keeping import CONVERSATIONS, MESSAGES, NOTES, position_of, unindexed
from .tokens import IS_CONVERSATION, Asked, Token, tokens_of

PAGE = 20
LAST = 2**63 - 1
"""Behind every position."""

FEW = 200
"""So many conversations are named to the index; of more, its hits are looked at one by one."""

ROUNDS = (4 * PAGE, 1000, 6000)
"""Hits that are looked at for a page, of those in conversations that are not wanted. Then it is cut."""

MOST_UNINDEXED = 50_000
"""After a storm, or while no worker runs (the back office shows that), there may be many. All are read."""

MOST_IN_A_CHAT = 300
MOST_CONVERSATIONS = 5000
LATEST_HITS = 3000


Key = tuple[type[Message] | type[Note], int]
"""What a hit is, and its id."""


@dataclass(frozen=True)
class Said:
    """A message or a note, by its id, and its words."""

    model: type[Message] | type[Note]
    pk: int
    text: str


@dataclass(frozen=True)
class Hits:
    """Newest first; `next` is the position below which it goes on."""

    rows: list[Message | Note]
    next: int | None


def find_conversations(asked: Asked) -> list[int]:
    """Ids of those whose customer is called so, or has such a number."""
    if not asked:
        return []
    latest = unindexed(CONVERSATIONS).order_by("-pk")[:MOST_UNINDEXED]
    new = [pk for pk, tokens in conversation_rows(latest) if asked.fits(tokens)]
    # The sign keeps PostgreSQL from reading the messages that have the same words.
    signed = Asked((*asked.terms, (Token(IS_CONVERSATION),)))
    positions = index.newest(signed, after=-LAST, before=0, most=MOST_CONVERSATIONS)
    return [*new, *(-position for position in positions)]


def conversations_saying(asked: Asked) -> QuerySet[Any]:
    """Ids of those in whose latest hits one of their messages is: a subquery. What the team notes is not said."""
    if not asked:
        return Message.objects.none().values("conversation")
    new = [pk for _, (model, pk) in _unindexed_hits(asked, LAST, ()) if model is Message]
    positions = index.newest(asked, after=-1, before=LAST, most=LATEST_HITS)
    hits = SearchEntry.objects.filter(position__in=positions, message__isnull=False)
    ids = hits.values_list("message", flat=True)
    return Message.objects.filter(pk__in=[*new, *ids]).values("conversation")


def find_messages(
    asked: Asked, within: QuerySet[Conversation], *, before: int = LAST, size: int = PAGE
) -> Hits:
    """Messages and notes. `within`: the conversations that count."""
    among = _few(within)
    if not asked or among == []:
        return Hits([], None)
    found: list[tuple[int, Message | Note]] = []
    last: int | None = before
    new = dict(_unindexed_hits(asked, before, among or ()))
    for most in ROUNDS:
        assert last is not None
        positions, after = _candidates(asked, last, most, among or (), new)
        found += _read(asked, positions, within, size + 1 - len(found))
        last = after
        if len(found) > size or last is None:
            break
    shown = found[:size]
    more = shown[-1][0] if len(found) > size else last
    return Hits([message for _, message in shown], more)


def find_in_conversation(
    asked: Asked, conversation: Conversation, *, most: int = MOST_IN_A_CHAT
) -> list[Said]:
    """Its messages and notes that say so, newest first."""
    if not asked:
        return []
    new = dict(_unindexed_hits(asked, LAST, [conversation.pk]))
    positions, _ = _candidates(asked, LAST, most, [conversation.pk], new)
    keys = _keys(positions)
    messages = message_texts(conversation.messages.filter(pk__in=_ids(Message, keys)))
    notes = note_texts(conversation.notes.filter(pk__in=_ids(Note, keys)))
    found = [(position_of(at, pk), Said(Message, pk, text)) for pk, _, at, text in messages]
    found += [(position_of(at, -pk), Said(Note, pk, text)) for pk, _, at, text in notes]
    ordered = sorted(found, key=itemgetter(0), reverse=True)
    return [said for _, said in ordered if asked.fits(tokens_of(said.text))][:most]


def _few(within: QuerySet[Conversation]) -> list[int] | None:
    """Their ids, where they are few."""
    ids = list(within.order_by().values_list("pk", flat=True)[: FEW + 1])
    return ids if len(ids) <= FEW else None


def _candidates(
    asked: Asked, before: int, most: int, among: Collection[int], new: dict[int, Key]
) -> tuple[dict[int, Key | None], int | None]:
    """Positions, with what stands there where it is known; and where to go on, None at the end."""
    old = index.newest(asked, after=-1, before=before, most=most, among=among)
    after = old[-1] if len(old) == most else None
    found: dict[int, Key | None] = dict.fromkeys(old)
    found |= {at: key for at, key in new.items() if at < before and (after is None or at > after)}
    return found, after


def _unindexed_hits(asked: Asked, before: int, among: Collection[int]) -> Iterator[tuple[int, Key]]:
    """Positions, and what stands there."""
    new = [unindexed(noun) for noun in (MESSAGES, NOTES)]
    if among:
        new = [rows.filter(conversation__in=among) for rows in new]
    messages, notes = (rows.order_by("-pk")[:MOST_UNINDEXED] for rows in new)
    for pk, _, at, tokens in message_rows(messages):
        if (position := position_of(at, pk)) < before and asked.fits(tokens):
            yield position, (Message, pk)
    for pk, _, at, tokens in note_rows(notes):
        if (position := position_of(at, -pk)) < before and asked.fits(tokens):
            yield position, (Note, pk)


def _read(
    asked: Asked, positions: dict[int, Key | None], within: QuerySet[Conversation], most: int
) -> list[tuple[int, Message | Note]]:
    """The messages and notes themselves, highest position first: those that may be seen, and that still say so."""
    ordered = _that_may_be_seen(_keys(positions), within)
    found: list[tuple[int, Message | Note]] = []
    while ordered and len(found) < most:
        some, ordered = ordered[:most], ordered[most:]
        rows = _rows([key for _, key in some])
        found += [
            (at, row) for at, key in some if (row := rows.get(key)) and asked.fits(tokens_of(said(row)))
        ]
    return found[:most]


def _keys(positions: dict[int, Key | None]) -> list[Key]:
    keys = [key for key in positions.values() if key]
    entries = SearchEntry.objects.filter(position__in=[at for at, key in positions.items() if key is None])
    for message, note in entries.values_list("message", "note"):
        keys.append((Message, message) if message else (Note, note))
    return keys


def _that_may_be_seen(keys: list[Key], within: QuerySet[Conversation]) -> list[tuple[int, Key]]:
    """With their positions, the highest first."""
    columns = ("created_at", "pk", "conversation_id")
    messages = Message.objects.filter(pk__in=_ids(Message, keys), revoked_at=None).values_list(*columns)
    notes = Note.objects.filter(pk__in=_ids(Note, keys)).values_list(*columns)
    stand: list[tuple[int, Key, int]] = []
    stand += [(position_of(at, pk), (Message, pk), chat) for at, pk, chat in messages]
    stand += [(position_of(at, -pk), (Note, pk), chat) for at, pk, chat in notes]
    # A question of its own: in one with the above, the database would begin with all conversations.
    seen = set(within.filter(pk__in={chat for *_, chat in stand}).values_list("pk", flat=True))
    return sorted(((at, key) for at, key, chat in stand if chat in seen), key=itemgetter(0), reverse=True)


def _rows(keys: list[Key]) -> dict[Key, Message | Note]:
    messages = Message.objects.select_related("conversation", "file").in_bulk(_ids(Message, keys))
    notes = Note.objects.select_related("conversation", "by").in_bulk(_ids(Note, keys))
    return {(Message, pk): row for pk, row in messages.items()} | {
        (Note, pk): row for pk, row in notes.items()
    }


def _ids(model: type[Message] | type[Note], keys: list[Key]) -> list[int]:
    return [pk for of, pk in keys if of is model]
