"""From the pending row to the second blue tick, with the simulator as Meta."""

import pytest
from django.utils import timezone

from whatsapp.models import Contact, Conversation, Message, WaitingStatus
from whatsapp.outbound import outbox
from whatsapp.outbound.compose import WindowClosed

from .conftest import NOON, all_together_after, at_once, chat_of, write

pytestmark = pytest.mark.django_db


def status_of(message: Message) -> str:
    message.refresh_from_db()
    return message.status


def test_the_ticks_follow_the_message_to_the_customers_eyes(sara, meta, clock):
    message = write(sara)
    assert outbox.send_waiting() == 1
    assert status_of(message) == "accepted"
    assert message.whatsapp_message_id == meta.accepted[0].wamid
    seen = []
    for _ in range(30):
        clock.pass_by(seconds=0.1)
        meta.due()
        seen.append(status_of(message))
    meta.customer_reads(meta.customer_of(sara.contact.bsuid))
    meta.due()
    assert list(dict.fromkeys([*seen, status_of(message)])) == ["accepted", "sent", "delivered", "read"]
    assert NOON <= message.sent_at <= message.delivered_at <= message.read_at
    assert outbox.send_waiting() == 0


def test_a_phone_is_written_with_its_plus_and_the_message_carries_our_uuid(sara, wire):
    message = write(sara, "أهلاً")
    outbox.send_waiting()
    assert wire.posts == [
        {
            "messaging_product": "whatsapp",
            "recipient_type": "individual",
            "to": "+966501234567",
            "type": "text",
            "text": {"body": "أهلاً", "preview_url": True},
            "biz_opaque_callback_data": str(message.uuid),
        }
    ]


def test_a_customer_without_a_phone_is_reached_by_bsuid(noura, wire, meta, clock):
    message = write(noura)
    outbox.send_waiting()
    assert wire.posts[0]["recipient"] == noura.contact.bsuid
    assert "to" not in wire.posts[0]
    clock.pass_by(seconds=3)
    meta.due()
    assert status_of(message) == "delivered"


def test_the_phone_goes_before_the_wa_id_and_that_before_the_bsuid(sara, wire):
    Contact.objects.filter(pk=sara.contact_id).update(phone=None, wa_id="966501234567")
    write(sara)
    outbox.send_waiting()
    assert (wire.posts[0]["to"], "recipient" in wire.posts[0]) == ("+966501234567", False)


def test_a_quote_travels_as_context(sara, wire, meta):
    asked = sara.messages.get(direction="incoming").whatsapp_message_id
    write(sara, quoted_wamid=asked)
    outbox.send_waiting()
    assert wire.posts[0]["context"] == {"message_id": asked}
    assert meta.lines[meta.accepted[0].wamid].quotes == asked


def test_a_status_that_overtakes_the_answer_is_not_lost(sara, wire, meta, clock):
    """Meta tells `sent` and `delivered` while our POST still waits for its 200."""
    message = write(sara)
    wire.meanwhile = lambda: (clock.pass_by(seconds=3), meta.due())
    outbox.send_waiting()
    assert status_of(message) == "delivered"
    assert message.whatsapp_message_id == meta.accepted[0].wamid
    assert message.claimed_until is None


def test_nor_is_one_that_does_not_carry_our_uuid(sara, wire, meta, clock):
    """Its wamid is unknown until the 200 comes: it waits for that."""
    message = write(sara)

    def tell() -> None:
        meta.lines[meta.accepted[0].wamid].tracker = None
        clock.pass_by(seconds=3)
        meta.due()
        assert {waiting.status for waiting in WaitingStatus.objects.all()} == {"sent", "delivered"}

    wire.meanwhile = tell
    outbox.send_waiting()
    assert status_of(message) == "delivered"
    assert not WaitingStatus.objects.exists()


def test_what_meta_takes_and_then_drops_is_failed_with_its_reason(sara, meta, clock):
    """We thought the window open; Meta's 131047 is the truth."""
    meta.customer_of(sara.contact.bsuid).wrote_at = None
    clock.pass_by(minutes=1)
    message = write(sara)
    outbox.send_waiting()
    assert status_of(message) == "accepted"
    clock.pass_by(seconds=3)
    meta.due()
    assert status_of(message) == "failed"
    assert message.error_code == 131047
    assert message.error_title
    assert message.error_details
    assert message.failed_at is not None
    sara.refresh_from_db()
    assert not sara.window_is_open(timezone.now())
    with pytest.raises(WindowClosed):
        write(sara)


@pytest.mark.parametrize("later", [0.1, 0.25])
def test_a_customer_who_wrote_between_the_attempt_and_the_refusal_keeps_the_window_open(
    sara, meta, clock, later
):
    """Even in the very second of the attempt: Meta tells no fractions."""
    customer = meta.customer_of(sara.contact.bsuid)
    customer.wrote_at = None
    clock.pass_by(minutes=1, seconds=0.8)
    message = write(sara)
    outbox.send_waiting()
    clock.pass_by(seconds=later)
    meta.customer_writes(customer, "هل من أحد؟")
    meta.due()
    assert status_of(message) == "accepted"
    clock.pass_by(seconds=3)
    meta.due()
    assert status_of(message) == "failed"
    sara.refresh_from_db()
    assert sara.window_is_open(timezone.now())


def test_within_a_conversation_the_order_of_writing_is_the_order_of_sending(sara, noura, wire):
    for text in ("1", "2", "3"):
        write(sara, text)
        write(noura, text)
    outbox.send_waiting()
    for key in ("to", "recipient"):
        assert [post["text"]["body"] for post in wire.posts if key in post] == ["1", "2", "3"]


def test_nothing_is_sent_while_an_earlier_message_of_the_conversation_is_on_its_way(sara, noura):
    first, _second, elsewhere = write(sara, "1"), write(sara, "2"), write(noura, "1")
    assert outbox.claim_next() == first
    assert outbox.claim_next() == elsewhere
    assert outbox.claim_next() is None


@pytest.mark.django_db(transaction=True)
def test_of_several_workers_one_gets_the_message(sara):
    """All of them see it pending; the first UPDATE wins, the others find nothing left."""
    message = write(sara)
    everyone = all_together_after("NOT EXISTS", 3)
    claimed = at_once(*[everyone(outbox.claim_next)] * 3)
    assert sorted(claimed, key=str, reverse=True)[0] == message
    assert claimed.count(None) == 2


@pytest.mark.django_db(transaction=True)
def test_several_workers_send_everything_once_and_in_order(meta, wire):
    chats = [chat_of(meta, f"عميل {n}", phone=f"+96650123456{n}") for n in range(4)]
    for text in ("1", "2", "3"):
        for chat in chats:
            write(chat, text)
    assert sum(at_once(*[outbox.send_waiting] * 3)) == 12
    for chat in chats:
        sent = [p["text"]["body"] for p in wire.posts if p["to"] == f"+{chat.customer_phone}"]
        assert sent == ["1", "2", "3"]
    assert set(Message.objects.filter(direction="outgoing").values_list("status", flat=True)) == {"accepted"}


def test_a_worker_killed_before_its_attempt_leaves_a_message_that_is_sent_later(sara, wire, clock):
    message = write(sara)
    assert outbox.claim_next() == message
    assert outbox.recover() == 0, "the claim still holds"
    clock.pass_by(seconds=61)
    assert outbox.recover() == 1
    assert outbox.send_waiting() == 1
    assert status_of(message) == "accepted"
    assert len(wire.posts) == 1


def test_a_worker_killed_in_its_attempt_leaves_a_message_that_nobody_sends_again(sara, wire, clock):
    message = write(sara)
    wire.meanwhile = _die
    with pytest.raises(KeyboardInterrupt):
        outbox.send_waiting()
    assert status_of(message) == "sending"
    clock.pass_by(seconds=61)
    assert outbox.recover() == 1
    assert status_of(message) == "unknown"
    assert outbox.send_waiting() == outbox.recover() == 0
    assert len(wire.posts) == 1


def test_a_message_left_unknown_does_not_hold_up_the_next(sara, wire, clock):
    write(sara, "1")
    wire.meanwhile = _die
    with pytest.raises(KeyboardInterrupt):
        outbox.send_waiting()
    second = write(sara, "2")
    assert outbox.send_waiting() == 0, "the first may still be on its way"
    clock.pass_by(seconds=61)
    outbox.recover()
    wire.meanwhile = lambda: None
    assert outbox.send_waiting() == 1
    assert status_of(second) == "accepted"


def _die() -> None:
    raise KeyboardInterrupt


def test_a_status_that_comes_before_recovery_keeps_the_message_from_becoming_unknown(sara, wire, meta, clock):
    message = write(sara)
    wire.meanwhile = _die
    with pytest.raises(KeyboardInterrupt):
        outbox.send_waiting()
    clock.pass_by(seconds=61)
    meta.due()
    assert status_of(message) == "delivered"
    assert outbox.recover() == 0
    assert status_of(message) == "delivered"


def test_the_preview_stays_what_it_was_when_sending_fails(sara, meta, clock):
    meta.customer_of(sara.contact.bsuid).wrote_at = None
    write(sara, "آخر كلمة")
    outbox.send_waiting()
    clock.pass_by(seconds=3)
    meta.due()
    assert Conversation.objects.get(pk=sara.pk).last_message == "آخر كلمة"
