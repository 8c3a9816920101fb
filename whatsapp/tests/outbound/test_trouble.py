"""What may go wrong between us and Meta: for each, how the message ends, and how many POSTs were made."""

from datetime import timedelta

import pytest
from django.utils import timezone

from whatsapp.conversations.failures import advice_on
from whatsapp.models import AuditEntry, BusinessNumber, Message
from whatsapp.notices.standing import stopping_work
from whatsapp.outbound import outbox, refusals
from whatsapp.simulator.refusals import Refusal
from whatsapp.simulator.transport import Fault

from .conftest import chat_of, write

pytestmark = pytest.mark.django_db


def status_of(message: Message) -> str:
    message.refresh_from_db()
    return message.status


@pytest.mark.parametrize("fault", [Fault.TIMEOUT_AFTER, Fault.RESET_AFTER, Fault.TRUNCATED, Fault.HALF_BODY])
def test_a_status_with_our_uuid_settles_what_was_unknown(sara, wire, meta, clock, fault):
    wire.faults.add(fault)
    message = write(sara)
    outbox.send_waiting()
    clock.pass_by(seconds=3)
    meta.due()
    message.refresh_from_db()
    assert message.status == "delivered"
    assert message.whatsapp_message_id == meta.accepted[0].wamid


def test_a_wrong_token_stops_the_number_and_the_cure_lets_all_flow_in_order(
    sara, noura, wire, clock, settings
):
    good, settings.WHATSAPP_ACCESS_TOKEN = settings.WHATSAPP_ACCESS_TOKEN, "expired"
    messages = [write(sara, "1"), write(noura, "2"), write(sara, "3")]
    outbox.send_waiting()
    number = BusinessNumber.objects.get()
    assert number.stopped_by_code == 190
    assert [status_of(m) for m in messages] == ["pending"] * 3
    assert len(wire.posts) == 1, "the others are not even tried"
    assert [(n.field, n.event) for n in stopping_work()] == [("sending", "190")]

    clock.pass_by(minutes=1)
    outbox.send_waiting()
    assert len(wire.posts) == 2, "one tries, once a minute"

    settings.WHATSAPP_ACCESS_TOKEN = good
    assert outbox.send_waiting() == 0
    clock.pass_by(minutes=1)
    outbox.send_waiting()
    number.refresh_from_db()
    assert (number.stopped_by_code, number.waits_until) == (None, None)
    assert [status_of(m) for m in messages] == ["accepted"] * 3
    assert [post["text"]["body"] for post in wire.posts[2:]] == ["1", "2", "3"]
    assert list(AuditEntry.objects.values_list("verb", flat=True).order_by("pk")) == ["stopped", "cured"]
    assert list(stopping_work()) == [], "the banner goes by itself"


def test_what_meta_refuses_only_later_stops_the_number_until_a_try_reaches_its_customer(
    sara, noura, wire, meta, clock
):
    meta.owes_money = True
    first, second = write(sara, "1"), write(noura, "2")
    outbox.send_waiting()
    clock.pass_by(seconds=3)
    meta.due()
    assert [status_of(m) for m in (first, second)] == ["failed", "failed"]
    number = BusinessNumber.objects.get()
    assert number.stopped_by_code == 131042
    assert [(n.field, n.event) for n in stopping_work()] == [("sending", "131042")]

    waiting = [write(sara, "3"), write(noura, "4")]
    meta.owes_money = False
    outbox.send_waiting()
    assert [status_of(m) for m in waiting] == ["pending", "pending"]
    clock.pass_by(minutes=10)
    outbox.send_waiting()
    assert [status_of(m) for m in waiting] == ["accepted", "pending"], "taken is not yet cured"
    assert refusals.look_after_probes() == 0
    clock.pass_by(seconds=3)
    meta.due()
    assert refusals.look_after_probes() == 1
    outbox.send_waiting()
    assert [status_of(m) for m in waiting] == ["delivered", "accepted"]
    number.refresh_from_db()
    assert (number.stopped_by_code, number.is_cured_by_status, number.probe_id) == (None, False, None)
    assert list(stopping_work()) == []


def test_a_failure_of_one_message_told_later_stops_nothing(sara, wire, meta, clock):
    message = write(chat_of(meta, "بلا واتساب", phone="+966 50 123 0000"))
    outbox.send_waiting()
    clock.pass_by(seconds=3)
    meta.due()
    assert (status_of(message), message.error_code) == ("failed", 131026)
    assert BusinessNumber.objects.get().stopped_by_code is None


def test_a_wait_for_the_cure_costs_no_attempts(sara, wire, clock, settings):
    good, settings.WHATSAPP_ACCESS_TOKEN = settings.WHATSAPP_ACCESS_TOKEN, "expired"
    message = write(sara)
    for _ in range(2 * refusals.MOST_ATTEMPTS):
        outbox.send_waiting()
        clock.pass_by(minutes=1)
    settings.WHATSAPP_ACCESS_TOKEN = good
    outbox.send_waiting()
    assert status_of(message) == "accepted"


def test_too_many_at_once_makes_the_whole_number_wait_a_moment(sara, noura, wire, clock):
    wire.faults.add(Fault.RATE_LIMITED)
    first, second = write(sara), write(noura)
    outbox.send_waiting()
    assert len(wire.posts) == 1
    clock.pass_by(seconds=1)
    outbox.send_waiting()
    assert [status_of(first), status_of(second)] == ["accepted", "accepted"]


def test_too_many_to_one_customer_makes_only_that_conversation_wait(sara, noura, wire, meta, clock):
    """131056 waits 4ⁿ seconds: Meta's burst of 45 is used up, then one is allowed every six seconds."""
    flood = [write(sara, str(n)) for n in range(47)]
    other = write(noura, "me")
    outbox.send_waiting()
    assert status_of(other) == "accepted"
    assert [status_of(m) for m in flood[44:]] == ["accepted", "pending", "pending"]
    flood[45].refresh_from_db()
    assert flood[45].next_attempt_at - timezone.now() == timedelta(seconds=1)
    for _ in range(12):
        clock.pass_by(seconds=6)
        outbox.send_waiting()
    assert {status_of(m) for m in flood} == {"accepted"}
    texts = [accepted.body["text"]["body"] for accepted in meta.accepted]
    assert [t for t in texts if t != "me"] == [str(n) for n in range(47)], "in order"


def test_the_waits_for_one_customer_are_powers_of_four_and_those_of_the_number_double(sara, wire, clock):
    def waits(code: int, seconds: list[int]) -> None:
        wire.faults.add(*[Refusal.known(code, "slow down")] * len(seconds))
        message = write(sara)
        for wait in seconds:
            assert outbox.send_waiting() == 1
            clock.pass_by(seconds=wait - 0.1)
            assert outbox.send_waiting() == 0, f"{wait} s are not over"
            clock.pass_by(seconds=0.1)
        assert outbox.send_waiting() == 1
        assert status_of(message) == "accepted"

    waits(131056, [1, 4, 16, 64])
    waits(130429, [1, 2, 4, 8])
    waits(80007, [60, 120, 240])


def test_nothing_fails_because_the_whole_number_was_too_fast(sara, wire, clock):
    """It would be each message in turn: they wait, an hour at most between two tries."""
    wire.faults.add(*[Refusal.known(80007, "slow down")] * 20)
    message = write(sara)
    for _ in range(20):
        assert outbox.send_waiting() == 1
        assert status_of(message) == "pending"
        clock.pass_by(hours=1)
    outbox.send_waiting()
    assert status_of(message) == "accepted"


def test_each_post_takes_its_place_in_the_budget_of_its_number(sara, noura, wire, monkeypatch):
    places = []
    monkeypatch.setattr(
        outbox.pace, "reserve", lambda number, now: places.append((number, len(wire.posts))) or 0
    )
    write(sara)
    write(noura)
    outbox.send_waiting()
    assert places == [(sara.number_id, 0), (sara.number_id, 1)], "before the POST, not after it"


def test_without_a_connection_it_tries_again_later_and_later(sara, wire, clock):
    """Nothing left this machine, so that a second POST can't be a second message."""
    wire.faults.add(*[Fault.CONNECT_TIMEOUT] * 3)
    message = write(sara)
    waits = []
    while outbox.send_waiting():
        message.refresh_from_db()
        if message.status == "pending":
            waits.append(message.next_attempt_at - timezone.now())
            assert outbox.send_waiting() == 0, "not before its time"
            clock.pass_by(seconds=waits[-1].total_seconds())
    for wait, around in zip(waits, (5, 10, 20), strict=True):
        assert timedelta(seconds=around * 0.8) <= wait <= timedelta(seconds=around * 1.2)
    assert message.status == "accepted"


def test_after_eight_attempts_without_a_connection_it_failed_and_says_so(sara, noura, wire, clock):
    wire.faults.add(*[Fault.CONNECT_TIMEOUT] * 8)
    message = write(sara)
    for _ in range(12):
        outbox.send_waiting()
        clock.pass_by(minutes=15)
    message.refresh_from_db()
    assert (message.status, message.error_code) == ("failed", None)
    assert message.error_title
    assert advice_on(message.error_code)
    assert len(wire.posts) == 8


def test_an_error_without_a_name_is_tried_three_times_more_and_then_told(sara, wire, clock):
    wire.faults.add(*[Refusal.known(1, "An unknown error occurred")] * 8)
    message = write(sara)
    for _ in range(12):
        outbox.send_waiting()
        clock.pass_by(minutes=5)
    message.refresh_from_db()
    assert (message.status, message.error_code, len(wire.posts)) == ("failed", 1, 4)


def test_while_one_conversation_waits_for_a_connection_the_others_are_served(sara, noura, wire, clock):
    wire.faults.add(Fault.CONNECT_TIMEOUT)
    stuck, behind, elsewhere = write(sara, "1"), write(sara, "2"), write(noura, "1")
    outbox.send_waiting()
    for message in (stuck, behind, elsewhere):
        message.refresh_from_db()
    assert [m.status for m in (stuck, behind, elsewhere)] == ["pending", "pending", "accepted"]
    clock.pass_by(seconds=6)
    outbox.send_waiting()
    assert [post["text"]["body"] for post in wire.posts if "to" in post] == ["1", "1", "2"]


def test_a_worker_killed_before_its_second_attempt_leaves_it_to_be_tried_again(sara, wire, clock):
    """The first attempt surely sent nothing, so it says nothing about the second."""
    wire.faults.add(Fault.CONNECT_TIMEOUT)
    message = write(sara)
    outbox.send_waiting()
    clock.pass_by(seconds=6)
    assert outbox.claim_next() == message
    clock.pass_by(seconds=61)
    assert outbox.recover() == 1
    assert outbox.send_waiting() == 1
    message.refresh_from_db()
    assert (message.status, len(wire.posts)) == ("accepted", 2)
