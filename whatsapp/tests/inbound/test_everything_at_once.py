"""All kinds of updates from several writers at the same moment, as with several processes on one PostgreSQL."""

import random
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from threading import Barrier
from typing import Any

import pytest
from django.db import DatabaseError, connection

from whatsapp.cloud_api.notifications import Applicable
from whatsapp.models import BusinessNumber, Contact, Conversation, Message, Reaction

from .everything import EVERYTHING, FIRST, SECOND, end_of, what_is_so
from .updates import edits, moves, reacts, says, take

pytestmark = pytest.mark.django_db(transaction=True)

WRITERS = 6
TRIES = 20
SEEDS = 4 if connection.vendor == "postgresql" else 1
"""On SQLite one writes after the other, whatever they do."""


def from_several_writers(updates: Sequence[Applicable]) -> None:
    """Where two get into each other's way, one of them is told to come again: the worker does so."""
    start = Barrier(WRITERS)

    def write(mine: Sequence[Applicable]) -> None:
        try:
            start.wait(timeout=10)
            for update in mine:
                take_until_taken(update)
        finally:
            connection.close()

    with ThreadPoolExecutor(WRITERS) as pool:
        list(pool.map(write, [updates[n::WRITERS] for n in range(WRITERS)]))


def take_until_taken(update: Applicable) -> None:
    for left in reversed(range(TRIES)):
        try:
            take(update)
            return
        except DatabaseError:
            if not left:
                raise


@cache
def in_order() -> dict[str, Any]:
    """How it ends when each comes after the other: each time the same."""
    return end_of([[update] for update in EVERYTHING])


@pytest.mark.parametrize("seed", range(SEEDS))
def test_everything_at_once_ends_as_in_order(number: BusinessNumber, seed: int) -> None:
    BusinessNumber.objects.update(display_phone_number="966112345678")
    expected = in_order()
    shuffled = EVERYTHING * 2
    random.Random(seed).shuffle(shuffled)
    from_several_writers(shuffled)
    assert what_is_so() == expected


def test_a_message_and_its_edit_at_once_always_meet(number: BusinessNumber) -> None:
    pairs = [(says(f"wamid.{n}", n), edits(f"wamid.e{n}", f"wamid.{n}", "new", 50)) for n in range(18)]
    from_several_writers([update for pair in pairs for update in pair])
    assert set(Message.objects.values_list("content", flat=True)) == {"new"}


def test_a_storm_of_reactions_by_one_customer_ends_at_the_last(number: BusinessNumber) -> None:
    from_several_writers([reacts(f"wamid.k{n}", "wamid.1", str(n), at=n) for n in range(24)])
    assert Reaction.objects.get().emoji == "23"


def test_a_customer_who_moves_while_writing_stays_one_person(number: BusinessNumber) -> None:
    take(says("wamid.first", 0, FIRST))
    old = [says(f"wamid.o{n}", n, FIRST) for n in range(8)]
    new = [says(f"wamid.n{n}", 100 + n, SECOND) for n in range(8)]
    from_several_writers([*old[:4], *new[:4], moves("wamid.s", FIRST, SECOND, 50), *old[4:], *new[4:]])
    assert Contact.objects.count() == 1
    assert Conversation.objects.get().unread_count == 17
