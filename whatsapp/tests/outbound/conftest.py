"""A clock that stands still, customers who wrote a moment ago, and a wire that remembers what was sent."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import requests
from django.db import connection

from whatsapp.cloud_api import transport
from whatsapp.models import Conversation, Message
from whatsapp.outbound import compose
from whatsapp.simulator.meta import Meta
from whatsapp.simulator.transport import SimulatorTransport

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


class Clock:
    """Everybody's: ours, the simulated Meta's and the phones'."""

    def __init__(self, traveller: Any) -> None:
        self._traveller = traveller
        traveller.move_to(NOON, tick=False)

    def pass_by(self, **time: float) -> None:
        self._traveller.shift(timedelta(**time))


class Wire(SimulatorTransport):
    """Keeps each message that left us, seen by Meta or not. `meanwhile` happens before its answer arrives."""

    def __init__(self, meta: Meta) -> None:
        super().__init__(meta)
        self.posts: list[dict[str, Any]] = []
        self.uploads = 0
        self.meanwhile: Callable[[], Any] = lambda: None

    def send(self, request: requests.PreparedRequest, *args: Any, **kwargs: Any) -> requests.Response:
        if (request.url or "").endswith("/media"):
            self.uploads += 1
        elif request.method == "POST":
            self.posts.append(json.loads(request.body or b""))
        try:
            return super().send(request, *args, **kwargs)
        finally:
            self.meanwhile()


@pytest.fixture(autouse=True)
def clock(time_machine: Any) -> Clock:
    return Clock(time_machine)


@pytest.fixture
def wire(meta: Meta) -> Iterator[Wire]:
    made = Wire(meta)
    with transport.replaced_by(made):
        yield made


@pytest.fixture
def sara(meta: Meta) -> Conversation:
    """With a customer who has a phone, and has just written."""
    return chat_of(meta, "سارة", phone="+966 50 123 4567")


@pytest.fixture
def noura(meta: Meta) -> Conversation:
    """With a customer who shows a username and no phone, and has just written."""
    return chat_of(meta, "نورة", username="noura.k")


def chat_of(meta: Meta, name: str, **who: str) -> Conversation:
    customer = meta.add_customer(name, **who)
    meta.customer_writes(customer, "السلام عليكم")
    assert meta.due() == 1
    return Conversation.objects.get(contact__bsuid=customer.bsuid)


def write(conversation: Conversation, text: str = "مرحباً", **more: Any) -> Message:
    """The pending row."""
    message, _new = compose.send_text(conversation, text, by=None, **more)
    return message


def at_once(*tasks: Callable[[], Any]) -> list[Any]:
    """What each task returned; each in a thread with a database connection of its own."""
    results: list[Any] = [None] * len(tasks)

    def run(index: int) -> None:
        try:
            results[index] = tasks[index]()
        except Exception as error:  # what went wrong is a result too
            results[index] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[index]) for index in range(len(tasks))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return results


def all_together_after(words: str, count: int) -> Callable[[Callable[[], Any]], Callable[[], Any]]:
    """Makes tasks meet, once each, when they have just read by a SELECT with these words in it."""
    meeting = threading.Barrier(count, timeout=10)

    def meet(task: Callable[[], Any]) -> Callable[[], Any]:
        def run() -> Any:
            met = False

            def wrapper(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
                nonlocal met
                result = execute(sql, params, many, context)
                if not met and sql.startswith("SELECT") and words in sql:
                    met = True
                    meeting.wait()
                return result

            with connection.execute_wrapper(wrapper):
                return task()

        return run

    return meet
