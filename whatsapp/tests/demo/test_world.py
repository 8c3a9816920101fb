from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from whatsapp.demo.seed import seed
from whatsapp.demo.story import STORY
from whatsapp.demo.world import fill
from whatsapp.models import Message

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)


class Notebook:
    """Stands where the simulator does, and writes down what it is told."""

    def __init__(self) -> None:
        self.people: dict[str, dict[str, Any]] = {}
        self.past: dict[str, list[tuple[str, str, float, str]]] = {}

    def add_customer(self, name: str, **who: Any) -> str:
        assert who["bsuid"] not in self.people
        self.people[who["bsuid"]] = {"name": name, **who}
        return who["bsuid"]

    def customer_of(self, who: str) -> str | None:
        return who if who in self.people else None

    def remember(self, customer: str, messages: Any) -> None:
        self.past[customer] = list(messages)


def test_both_sides_know_the_same_messages_by_the_same_wamid_and_time():
    seed(NOW)
    meta = Notebook()
    fill(meta)
    told = {
        wamid: (direction, text, at) for past in meta.past.values() for direction, text, at, wamid in past
    }
    ours = {
        m.whatsapp_message_id: (m.direction, m.content, m.created_at.timestamp())
        for m in Message.objects.exclude(status="failed")
    }
    assert told == ours


def test_everybody_is_there_once_however_often_it_is_filled():
    seed(NOW)
    meta = Notebook()
    fill(meta)
    fill(meta)
    assert meta.people.keys() == {customer.bsuid for customer in STORY}
    lulu = next(person for person in meta.people.values() if person["username"])
    assert lulu["phone"] is None


def test_what_failed_is_not_on_the_customers_phone():
    seed(NOW)
    meta = Notebook()
    fill(meta)
    failed = Message.objects.get(status="failed")
    wamids = {wamid for past in meta.past.values() for *_, wamid in past}
    assert failed.whatsapp_message_id not in wamids


def test_times_stay_those_of_the_first_start():
    seed(NOW)
    seed(NOW + timedelta(days=3))
    meta = Notebook()
    fill(meta)
    assert all(at <= NOW.timestamp() for past in meta.past.values() for _, _, at, _ in past)
