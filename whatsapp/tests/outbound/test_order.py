"""Order within a conversation, whoever sends; and nobody waits for somebody else's conversation."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from whatsapp.models import Message
from whatsapp.outbound import outbox

from .conftest import all_together_after, at_once, write

pytestmark = pytest.mark.django_db


@pytest.mark.django_db(transaction=True)
def test_two_workers_that_saw_the_same_queue_keep_the_order_of_a_conversation(sara, noura):
    """Both have read that message 1 is next. One gets it; the other may take nothing of this conversation, not
    even after the first has sent it and gone: what it read is old, and only the UPDATE decides."""
    first, second, elsewhere = write(sara, "1"), write(sara, "2"), write(noura, "1")
    both = all_together_after("NOT EXISTS", 2)
    claimed = at_once(*[both(outbox.claim_next)] * 2)
    assert {message.pk for message in claimed} == {first.pk, elsewhere.pk}
    assert outbox.claim_next() is None
    outbox.deliver(next(message for message in claimed if message.pk == elsewhere.pk))
    assert outbox.claim_next() is None, "the first of the other conversation is still on its way"
    second.refresh_from_db()
    assert second.status == "pending"


def test_a_message_that_waits_holds_its_own_conversation_and_no_other(sara, noura, wire):
    stuck = write(sara, "0")
    for n in range(12):  # more than a worker looks at in one go
        write(sara, str(n + 1))
    Message.objects.filter(pk=stuck.pk).update(next_attempt_at=timezone.now() + timedelta(minutes=1))
    free = write(noura, "free")
    assert outbox.send_waiting() == 1
    assert [post["text"]["body"] for post in wire.posts] == ["free"]
    free.refresh_from_db()
    assert free.status == "accepted"


def test_a_conversation_goes_on_in_order_when_its_first_message_may_go(sara, wire, clock):
    stuck = write(sara, "1")
    write(sara, "2")
    Message.objects.filter(pk=stuck.pk).update(next_attempt_at=timezone.now() + timedelta(minutes=1))
    clock.pass_by(seconds=61)
    assert outbox.send_waiting() == 2
    assert [post["text"]["body"] for post in wire.posts] == ["1", "2"]


def test_a_worker_that_slept_beyond_its_lease_sends_nothing(sara, wire, clock):
    """The machine was suspended between the claim and the POST; another worker has sent it since."""
    write(sara)
    sleeper = outbox.claim_next()
    clock.pass_by(seconds=61)
    outbox.recover()
    assert outbox.send_waiting() == 1
    outbox.deliver(sleeper)
    assert len(wire.posts) == 1
    sleeper.refresh_from_db()
    assert (sleeper.status, sleeper.attempts) == ("accepted", 1)


def test_nor_does_it_when_another_has_it_in_hand(sara, wire, clock):
    write(sara)
    sleeper = outbox.claim_next()
    clock.pass_by(seconds=61)
    outbox.recover()
    awake = outbox.claim_next()
    outbox.deliver(sleeper)
    assert wire.posts == []
    outbox.deliver(awake)
    assert len(wire.posts) == 1


def test_the_queue_is_read_through_its_own_small_indexes(sara):
    """Not through all messages that were ever written."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")
        plan = outbox.due(timezone.now()).explain()
    indexes = {"messages_pending", "messages_being_sent", "pending_of_a_thread"}
    used = {name for name in re.findall(r"\w+", plan) if "pending_of" in name or name.startswith("messages_")}
    if connection.vendor == "postgresql":
        # It may find what is pending by either of two; an empty table gives it no reason to prefer one.
        assert "Seq Scan on whatsapp_messages" not in plan
        assert used <= indexes
    else:
        assert used == indexes
