"""What customers write: stored once, counted once, dated by Meta."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from whatsapp.inbound import ingest
from whatsapp.inbound.keep import keep_and_apply
from whatsapp.models import BusinessNumber, Contact, Conversation, Message, WebhookEvent
from whatsapp.tests.wire import AMAL, SAAD, Customer, encode, envelope, message, noon, text, told, value

pytestmark = pytest.mark.django_db


def chat() -> Conversation:
    return Conversation.objects.get()


def test_the_same_body_again_changes_nothing_but_is_kept(number: BusinessNumber) -> None:
    body = told(text("wamid.1"), text("wamid.2", at=1))
    keep_and_apply([body])
    before = chat()
    again = keep_and_apply([body])
    assert again.new_message_ids == []
    assert again.conversation_ids == set()
    after = chat()
    assert (after.unread_count, after.updated_at) == (2, before.updated_at)
    assert Message.objects.count() == 2
    assert [bytes(event.body) for event in WebhookEvent.objects.all()] == [body, body]


def test_the_same_body_twice_in_one_group_counts_once(number: BusinessNumber) -> None:
    body = told(text("wamid.1"))
    keep_and_apply([body, body, body])
    assert chat().unread_count == Message.objects.count() == 1
    assert WebhookEvent.objects.filter(state="applied").count() == 3


def test_a_wamid_twice_in_one_body_counts_once(number: BusinessNumber) -> None:
    applied = keep_and_apply([told(text("wamid.1"), text("wamid.1"), text("wamid.2"))])
    assert len(applied.new_message_ids) == 2
    assert chat().unread_count == Message.objects.count() == 2


def test_a_repetition_among_news_counts_the_news_only(number: BusinessNumber) -> None:
    keep_and_apply([told(text("wamid.1"))])
    keep_and_apply([told(text("wamid.1"), text("wamid.2", at=1))])
    assert chat().unread_count == Message.objects.count() == 2


def test_what_was_read_stays_read_when_meta_repeats_it(number: BusinessNumber) -> None:
    body = told(text("wamid.1"))
    keep_and_apply([body])
    Conversation.objects.update(unread_count=0, status="resolved")
    keep_and_apply([body])
    assert (chat().unread_count, chat().status) == (0, "resolved")


def test_the_same_wamid_at_two_of_our_numbers_is_two_messages(number: BusinessNumber) -> None:
    second = BusinessNumber.objects.create(phone_number_id="222")
    ours, theirs = told(text("wamid.1")), told(text("wamid.1"), phone_number_id="222")
    assert len(keep_and_apply([ours, theirs]).new_message_ids) == 2
    assert {c.number_id: c.unread_count for c in Conversation.objects.all()} == {number.pk: 1, second.pk: 1}
    assert Contact.objects.count() == 1


def test_each_customer_has_one_conversation(number: BusinessNumber) -> None:
    keep_and_apply([told(text("wamid.1"), text("wamid.2", by=SAAD), text("wamid.3", at=1))])
    keep_and_apply([told(text("wamid.4", by=SAAD, at=2))])
    assert dict(Conversation.objects.values_list("customer_name", "unread_count")) == {"أمل": 2, "سعد": 2}


def test_a_new_conversation_is_open_and_named(number: BusinessNumber) -> None:
    keep_and_apply([told(text("wamid.1", "أهلا"))])
    conversation = chat()
    assert (conversation.customer_name, conversation.customer_phone) == (AMAL.name, AMAL.phone)
    assert (conversation.status, conversation.last_message_direction) == ("active", "incoming")
    assert (conversation.last_message, conversation.last_message_type) == ("أهلا", "text")


def test_times_are_metas_however_late_the_webhook_comes(number: BusinessNumber) -> None:
    keep_and_apply([told(text("wamid.1", at=-3 * 86_400))])
    conversation, stored = chat(), Message.objects.get()
    assert stored.created_at == conversation.last_inbound_at == conversation.last_message_at
    assert conversation.last_inbound_at == noon(-3 * 86_400)
    assert not conversation.window_is_open(noon())
    assert datetime.now(UTC) - stored.stored_at < timedelta(minutes=1)


def test_the_window_runs_24_hours_from_the_latest_of_metas_times(number: BusinessNumber) -> None:
    keep_and_apply([told(text("wamid.1", at=100))])
    keep_and_apply([told(text("wamid.0", at=0))])
    assert chat().window_is_open(noon(100 + 86_400 - 1))
    assert not chat().window_is_open(noon(100 + 86_400))


def test_an_old_message_that_comes_late_is_unread_but_not_the_preview(number: BusinessNumber) -> None:
    keep_and_apply([told(text("wamid.2", "جديدة", at=60))])
    keep_and_apply([told(text("wamid.1", "قديمة"))])
    conversation = chat()
    assert (conversation.last_message, conversation.last_message_at) == ("جديدة", noon(60))
    assert (conversation.unread_count, conversation.last_inbound_at) == (2, noon(60))


def test_our_own_later_answer_stays_the_preview(conversation: Conversation) -> None:
    Conversation.objects.update(
        last_message="تفضلوا",
        last_message_type="text",
        last_message_direction="outgoing",
        last_message_at=noon(60),
    )
    keep_and_apply([told(text("wamid.1", "سؤال"))])
    assert (chat().last_message, chat().last_message_direction) == ("تفضلوا", "outgoing")
    keep_and_apply([told(text("wamid.2", "شكرا", at=61))])
    assert (chat().last_message, chat().last_message_direction) == ("شكرا", "incoming")


def test_the_preview_of_one_second_is_the_last_of_it(number: BusinessNumber) -> None:
    keep_and_apply([told(text("wamid.1", "أ"), text("wamid.2", "ب"), text("wamid.3", "ج"))])
    assert chat().last_message == "ج"
    thread = Message.objects.order_by("created_at", "id").values_list("content", flat=True)
    assert list(thread) == ["أ", "ب", "ج"]


def test_a_resolved_conversation_reopens_and_a_pending_one_stays_pending(number: BusinessNumber) -> None:
    keep_and_apply([told(text("wamid.1"))])
    for before, after in (("resolved", "active"), ("pending", "pending")):
        Conversation.objects.update(status=before)
        keep_and_apply([told(text(f"wamid.{before}", at=1))])
        assert chat().status == after


def test_a_text_longer_than_any_preview_is_stored_whole(number: BusinessNumber) -> None:
    long = "مرحبا " * 2_000
    keep_and_apply([told(text("wamid.1", long))])
    assert Message.objects.get().content == long
    assert chat().last_message == long[:200]


def test_nul_characters_and_lone_halves_are_left_out_and_the_body_is_kept_as_it_came(
    number: BusinessNumber,
) -> None:
    body = told(text("wamid.1", "a\x00b\ud83d"), message("wamid.2", "hologram", {"a\x00": "\x00b"}))
    keep_and_apply([body])
    assert Message.objects.get(whatsapp_message_id="wamid.1").content == "ab\ufffd"
    assert Message.objects.get(whatsapp_message_id="wamid.2").payload["hologram"] == {"a": "b"}
    assert bytes(WebhookEvent.objects.get().body) == body


def test_numbers_that_are_no_json_are_left_out(number: BusinessNumber) -> None:
    body = told(message("wamid.1", "location", {"latitude": "HERE", "longitude": 46.675297}))
    keep_and_apply([body.replace(b'"HERE"', b"1e999")])
    assert Message.objects.get().payload["location"] == {"latitude": None, "longitude": 46.675297}


def test_a_thousand_updates_in_one_body(number: BusinessNumber) -> None:
    updates = [text(f"wamid.{n}", by=(AMAL, SAAD)[n % 2], at=n) for n in range(1_000)]
    applied = keep_and_apply([told(*updates)])
    assert len(applied.new_message_ids) == Message.objects.count() == 1_000
    assert sorted(Conversation.objects.values_list("unread_count", flat=True)) == [500, 500]


def test_a_thousand_customers_in_one_value(number: BusinessNumber) -> None:
    updates = [text(f"wamid.{n}", by=Customer(f"9665{n:08}", f"SA.{n}")) for n in range(1_000)]
    one = value(updates[0])
    one["contacts"] = [update["contact"] for update in updates]
    one["messages"] = [update["message"] for update in updates]
    keep_and_apply([encode(envelope(one))])
    assert Conversation.objects.filter(unread_count=1).count() == 1_000


def test_a_group_asks_no_statement_for_more_values_than_the_strictest_sqlite_takes(
    number: BusinessNumber, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Everything a seventh as large: the limit, a turn, and the group, which is of two turns."""
    turn = ingest.AT_ONCE // 7
    monkeypatch.setattr(ingest, "AT_ONCE", turn)
    strangers = [  # two numbers in two spellings each, and a BSUID
        Customer(f"521{5_500_000_000 + n}", f"MX.{n}", wa_id=f"549{1_100_000_000 + n}")
        for n in range(2 * turn)
    ]
    with at_most_values(32_766 // 7):
        keep_and_apply([told(*(text(f"wamid.{n}", by=by) for n, by in enumerate(strangers)))])
    assert WebhookEvent.objects.get().state == "applied"
    assert Contact.objects.count() == Message.objects.count() == 2 * turn


@contextmanager
def at_most_values(limit: int) -> Iterator[None]:
    if connection.vendor != "sqlite":
        yield
        return
    connection.ensure_connection()
    usual = connection.connection.setlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER, limit)
    try:
        yield
    finally:
        connection.connection.setlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER, usual)


def test_a_number_that_is_not_ours_is_parked_beside_one_that_is(number: BusinessNumber) -> None:
    ours, theirs = text("wamid.1"), text("wamid.2")
    body = encode(envelope(value(ours), value(theirs, "999")))
    keep_and_apply([body])
    event = WebhookEvent.objects.get()
    assert (event.state, event.reason) == ("parked", "unknown business number 999")
    assert Message.objects.get().whatsapp_message_id == "wamid.1"
