import uuid

import pytest

from whatsapp.cloud_api.limits import MAX_TEXT
from whatsapp.conversations.listing import list_messages
from whatsapp.models import Conversation, Message
from whatsapp.models.conversations import PREVIEW_LENGTH
from whatsapp.outbound.compose import InvalidMessage, WindowClosed, send_text

from .conftest import NOON, all_together_after, at_once, write

pytestmark = pytest.mark.django_db


def test_what_is_written_is_in_the_thread_before_anything_is_on_the_wire(sara, agent, wire):
    message, new = send_text(sara, "أهلاً بك", by=agent)
    assert new
    assert list_messages(sara).rows[0] == message
    assert (message.status, message.direction, message.content) == ("pending", "outgoing", "أهلاً بك")
    assert message.sent_by == agent
    assert message.created_at == NOON
    assert isinstance(message.uuid, uuid.UUID)
    assert wire.posts == []


def test_the_list_of_conversations_shows_it_as_the_latest(sara, clock):
    clock.pass_by(minutes=5)
    message = write(sara, "ك" * (PREVIEW_LENGTH + 1))
    kept = Conversation.objects.get(pk=sara.pk)
    assert kept.last_message == "ك" * PREVIEW_LENGTH
    assert (kept.last_message_type, kept.last_message_direction) == ("text", "outgoing")
    assert kept.last_message_at == message.created_at
    assert kept.updated_at == message.created_at


def test_answering_neither_reads_nor_reopens_the_window(sara):
    before = (sara.unread_count, sara.last_inbound_at)
    write(sara)
    sara.refresh_from_db()
    assert (sara.unread_count, sara.last_inbound_at) == before == (1, NOON)


@pytest.mark.parametrize("nothing", ["", "   ", "\n\t\u00a0", "\x00"])
def test_an_empty_message_is_refused(sara, nothing):
    with pytest.raises(InvalidMessage):
        write(sara, nothing)
    assert not Message.objects.filter(direction="outgoing").exists()


def test_a_text_may_be_as_long_as_meta_takes_it_and_no_longer(sara):
    assert len(write(sara, "ط" * MAX_TEXT).content) == MAX_TEXT == 4096
    with pytest.raises(InvalidMessage, match="4096"):
        write(sara, "ط" * (MAX_TEXT + 1))
    assert sara.messages.filter(direction="outgoing").count() == 1


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  مرحباً\n", "مرحباً"),
        ("a\x00b", "ab"),
        ("half \ud83d of a smile", "half \ufffd of a smile"),
        ("\ud83d\ude42", "🙂"),
    ],
)
def test_what_no_database_stores_is_taken_out_and_the_rest_is_sent(sara, wire, typed, kept):
    assert write(sara, typed).content == kept


@pytest.mark.parametrize(("hours", "minutes", "is_open"), [(23, 59, True), (24, 0, False)])
def test_the_window_closes_24_hours_after_the_customer_wrote(sara, clock, hours, minutes, is_open):
    clock.pass_by(hours=hours, minutes=minutes)
    if is_open:
        assert write(sara).status == "pending"
    else:
        with pytest.raises(WindowClosed):
            write(sara)
        assert not sara.messages.filter(direction="outgoing").exists()


def test_to_a_customer_who_never_wrote_the_window_is_closed(conversation):
    conversation.last_inbound_at = None
    with pytest.raises(WindowClosed):
        write(conversation)


def test_a_second_click_gives_the_same_message(sara):
    first, new = send_text(sara, "مرة", by=None, client_id="click-1")
    again, again_new = send_text(sara, "مرة", by=None, client_id="click-1")
    assert (again, new, again_new) == (first, True, False)
    assert sara.messages.filter(direction="outgoing").count() == 1


def test_a_second_click_is_the_same_message_even_when_the_window_closed_meanwhile(sara, clock):
    first = write(sara, client_id="click-1")
    clock.pass_by(hours=25)
    assert write(sara, client_id="click-1") == first


def test_two_conversations_may_use_the_same_client_id(sara, noura):
    assert write(sara, client_id="1") != write(noura, client_id="1")


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_the_same_moment_write_one_message(sara):
    """Both look, both find nothing, both insert: the database lets one of them."""
    both = all_together_after("client_id", 2)
    click = both(lambda: send_text(Conversation.objects.get(pk=sara.pk), "مرة", by=None, client_id="click-1"))
    (first, first_new), (second, second_new) = at_once(click, click)
    assert first == second
    assert {first_new, second_new} == {True, False}
    assert sara.messages.filter(direction="outgoing").count() == 1
