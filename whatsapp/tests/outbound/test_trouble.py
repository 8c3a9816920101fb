"""What may go wrong between us and Meta: for each, how the message ends, and how many POSTs were made."""

from datetime import timedelta

import pytest
from django.utils import timezone

from whatsapp.conversations.failures import advice_on
from whatsapp.outbound import outbox
from whatsapp.simulator.transport import Fault

from .conftest import write

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("fault", "status", "code", "taken"),
    [
        (Fault.TIMEOUT_BEFORE, "unknown", None, 0),
        (Fault.TIMEOUT_AFTER, "unknown", None, 1),
        (Fault.RESET_BEFORE, "unknown", None, 0),
        (Fault.RESET_AFTER, "unknown", None, 1),
        (Fault.HTML_PAGE, "unknown", None, 0),
        (Fault.TRUNCATED, "unknown", None, 1),
        (Fault.SERVER_ERROR, "failed", 131000, 0),
        (Fault.RATE_LIMITED, "failed", 130429, 0),
    ],
)
def test_whatever_goes_wrong_one_post_is_made(sara, wire, meta, clock, fault, status, code, taken):
    """Meta's own no is a failure with its code. All else may hide a yes: never a second POST."""
    wire.faults.add(fault)
    message = write(sara)
    outbox.send_waiting()
    clock.pass_by(hours=1)
    outbox.recover()
    assert outbox.send_waiting() == 0
    message.refresh_from_db()
    assert (message.status, message.error_code) == (status, code)
    assert (len(wire.posts), len(meta.accepted)) == (1, taken)


@pytest.mark.parametrize("fault", [Fault.TIMEOUT_AFTER, Fault.RESET_AFTER, Fault.TRUNCATED])
def test_a_status_with_our_uuid_settles_what_was_unknown(sara, wire, meta, clock, fault):
    wire.faults.add(fault)
    message = write(sara)
    outbox.send_waiting()
    clock.pass_by(seconds=3)
    meta.due()
    message.refresh_from_db()
    assert message.status == "delivered"
    assert message.whatsapp_message_id == meta.accepted[0].wamid


def test_a_wrong_token_is_said_with_its_code_and_what_to_do(sara, wire, settings):
    settings.WHATSAPP_ACCESS_TOKEN = "expired"
    message = write(sara)
    outbox.send_waiting()
    message.refresh_from_db()
    assert (message.status, message.error_code) == ("failed", 190)
    assert "token" in message.error_title
    assert advice_on(190) != advice_on(1)
    assert len(wire.posts) == 1


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
    assert waits == [timedelta(seconds=s) for s in (5, 10, 20)]
    assert message.status == "accepted"


def test_after_five_attempts_without_a_connection_it_failed_and_says_so(sara, noura, wire, clock):
    wire.faults.add(*[Fault.CONNECT_TIMEOUT] * 5)
    message = write(sara)
    for _ in range(10):
        outbox.send_waiting()
        clock.pass_by(minutes=5)
    message.refresh_from_db()
    assert (message.status, message.error_code) == ("failed", None)
    assert message.error_title
    assert advice_on(message.error_code)
    assert len(wire.posts) == 5


def test_while_one_conversation_waits_for_a_connection_the_others_are_served(sara, noura, wire, clock):
    wire.faults.add(Fault.CONNECT_TIMEOUT)
    stuck, behind, elsewhere = write(sara, "1"), write(sara, "2"), write(noura, "1")
    outbox.send_waiting()
    for message in (stuck, behind, elsewhere):
        message.refresh_from_db()
    assert [m.status for m in (stuck, behind, elsewhere)] == ["pending", "pending", "accepted"]
    clock.pass_by(seconds=5)
    outbox.send_waiting()
    assert [post["text"]["body"] for post in wire.posts if "to" in post] == ["1", "1", "2"]


def test_a_worker_killed_before_its_second_attempt_leaves_it_to_be_tried_again(sara, wire, clock):
    """The first attempt surely sent nothing, so it says nothing about the second."""
    wire.faults.add(Fault.CONNECT_TIMEOUT)
    message = write(sara)
    outbox.send_waiting()
    clock.pass_by(seconds=5)
    assert outbox.claim_next() == message
    clock.pass_by(seconds=61)
    assert outbox.recover() == 1
    assert outbox.send_waiting() == 1
    message.refresh_from_db()
    assert (message.status, len(wire.posts)) == ("accepted", 2)
