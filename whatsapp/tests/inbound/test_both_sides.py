"""What our own side sent without us, and what was imported: bubbles, but neither unread nor a window."""

import uuid
from dataclasses import replace
from typing import Any

import pytest

from whatsapp.cloud_api.client import Accepted
from whatsapp.conversations.delivery import Step
from whatsapp.inbound.keep import Reading
from whatsapp.inbound.process import process
from whatsapp.models import BusinessNumber, Conversation, Message, MessageChange, Reaction, WebhookEvent
from whatsapp.outbound import outbox
from whatsapp.tests.wire import noon

from .updates import became, echo, edits, reacts, says, take, take_each

pytestmark = pytest.mark.django_db


def chat() -> Conversation:
    return Conversation.objects.get()


def test_an_echo_is_ours_and_opens_nothing(number: BusinessNumber) -> None:
    applied = take(echo("wamid.1", at=5, text="من الهاتف"))
    message = Message.objects.get()
    assert (message.direction, message.status, message.origin) == ("outgoing", "sent", "phone_app")
    assert (chat().unread_count, chat().last_inbound_at) == (0, None)
    assert (chat().last_message, chat().last_message_direction) == ("من الهاتف", "outgoing")
    assert applied.conversation_ids == {chat().pk}


def test_an_echo_of_what_our_outbox_sent_is_nothing_new(conversation: Conversation) -> None:
    ours = Message.objects.create(
        conversation=conversation,
        number=conversation.number,
        direction="outgoing",
        status="accepted",
        whatsapp_message_id="wamid.ours",
        content="ours",
        created_at=noon(),
    )
    assert take(echo("wamid.ours", text="ours")).new_message_ids == []
    ours.refresh_from_db()
    assert (ours.status, ours.origin, Message.objects.count()) == ("accepted", "team", 1)


def test_the_same_words_from_the_phone_app_are_another_message(conversation: Conversation) -> None:
    being_sent(conversation)
    take(echo("wamid.1", text="ours"), says("wamid.2", text="ours"))
    assert Message.objects.filter(content="ours").count() == 3


@pytest.mark.parametrize("word", ["pending", "sending", "unknown", "accepted", "", "invented"])
def test_no_word_of_meta_makes_the_outbox_send_what_was_sent_long_ago(
    number: BusinessNumber, word: str
) -> None:
    take(echo("wamid.1", is_history=True, status=word))
    assert Message.objects.get().status == "sent"


def test_imported_history_is_quiet(number: BusinessNumber) -> None:
    take(says("wamid.live", at=100, text="live"))
    Conversation.objects.update(status="resolved", unread_count=0)
    take(
        says("wamid.1", at=50, is_history=True, text="long ago"),
        echo("wamid.2", at=60, is_history=True, status="read"),
    )
    assert (chat().unread_count, chat().status, chat().last_message) == (0, "resolved", "live")
    assert chat().last_inbound_at == noon(100)
    assert set(Message.objects.values_list("origin", flat=True)) == {"customer", "history"}


def test_history_that_is_the_latest_is_shown(number: BusinessNumber) -> None:
    take(says("wamid.1", at=5, is_history=True, text="long ago"))
    assert (chat().last_message, chat().last_message_at, chat().last_inbound_at) == (
        "long ago",
        noon(5),
        None,
    )


@pytest.mark.parametrize("live_first", [True, False])
def test_a_message_told_live_and_in_the_history_counts_once(number: BusinessNumber, live_first: bool) -> None:
    told = [says("wamid.1", at=5), says("wamid.1", at=5, is_history=True)]
    take_each(told if live_first else told[::-1])
    assert (chat().unread_count, chat().last_inbound_at) == (1, noon(5))
    assert Message.objects.get().origin == "customer"


def test_an_echo_picks_up_the_statuses_that_came_before_it(number: BusinessNumber) -> None:
    take(became("wamid.1", "read", at=9, price_category="utility", price_type="regular"))
    take(echo("wamid.1", at=5))
    message = Message.objects.get()
    assert (message.status, message.sent_at, message.read_at) == ("read", noon(5), noon(9))
    assert (message.price_category, message.price_type) == ("utility", "regular")


def test_a_line_about_the_chat_is_neither_unread_nor_a_preview(number: BusinessNumber) -> None:
    take(says("wamid.1", at=1, text="hello"))
    take(says("wamid.2", at=9, type="system", text="", is_notice=True))
    assert (chat().unread_count, chat().last_message, chat().last_inbound_at) == (1, "hello", noon(1))
    assert Message.objects.count() == 2


def being_sent(conversation: Conversation) -> Message:
    return Message.objects.create(
        conversation=conversation,
        number=conversation.number,
        direction="outgoing",
        status="sending",
        uuid=uuid.UUID(int=5),
        content="ours",
        created_at=noon(),
    )


def test_an_echo_that_overtakes_metas_answer_is_our_own_message_and_no_second_one(
    conversation: Conversation,
) -> None:
    ours = being_sent(conversation)
    take(echo("wamid.ours", at=5, text="ours", is_history=True, status="delivered"))
    outbox.settle(ours, Step("accepted", noon(1), "wamid.ours"), Accepted("wamid.ours"))
    only = Message.objects.get()
    assert (only.pk, only.status, only.whatsapp_message_id) == (ours.pk, "delivered", "wamid.ours")


def test_nor_is_it_when_a_status_tells_whose_it_is(conversation: Conversation) -> None:
    ours = being_sent(conversation)
    take(echo("wamid.ours", at=5, text="ours"))
    take(became("wamid.ours", "read", at=9, callback_data=str(ours.uuid)), became("wamid.ours", "sent", at=7))
    only = Message.objects.get()
    assert (only.pk, only.status, only.whatsapp_message_id) == (ours.pk, "read", "wamid.ours")
    assert (only.sent_at, only.read_at) == (noon(7), noon(9))


def test_a_batch_of_a_thousand_of_all_kinds_loses_only_the_bad_one(
    number: BusinessNumber, monkeypatch: pytest.MonkeyPatch
) -> None:
    updates: list[Any] = [
        one
        for n in range(250)
        for one in (
            says(f"wamid.{n}", n),
            echo(f"wamid.e{n}", n),
            reacts(f"wamid.k{n}", f"wamid.{n}", "👍", n),
        )
    ]
    updates += [edits(f"wamid.c{n}", f"wamid.{n}", "better", 900) for n in range(249)]
    updates.insert(500, replace(edits("wamid.bad", "wamid.1", "x"), at=None))
    event = WebhookEvent.objects.create(body=b"", state="waiting", received_at=noon())
    monkeypatch.setattr("whatsapp.inbound.process.read", lambda body: Reading(body, updates, []))
    process(event)
    assert (event.state, event.reason) == ("parked", "ChangeUpdate could not be applied: IntegrityError")
    assert (Message.objects.count(), Reaction.objects.count(), MessageChange.objects.count()) == (
        500,
        250,
        249,
    )
    assert (chat().unread_count, Message.objects.filter(content="better").count()) == (250, 249)
