import pytest

from whatsapp.cloud_api.blocking import user, why_not
from whatsapp.models import AuditEntry, Conversation, Message
from whatsapp.outbound import outbox
from whatsapp.outbound.again import send_again
from whatsapp.outbound.blocking import NotDone, block, unblock
from whatsapp.outbound.compose import CustomerBlocked
from whatsapp.simulator import blocking as simulated
from whatsapp.simulator.transport import Fault

from .conftest import write

pytestmark = pytest.mark.django_db


def test_a_blocked_customer_is_not_heard_and_is_sent_nothing(meta, sara, noura, manager):
    for chat in (sara, noura):
        phone = meta.customer_of(chat.contact.bsuid)
        block(chat, by=manager)
        chat.refresh_from_db()
        assert (phone.blocked, chat.blocked_at is not None) == (True, True)
        meta.customer_writes(phone, "?")
        assert meta.due() == 0
        with pytest.raises(CustomerBlocked):
            write(chat)
        unblock(chat, by=manager)
        chat.refresh_from_db()
        assert (phone.blocked, chat.blocked_at) == (False, None)
        meta.customer_writes(phone, "again")
        assert meta.due() == 1
    assert (
        list(AuditEntry.objects.values_list("verb", "by"))
        == [("blocked", manager.pk), ("unblocked", manager.pk)] * 2
    )


def test_twice_is_once(meta, sara, manager):
    block(sara, by=manager)
    at = Conversation.objects.get(pk=sara.pk).blocked_at
    block(sara, by=manager)
    assert Conversation.objects.get(pk=sara.pk).blocked_at == at
    assert AuditEntry.objects.count() == 1


def test_what_was_on_its_way_fails_in_words_and_is_not_sent_again(wire, sara, manager):
    message = write(sara)
    block(sara, by=manager)
    outbox.send_waiting()
    message.refresh_from_db()
    assert (message.status, message.error_code) == ("failed", 131026)
    with pytest.raises(CustomerBlocked):
        send_again(message, by=manager)


def test_who_did_not_write_lately_can_not_be_blocked_by_our_clock_or_by_metas(
    meta, wire, sara, manager, clock
):
    meta.customer_of(sara.contact.bsuid).wrote_at = 0
    with pytest.raises(NotDone, match="آخر 24 ساعة"):
        block(sara, by=manager)
    clock.pass_by(hours=25)
    with pytest.raises(NotDone, match="آخر 24 ساعة"):
        block(sara, by=manager)
    assert len(wire.posts) == 1
    assert not AuditEntry.objects.exists()
    assert Conversation.objects.filter(blocked_at=None).count() == 1


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (Fault.TIMEOUT_AFTER, "لا ضرر من التكرار"),
        (Fault.CONNECT_TIMEOUT, "تعذّر الوصول"),
        (Fault.SERVER_ERROR, "فأخبر"),
        (Fault.RATE_LIMITED, "انتظر دقيقة"),
    ],
)
def test_a_failure_changes_nothing_here_and_says_what_to_do(wire, sara, manager, fault, words):
    wire.faults.add(fault)
    with pytest.raises(NotDone) as refused:
        block(sara, by=manager)
    assert words in str(refused.value)
    assert Conversation.objects.get(pk=sara.pk).blocked_at is None
    block(sara, by=manager)
    assert Conversation.objects.get(pk=sara.pk).blocked_at is not None


def test_a_full_list_is_said_in_words(meta, sara, manager, monkeypatch):
    monkeypatch.setattr(simulated, "MOST_BLOCKED", 0)
    with pytest.raises(NotDone, match="64000"):
        block(sara, by=manager)


def test_the_answer_is_read_whatever_it_looks_like():
    for odd in ({}, {"block_users": None}, {"block_users": {"failed_users": [{"errors": [{"code": "x"}]}]}}):
        assert why_not(odd) is None
    assert why_not({"block_users": {"failed_users": [{"errors": [{"code": "131047"}]}]}}) == 131047
    with pytest.raises(ValueError):
        user(phone=None, bsuid=None)
    assert Message.objects.count() == 0
