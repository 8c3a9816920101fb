from datetime import UTC, datetime, timedelta

import pytest

from whatsapp.demo.seed import seed
from whatsapp.demo.story import STORY
from whatsapp.demo.world import fill
from whatsapp.models import Conversation, Message
from whatsapp.simulator.meta import Meta

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)


@pytest.fixture
def meta():
    return Meta(phone_number_id="1", waba_id="2", access_token="x", app_secret="y", clock=NOW.timestamp)


def test_both_sides_know_the_same_messages_by_the_same_wamid_and_time(meta):
    seed(NOW)
    fill(meta)
    on_phones = {
        w: (line.direction, line.content.get("body") or line.content.get("caption", ""), line.at)
        for w, line in meta.lines.items()
    }
    in_the_inbox = {
        m.whatsapp_message_id: (m.direction, m.content, m.created_at.timestamp())
        for m in Message.objects.exclude(status="failed")
    }
    assert on_phones == in_the_inbox


def test_what_nobody_has_read_has_no_blue_ticks_on_the_customers_phone(meta):
    seed(NOW)
    fill(meta)
    blue = {line.status for line in meta.lines.values() if line.direction == "incoming"}
    assert blue == {"read", "delivered"}
    waiting = {
        line.customer
        for line in meta.lines.values()
        if line.status == "delivered" and line.direction == "incoming"
    }
    unread = Conversation.objects.filter(unread_count__gt=0).values_list("contact__bsuid", flat=True)
    assert {meta.customers[one].bsuid for one in waiting} <= set(unread)


def test_everybody_is_there_once_however_often_it_is_filled(meta):
    seed(NOW)
    fill(meta)
    fill(meta)
    assert [c.bsuid for c in meta.customers.values()] == [c.bsuid for c in STORY]
    assert [(c.username, c.phone) for c in meta.customers.values() if c.username] == [("lulu.cooks", None)]


def test_what_failed_is_not_on_the_customers_phone_and_goes_on_failing(meta):
    seed(NOW)
    fill(meta)
    failed = Message.objects.get(status="failed")
    assert failed.whatsapp_message_id not in meta.lines
    ahmed = meta.customer_of(failed.conversation.contact.bsuid)
    assert [c for c in meta.customers.values() if not c.on_whatsapp] == [ahmed]


def test_nobody_is_told_of_the_past(meta):
    seed(NOW)
    fill(meta)
    assert meta.schedule.next_at() is None


def test_times_stay_those_of_the_first_start(meta):
    seed(NOW)
    seed(NOW + timedelta(days=3))
    fill(meta)
    assert all(line.at <= NOW.timestamp() for line in meta.lines.values())
