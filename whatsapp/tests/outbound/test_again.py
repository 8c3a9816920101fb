import pytest

from whatsapp.models import AuditEntry, Conversation, Message
from whatsapp.outbound import outbox
from whatsapp.outbound.again import NotToBeSentAgain, may_be_sent_again, send_again
from whatsapp.outbound.compose import WindowClosed
from whatsapp.simulator.transport import Fault

from .conftest import write

pytestmark = pytest.mark.django_db


@pytest.fixture
def failed(sara, wire) -> Message:
    wire.faults.add(Fault.SERVER_ERROR)
    message = write(sara, "Hello")
    outbox.send_waiting()
    message.refresh_from_db()
    assert message.status == "failed"
    return message


def test_a_failed_message_is_sent_again_in_its_own_row(failed, wire, meta, clock, agent):
    name = failed.uuid
    clock.pass_by(minutes=5)
    send_again(failed, by=agent)
    outbox.send_waiting()
    clock.pass_by(seconds=5)
    meta.due()
    message = Message.objects.get(direction="outgoing")
    assert (message.pk, message.status, message.error_code) == (failed.pk, "delivered", None)
    assert message.uuid != name
    assert [accepted.body["text"]["body"] for accepted in meta.accepted] == ["Hello"]
    assert AuditEntry.objects.get().by == agent


def test_it_moves_to_the_end_of_the_thread(failed, clock, agent, sara):
    later = write(sara, "later")
    clock.pass_by(minutes=1)
    send_again(failed, by=agent)
    thread = Message.objects.filter(direction="outgoing").order_by("created_at")
    assert [m.pk for m in thread] == [later.pk, failed.pk]
    assert Conversation.objects.get(pk=sara.pk).last_message == "Hello"


def test_what_is_unknown_is_asked_about_after_ten_minutes_and_not_before(sara, wire, clock, agent):
    wire.faults.add(Fault.TIMEOUT_BEFORE)
    message = write(sara)
    outbox.send_waiting()
    message.refresh_from_db()
    clock.pass_by(minutes=9)
    assert not may_be_sent_again(message)
    with pytest.raises(NotToBeSentAgain):
        send_again(message, by=agent)
    clock.pass_by(minutes=1)
    send_again(message, by=agent)
    outbox.send_waiting()
    message.refresh_from_db()
    assert message.status == "accepted"


def test_two_agents_send_it_again_once(failed, wire, agent, manager):
    send_again(failed, by=agent)
    with pytest.raises(NotToBeSentAgain):
        send_again(failed, by=manager)


def test_nothing_is_sent_again_into_a_closed_window(failed, clock, agent):
    clock.pass_by(hours=25)
    with pytest.raises(WindowClosed):
        send_again(failed, by=agent)
    failed.refresh_from_db()
    assert failed.status == "failed"


def test_what_arrived_is_not_sent_again(sara, wire, agent):
    message = write(sara)
    outbox.send_waiting()
    with pytest.raises(NotToBeSentAgain):
        send_again(message, by=agent)
