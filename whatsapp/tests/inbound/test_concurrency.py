"""Webhooks that arrive at the same moment: nothing lost, nothing doubled, nothing miscounted."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from config.front_door import FrontDoor
from whatsapp.cloud_api.signature import sign
from whatsapp.inbound.keep import keep_and_apply
from whatsapp.inbound.process import process_waiting
from whatsapp.models import BusinessNumber, Contact, Conversation, Message, WebhookEvent
from whatsapp.tests.asgi import Answer, call, live
from whatsapp.tests.wire import Customer, Json, noon, status, text, told

pytestmark = pytest.mark.django_db(transaction=True)

THREADS = 8


async def nothing_else(*_: object) -> None:
    raise AssertionError("this is no webhook")


def served(during: Callable[[FrontDoor], Awaitable[Any]]) -> Any:
    """With the real front door, its journal and its thread."""
    door = FrontDoor(nothing_else)
    return asyncio.run(live(door, lambda: during(door)))


def post(door: FrontDoor, body: bytes, path: str = "/api/whatsapp/webhook") -> Awaitable[Answer | None]:
    headers = [("X-Hub-Signature-256", sign(body, "test_app_secret"))]
    return call(door, "POST", path, headers=headers, chunks=[body])


def post_all(bodies: Sequence[bytes]) -> list[int]:
    """All at once; the status of each answer."""

    async def during(door: FrontDoor) -> list[int]:
        answers = await asyncio.gather(*(post(door, body) for body in bodies))
        return [answer.status for answer in answers if answer]

    statuses: list[int] = served(during)
    return statuses


def in_threads(groups: Sequence[Sequence[bytes]]) -> None:
    """Each thread has a connection of its own, as each process of several would have."""
    start = Barrier(THREADS)

    def take_in(mine: Sequence[Sequence[bytes]]) -> None:
        try:
            start.wait(timeout=10)
            for group in mine:
                keep_and_apply(group)
        finally:
            connection.close()

    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(take_in, [groups[n::THREADS] for n in range(THREADS)]))


def run_sql(*statements: str) -> None:
    """In a thread that has no event loop."""
    try:
        with connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
    finally:
        connection.close()


def test_the_same_body_sixteen_times_at_once_is_one_message(number: BusinessNumber) -> None:
    assert post_all([told(text("wamid.1"))] * 16) == [200] * 16
    assert WebhookEvent.objects.filter(state="applied").count() == 16
    assert Message.objects.count() == Conversation.objects.get().unread_count == 1


def test_a_new_customers_album_at_once_is_one_conversation(number: BusinessNumber) -> None:
    assert post_all([told(text(f"wamid.{n}", at=n)) for n in range(12)]) == [200] * 12
    conversation = Conversation.objects.get()
    assert Message.objects.count() == conversation.unread_count == 12


def test_what_was_answered_with_200_is_there_for_everybody(number: BusinessNumber) -> None:
    def count() -> int:
        try:
            return Message.objects.count()
        finally:
            connection.close()

    async def during(door: FrontDoor) -> list[int]:
        seen = []
        for n in range(5):
            answer = await post(door, told(text(f"wamid.{n}", at=n)), path="/api/whatsapp/webhook/")
            assert answer is not None
            assert answer.status == 200
            seen.append(await asyncio.to_thread(count))
        return seen

    assert served(during) == [1, 2, 3, 4, 5]


def test_while_the_database_takes_nothing_meta_is_asked_to_come_again(number: BusinessNumber) -> None:
    away = "ALTER TABLE whatsapp_webhook_events RENAME TO elsewhere"
    back = "ALTER TABLE elsewhere RENAME TO whatsapp_webhook_events"
    body = told(text("wamid.1"))

    async def during(door: FrontDoor) -> list[int]:
        await asyncio.to_thread(run_sql, away)
        try:
            refused = await asyncio.gather(*(post(door, body) for _ in range(3)))
        finally:
            await asyncio.to_thread(run_sql, back)
        taken = await post(door, body)
        return [answer.status for answer in (*refused, taken) if answer]

    assert served(during) == [503, 503, 503, 200]
    assert Message.objects.count() == WebhookEvent.objects.count() == 1


def test_a_bad_body_fails_none_that_came_with_it(number: BusinessNumber, poison: Json) -> None:
    """Which of them share a transaction is chance; that all are answered, kept and settled is not."""
    good = [told(text(f"wamid.{n}", at=n)) for n in range(10)]
    assert post_all([*good[:5], told(poison), *good[5:]]) == [200] * 11
    process_waiting()
    assert WebhookEvent.objects.filter(state="applied").count() == 10
    assert WebhookEvent.objects.get(state="parked").reason
    assert (
        Message.objects.filter(direction="incoming").count() == Conversation.objects.get().unread_count == 10
    )


def test_who_hangs_up_while_waiting_takes_nobody_along(number: BusinessNumber) -> None:
    async def during(door: FrontDoor) -> None:
        posts = [asyncio.ensure_future(post(door, told(text(f"wamid.{n}", at=n)))) for n in range(6)]
        await asyncio.sleep(0)  # all have handed in their bodies
        posts[0].cancel()
        posts[3].cancel()
        answers = await asyncio.gather(*posts, return_exceptions=True)
        assert [type(answer).__name__ for answer in answers].count("Answer") == 4

    served(during)
    assert Message.objects.count() == Conversation.objects.get().unread_count == 6


def test_a_server_that_stops_writes_what_it_took(number: BusinessNumber) -> None:
    async def during(door: FrontDoor) -> list[Awaitable[Answer | None]]:
        posts = [asyncio.ensure_future(post(door, told(text(f"wamid.{n}", at=n)))) for n in range(6)]
        await asyncio.sleep(0)
        return posts

    served(during)
    assert Message.objects.count() == WebhookEvent.objects.count() == 6


# --- Several writers, as with several processes on one PostgreSQL


def test_the_same_body_from_several_writers_is_one_message(number: BusinessNumber) -> None:
    in_threads([[told(text("wamid.1"))]] * 3 * THREADS)
    assert WebhookEvent.objects.filter(state="applied").count() == 3 * THREADS
    assert Message.objects.count() == Conversation.objects.get().unread_count == 1


def test_a_new_customer_at_several_writers_is_one_conversation(number: BusinessNumber) -> None:
    in_threads([[told(text(f"wamid.{n}", at=n))] for n in range(3 * THREADS)])
    assert not WebhookEvent.objects.exclude(state="applied").exists()  # at once, not by a second try
    conversation = Conversation.objects.get()
    assert Message.objects.count() == conversation.unread_count == 3 * THREADS
    assert conversation.last_inbound_at == noon(3 * THREADS - 1)


def test_several_customers_in_opposite_orders_at_several_writers_lose_nothing(
    number: BusinessNumber,
) -> None:
    """Each writer's group locks all of them; without one order for all, two writers would wait for ever."""
    customers = [Customer(f"96650{n:07}", f"SA.{n}") for n in range(5)]
    groups = []
    for n in range(2 * THREADS):
        updates = [text(f"wamid.{n}.{c.bsuid}", by=c, at=n) for c in customers]
        strangers = [status(f"wamid.x{m}", "sent") for m in range(5)]
        ordered = [*updates, *strangers][:: -1 if n % 2 else 1]
        groups.append([told(*ordered), told(text(f"wamid.more.{n}", by=customers[n % 5], at=n))])
    in_threads(groups)
    process_waiting()
    assert not WebhookEvent.objects.exclude(state="applied").exists()
    assert Message.objects.count() == 2 * THREADS * 6
    assert sum(Conversation.objects.values_list("unread_count", flat=True)) == 2 * THREADS * 6
    assert Conversation.objects.count() == Contact.objects.count() == 5


def test_the_statuses_of_one_message_from_several_writers_end_at_the_highest(
    conversation: Conversation,
) -> None:
    ours = Message.objects.create(
        conversation=conversation,
        number=conversation.number,
        direction="outgoing",
        status="accepted",
        whatsapp_message_id="wamid.ours",
        created_at=noon(),
    )
    words = ("read", "delivered", "sent", "failed")
    in_threads([[told(status("wamid.ours", words[n % 4], at=n % 4))] for n in range(2 * THREADS)])
    process_waiting()
    ours.refresh_from_db()
    assert (ours.status, ours.error_code) == ("read", None)
    assert (ours.read_at, ours.delivered_at, ours.sent_at) == (noon(0), noon(1), noon(2))
