"""Who and what is found by what somebody typed: from the index, and from what is not in it yet.

The order matters: first what lies beyond the mark, then the index. What the worker moves from the one to the other
meanwhile is seen twice, and never missed.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from whatsapp.models import Conversation, Message, SearchEntry

from . import index
from .content import conversation_rows, message_rows, said
from .keeping import CONVERSATIONS, MESSAGES, position_of, unindexed
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


@dataclass(frozen=True)
class Hits:
    """Newest first; `next` is the position below which it goes on."""

    rows: list[Message]
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
    """Ids of those in whose latest hits one of their messages is: a subquery."""
    if not asked:
        return Message.objects.none().values("conversation")
    new = [pk for _, pk in _unindexed_hits(asked, LAST, ())]
    positions = index.newest(asked, after=-1, before=LAST, most=LATEST_HITS)
    ids = SearchEntry.objects.filter(position__in=positions).values_list("message", flat=True)
    return Message.objects.filter(pk__in=[*new, *ids]).values("conversation")


def find_messages(
    asked: Asked, within: QuerySet[Conversation], *, before: int = LAST, size: int = PAGE
) -> Hits:
    """`within`: the conversations that count."""
    among = _few(within)
    if not asked or among == []:
        return Hits([], None)
    found: list[tuple[int, Message]] = []
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
) -> list[Message]:
    """Its messages that say so, newest first."""
    if not asked:
        return []
    new = dict(_unindexed_hits(asked, LAST, [conversation.pk]))
    positions, _ = _candidates(asked, LAST, most, [conversation.pk], new)
    ours = Conversation.objects.filter(pk=conversation.pk)
    return [message for _, message in _read(asked, positions, ours, most)]


def _few(within: QuerySet[Conversation]) -> list[int] | None:
    """Their ids, where they are few."""
    ids = list(within.order_by().values_list("pk", flat=True)[: FEW + 1])
    return ids if len(ids) <= FEW else None


def _candidates(
    asked: Asked, before: int, most: int, among: Collection[int], new: dict[int, int]
) -> tuple[dict[int, int | None], int | None]:
    """Positions, with the message's id where it is known; and where to go on, None at the end."""
    old = index.newest(asked, after=-1, before=before, most=most, among=among)
    after = old[-1] if len(old) == most else None
    found: dict[int, int | None] = dict.fromkeys(old)
    found |= {at: pk for at, pk in new.items() if at < before and (after is None or at > after)}
    return found, after


def _unindexed_hits(asked: Asked, before: int, among: Collection[int]) -> Iterator[tuple[int, int]]:
    """Positions and ids."""
    rows = unindexed(MESSAGES)
    if among:
        rows = rows.filter(conversation__in=among)
    for pk, _, at, tokens in message_rows(rows.order_by("-pk")[:MOST_UNINDEXED]):
        position = position_of(at, pk)
        if position < before and asked.fits(tokens):
            yield position, pk


def _read(
    asked: Asked, positions: dict[int, int | None], within: QuerySet[Conversation], most: int
) -> list[tuple[int, Message]]:
    """The messages themselves, highest position first: those that may be seen, and that still say so."""
    ids = [pk for pk in positions.values() if pk is not None]
    ids += SearchEntry.objects.filter(
        position__in=[at for at, pk in positions.items() if pk is None]
    ).values_list("message", flat=True)
    said_in = list(
        Message.objects.filter(pk__in=ids, revoked_at=None).values_list("created_at", "pk", "conversation_id")
    )
    # A question of its own: in one with the above, the database would begin with all conversations.
    seen = set(within.filter(pk__in={chat for _, _, chat in said_in}).values_list("pk", flat=True))
    keys: list[tuple[datetime, int]] = [(at, pk) for at, pk, chat in said_in if chat in seen]
    ordered = sorted((position_of(at, pk), pk) for at, pk in keys)[::-1]
    found: list[tuple[int, Message]] = []
    while ordered and len(found) < most:
        some, ordered = ordered[:most], ordered[most:]
        rows = Message.objects.select_related("conversation", "file").in_bulk([pk for _, pk in some])
        found += [(at, m) for at, pk in some if (m := rows.get(pk)) and asked.fits(tokens_of(said(m)))]
    return found[:most]
