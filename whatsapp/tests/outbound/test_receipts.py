"""What the simulated Meta is told of our reading and typing, and what the customer's phone shows of it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from whatsapp.models import AuditEntry, BusinessNumber, Conversation, Message, ReadReceipt
from whatsapp.outbound import receipts
from whatsapp.outbound.receipts import seen, show_customers, tell_due, types
from whatsapp.simulator.transport import Fault

from .conftest import at_once, write

pytestmark = pytest.mark.django_db


@pytest.fixture
def phone(meta, sara):
    """Sara's side of it."""
    return meta.customer_of(sara.contact.bsuid)


def says(meta, phone, text: str) -> Message:
    wamid = meta.customer_writes(phone, text)
    meta.due()
    return Message.objects.get(whatsapp_message_id=wamid)


def ticks(meta, phone) -> list[str]:
    return [line.status for line in meta.chats[phone.id] if line.direction == "incoming"]


def fresh(conversation: Conversation) -> Conversation:
    return Conversation.objects.get(pk=conversation.pk)


def test_the_newest_that_was_seen_is_marked_once_and_with_it_all_before_it(wire, meta, sara, phone, clock):
    clock.pass_by(seconds=5)
    newest = says(meta, phone, "two")
    clock.pass_by(seconds=5)
    says(meta, phone, "not in view")
    assert seen(sara, newest)
    assert not seen(sara, newest)
    assert wire.posts == []  # nothing in the request
    assert tell_due() == 1
    assert not seen(sara, newest)
    assert tell_due() == 0
    assert wire.posts == [
        {"messaging_product": "whatsapp", "status": "read", "message_id": newest.whatsapp_message_id}
    ]
    assert ticks(meta, phone) == ["read", "read", "delivered"]


def test_a_tab_that_was_left_behind_makes_nothing_unread(wire, meta, sara, phone, clock):
    first = sara.messages.get()
    says(meta, phone, "of the same second")
    assert seen(sara)
    assert not seen(sara, first)
    tell_due()
    assert ticks(meta, phone) == ["read", "read"]
    assert len(wire.posts) == 1


def test_what_no_customer_wrote_to_us_lately_is_never_marked(wire, sara, clock):
    Message.objects.update(origin="history")
    assert not seen(sara)
    Message.objects.update(origin="customer", message_type="call")
    assert not seen(sara)
    Message.objects.update(message_type="text")
    clock.pass_by(days=31)
    assert not seen(sara)
    clock.pass_by(days=-31)
    assert ReadReceipt.objects.count() == 0
    assert seen(sara, write(sara))
    assert sara.read_receipt.message.direction == "incoming"


def test_a_failure_is_tried_again_a_few_times_and_then_dropped(wire, meta, sara, phone, clock):
    wire.faults.add(Fault.TIMEOUT_BEFORE, Fault.SERVER_ERROR, Fault.HTML_PAGE, Fault.RESET_BEFORE)
    seen(sara)
    for tried in (1, 2, 3, 4):
        assert tell_due() == 1
        assert tell_due() == 0, "it waits"
        assert len(wire.posts) == tried
        clock.pass_by(minutes=2)
    assert tell_due() == 0
    assert not seen(sara)
    wire.faults.add(Fault.TIMEOUT_BEFORE)
    says(meta, phone, "next")
    assert seen(sara)
    tell_due()
    clock.pass_by(minutes=2)
    tell_due()
    assert ticks(meta, phone) == ["read", "read"]


def test_what_a_killed_worker_had_taken_is_told_later_and_what_came_meanwhile_too(
    wire, meta, sara, phone, clock
):
    seen(sara)
    taken = receipts.claim_next()
    assert receipts.claim_next() is None
    clock.pass_by(seconds=31)
    assert tell_due() == 1
    newer = says(meta, phone, "meanwhile")
    seen(sara)
    receipts.tell(taken)  # it was not dead after all, only slow
    assert tell_due() == 1
    assert wire.posts[-1]["message_id"] == newer.whatsapp_message_id
    assert ticks(meta, phone) == ["read", "read"]


@pytest.mark.django_db(transaction=True)
def test_two_workers_do_not_take_the_same_row(sara):
    seen(sara)
    assert sum(row is not None for row in at_once(receipts.claim_next, receipts.claim_next)) == 1


def test_a_stopped_or_waiting_number_tells_nothing_until_it_flows_again(wire, sara, clock):
    seen(sara)
    soon = timezone.now() + timedelta(minutes=1)
    for trouble in ({"stopped_by_code": 190}, {"stopped_by_code": None, "waits_until": soon}):
        BusinessNumber.objects.update(**trouble)
        assert (tell_due(), wire.posts) == (0, [])
    clock.pass_by(minutes=1)
    assert tell_due() == 1


def test_typing_is_shown_at_once_and_at_most_every_twenty_seconds(wire, meta, sara, phone, clock):
    assert types(sara)
    assert not types(sara)
    assert tell_due() == 1
    assert wire.posts[0]["typing_indicator"] == {"type": "text"}
    assert phone.typing_until == meta.clock() + 25
    assert ticks(meta, phone) == ["read"]
    clock.pass_by(seconds=19)
    assert not types(sara)
    clock.pass_by(seconds=1)
    assert types(sara)
    assert tell_due() == 1
    assert len(wire.posts) == 2


def test_a_late_typing_signal_is_dropped_and_a_failed_one_is_not_repeated(wire, sara, clock):
    seen(sara)
    tell_due()
    types(sara)
    clock.pass_by(seconds=6)
    assert tell_due() == 1
    assert len(wire.posts) == 1
    clock.pass_by(seconds=20)
    types(sara)
    wire.faults.add(Fault.TIMEOUT_BEFORE)
    tell_due()
    clock.pass_by(minutes=1)
    tell_due()
    assert [("typing_indicator" in body) for body in wire.posts] == [False, True]


def test_no_typing_follows_the_answer_and_the_next_one_is_shown_at_once(wire, meta, sara, phone, clock):
    types(sara)
    clock.pass_by(seconds=1)
    write(sara)
    tell_due()
    assert "typing_indicator" not in wire.posts[0]
    clock.pass_by(seconds=1)
    assert types(fresh(sara))
    tell_due()
    assert "typing_indicator" in wire.posts[1]


def test_nothing_is_told_where_the_number_hides_it_the_window_is_closed_or_the_customer_blocked(
    wire, sara, clock, manager
):
    seen(sara)
    types(sara)
    show_customers(sara.number, False, by=manager)
    show_customers(sara.number, False, by=manager)
    tell_due()
    assert not seen(fresh(sara))
    assert not types(fresh(sara))
    assert list(AuditEntry.objects.values_list("verb", "by")) == [("read receipts hidden", manager.pk)]
    show_customers(sara.number, True, by=manager)
    clock.pass_by(hours=24)
    assert not types(fresh(sara))
    clock.pass_by(hours=-23)
    Conversation.objects.update(blocked_at=timezone.now())
    assert not types(fresh(sara))
    assert wire.posts == []
