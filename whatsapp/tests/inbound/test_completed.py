"""What comes once more and says more: the file of an imported placeholder, the end of a call."""

import pytest

from whatsapp.inbound.keep import keep_and_apply
from whatsapp.models import BusinessNumber, Conversation, Message, WebhookEvent
from whatsapp.tests.conftest import payload
from whatsapp.tests.wire import AMAL, noon

from .updates import echo, edits, hangs_up, rings, says, take, take_each

pytestmark = pytest.mark.django_db


def chat() -> Conversation:
    return Conversation.objects.get()


@pytest.mark.parametrize(
    "bodies", [["chunk", "media"], ["media", "chunk"], ["media", "chunk", "media", "chunk"]]
)
def test_a_file_of_the_history_takes_the_place_of_its_placeholder(
    number: BusinessNumber, bodies: list[str]
) -> None:
    for name in bodies:
        keep_and_apply([payload(f"history_{name}")])
    photo = Message.objects.get(whatsapp_message_id="wamid.PAST3=")
    assert (photo.message_type, photo.content, photo.media_mime_type) == ("image", "هذا", "image/jpeg")
    assert (photo.payload["image"]["id"], photo.origin) == ("1003383421387256", "history")
    assert (chat().unread_count, chat().last_inbound_at, chat().messages.count()) == (0, None, 4)
    assert set(WebhookEvent.objects.values_list("state", flat=True)) == {"applied"}


@pytest.mark.parametrize("order", [(0, 1), (1, 0), (0, 1, 0)])
def test_the_list_shows_the_file_too_and_the_caption_that_it_was_given_since(
    number: BusinessNumber, order: tuple[int, ...]
) -> None:
    told = [
        echo("wamid.1", at=5, text="", type="media_placeholder", is_history=True),
        echo("wamid.1", at=5, text="offer", type="image", is_history=True),
    ]
    take_each([told[n] for n in order])
    assert (chat().last_message, chat().last_message_type, chat().last_message_at) == (
        *("offer", "image"), noon(5),
    )  # fmt: skip
    take(edits("wamid.e", "wamid.1", "new offer", at=6, is_ours=True))
    take(told[0], told[1])
    assert (chat().last_message, Message.objects.get().original_content) == ("new offer", "offer")


def test_a_placeholder_that_comes_live_as_a_file_counts_as_one_that_was_written_now(
    number: BusinessNumber,
) -> None:
    take(says("wamid.1", at=5, text="", type="media_placeholder", is_history=True))
    take(says("wamid.1", at=5, text="", type="image", media_mime_type="image/jpeg"))
    assert (chat().unread_count, chat().last_inbound_at, chat().last_message_type) == (1, noon(5), "image")


@pytest.mark.parametrize("order", [(0, 1), (1, 0), (0, 1, 0, 1)])
def test_a_call_is_one_unread_bubble_that_says_how_it_ended(
    number: BusinessNumber, order: tuple[int, ...]
) -> None:
    told = [rings("wacid.1", 10), hangs_up("wacid.1", 15, 40, AMAL, "0:25", duration=25)]
    take_each([told[n] for n in order])
    call = Message.objects.get()
    assert (call.payload["event"], call.content, call.created_at) == ("terminate", "0:25", noon(10))
    assert (chat().unread_count, chat().last_message, chat().last_message_at) == (1, "0:25", noon(10))
    assert chat().last_inbound_at == noon(15)


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_the_end_of_a_call_says_more_than_its_beginning_whatever_the_clocks_say(
    number: BusinessNumber, order: tuple[int, ...]
) -> None:
    told = [rings("wacid.1", 10), hangs_up("wacid.1", 9, 9, status="FAILED")]
    take_each([told[n] for n in order])
    assert Message.objects.get().payload["status"] == "FAILED"


def test_the_session_of_a_call_stays_in_the_event_and_reaches_no_message(number: BusinessNumber) -> None:
    body = payload("call")
    assert b"sdp" in body
    keep_and_apply([body])
    assert "sdp" not in str(Message.objects.get().payload)
    assert bytes(WebhookEvent.objects.get().body) == body
    keep_and_apply([payload("call_answered")])
    call = Message.objects.get()
    assert (call.content, call.payload["duration"], call.created_at) == ("3:05", 185, noon())
    assert "session" not in call.payload
