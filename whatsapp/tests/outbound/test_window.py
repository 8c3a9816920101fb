"""The 24 hours, looked at again when a message's turn comes."""

import pytest

from whatsapp.models import BusinessNumber, Conversation, Message
from whatsapp.outbound import outbox

from .conftest import NOON, write

pytestmark = pytest.mark.django_db


def test_a_message_that_waited_past_the_window_fails_without_asking_meta(sara, wire, clock):
    """The number was stopped for a day; what was written meanwhile is too late now."""
    late = write(sara)
    BusinessNumber.objects.update(waits_until=NOON.replace(day=24, hour=13))
    assert outbox.send_waiting() == 0
    clock.pass_by(hours=25)
    assert outbox.send_waiting() == 1
    late.refresh_from_db()
    assert (late.status, late.error_code, late.attempts) == ("failed", 131047, 0)
    assert late.error_title
    assert late.failed_at is not None
    assert wire.posts == []


def test_it_goes_out_when_the_customer_has_written_meanwhile(sara, wire, clock):
    write(sara)
    clock.pass_by(hours=25)
    Conversation.objects.filter(pk=sara.pk).update(last_inbound_at=NOON.replace(hour=22))
    outbox.send_waiting()
    assert len(wire.posts) == 1


def test_what_comes_too_late_does_not_hold_up_the_rest(sara, noura, wire, clock):
    write(sara, "too late")
    write(sara, "too late as well")
    clock.pass_by(hours=25)
    Conversation.objects.filter(pk=noura.pk).update(last_inbound_at=NOON.replace(hour=22))
    noura.refresh_from_db()
    write(noura, "in time")
    assert outbox.send_waiting() == 3
    assert [post["text"]["body"] for post in wire.posts] == ["in time"]


def test_a_template_needs_no_window(sara, wire, clock, monkeypatch):
    message = write(sara)
    Message.objects.filter(pk=message.pk).update(message_type="template")
    clock.pass_by(hours=25)
    outbox.send_waiting()
    assert len(wire.posts) == 1
