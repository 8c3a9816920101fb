"""Statuses of what we sent: forward only, in any order, and before their message too."""

import uuid
from itertools import permutations
from typing import Any

import pytest

from whatsapp.cloud_api.client import Accepted
from whatsapp.conversations.delivery import Step
from whatsapp.inbound.keep import keep_and_apply
from whatsapp.models import BusinessNumber, Conversation, Message, WaitingStatus, WebhookEvent
from whatsapp.outbound import outbox
from whatsapp.tests.wire import noon, status, told

from .updates import became, take, take_each

pytestmark = pytest.mark.django_db


def hear(*statuses: dict[str, Any]) -> None:
    """Each in a body of its own."""
    for one in statuses:
        keep_and_apply([told(one)])


@pytest.fixture
def ours(conversation: Conversation) -> Message:
    """Accepted by Meta, and no more is known."""
    return Message.objects.create(
        conversation=conversation,
        number=conversation.number,
        direction="outgoing",
        status="accepted",
        whatsapp_message_id="wamid.1",
        uuid=uuid.uuid4(),
        content="أهلا",
        created_at=noon(),
    )


def test_each_status_moves_the_message_and_notes_its_time(ours: Message) -> None:
    for at, word in enumerate(["sent", "delivered", "read", "played"], start=1):
        hear(status("wamid.1", word, at=at))
        ours.refresh_from_db()
        assert ours.status == word
        assert getattr(ours, f"{word}_at") == noon(at)


@pytest.mark.parametrize("order", [*permutations(["sent", "delivered", "read"])])
@pytest.mark.parametrize("together", [False, True])
def test_any_order_ends_the_same(ours: Message, order: tuple[str, ...], together: bool) -> None:
    at = {"sent": 1, "delivered": 2, "read": 3}
    statuses = [status("wamid.1", word, at=at[word]) for word in order]
    if together:
        keep_and_apply([told(*statuses)])
    else:
        hear(*statuses)
    ours.refresh_from_db()
    assert (ours.status, ours.sent_at, ours.delivered_at, ours.read_at) == ("read", noon(1), noon(2), noon(3))


def test_a_late_delivered_never_undoes_read(ours: Message) -> None:
    hear(status("wamid.1", "read", at=3), status("wamid.1", "delivered", at=2))
    ours.refresh_from_db()
    assert (ours.status, ours.delivered_at) == ("read", noon(2))


def test_read_may_come_without_delivered(ours: Message) -> None:
    hear(status("wamid.1", "read", at=3))
    ours.refresh_from_db()
    assert (ours.status, ours.delivered_at) == ("read", None)


@pytest.mark.parametrize("times", [(5, 9), (9, 5)])
def test_a_status_told_twice_keeps_its_first_time(ours: Message, times: tuple[int, int]) -> None:
    hear(*(status("wamid.1", "delivered", at=at) for at in times))
    ours.refresh_from_db()
    assert ours.delivered_at == noon(5)


@pytest.mark.parametrize("before", ["accepted", "sent"])
def test_what_was_accepted_or_sent_can_fail_and_says_why(ours: Message, before: str) -> None:
    Message.objects.update(status=before)
    hear(status("wamid.1", "failed", at=4, code=131026))
    ours.refresh_from_db()
    assert (ours.status, ours.failed_at, ours.error_code) == ("failed", noon(4), 131026)
    assert (ours.error_title, ours.error_details) == ("title 131026", "why 131026")


@pytest.mark.parametrize("reached", ["delivered", "read", "played"])
@pytest.mark.parametrize("failed_last", [False, True])
def test_what_reached_the_customer_did_not_fail(ours: Message, reached: str, failed_last: bool) -> None:
    news = [status("wamid.1", "failed", at=4, code=131026), status("wamid.1", reached, at=5)]
    hear(*(reversed(news) if failed_last else news))
    ours.refresh_from_db()
    assert (ours.status, ours.error_code, ours.error_title) == (reached, None, "")


def test_what_failed_is_not_merely_sent(ours: Message) -> None:
    hear(status("wamid.1", "failed", at=4, code=131047), status("wamid.1", "sent", at=1))
    ours.refresh_from_db()
    assert (ours.status, ours.error_code, ours.sent_at) == ("failed", 131047, noon(1))


def test_a_status_finds_its_message_by_our_uuid_and_brings_the_wamid(ours: Message) -> None:
    Message.objects.update(status="unknown", whatsapp_message_id=None)
    hear(status("wamid.7", "delivered", at=2, biz_opaque_callback_data=str(ours.uuid)))
    ours.refresh_from_db()
    assert (ours.status, ours.whatsapp_message_id) == ("delivered", "wamid.7")
    assert not WaitingStatus.objects.exists()


@pytest.mark.parametrize("data", ["", "not a uuid", str(uuid.UUID(int=0))])
def test_a_callback_data_that_is_not_ours_leaves_the_wamid_to_tell(ours: Message, data: str) -> None:
    hear(status("wamid.1", "read", biz_opaque_callback_data=data))
    ours.refresh_from_db()
    assert ours.status == "read"


def test_by_uuid_and_by_wamid_in_one_body_is_one_message(ours: Message) -> None:
    by_uuid = status("wamid.1", "delivered", at=2, biz_opaque_callback_data=str(ours.uuid))
    keep_and_apply([told(by_uuid, status("wamid.1", "read", at=3))])
    ours.refresh_from_db()
    assert (ours.status, ours.delivered_at, ours.read_at) == ("read", noon(2), noon(3))


def test_the_same_wamid_of_another_number_is_another_message(ours: Message) -> None:
    BusinessNumber.objects.create(phone_number_id="222")
    keep_and_apply([told(status("wamid.1", "read"), phone_number_id="222")])
    ours.refresh_from_db()
    assert ours.status == "accepted"


def test_a_status_moves_nothing_but_the_status(ours: Message) -> None:
    before = Conversation.objects.values().get()
    hear(status("wamid.1", "read"))
    assert Conversation.objects.values().get() == before


def test_a_customers_own_message_has_no_statuses(ours: Message) -> None:
    Message.objects.update(direction="incoming", status="received")
    hear(status("wamid.1", "read"))
    ours.refresh_from_db()
    assert ours.status == "received"
    assert WebhookEvent.objects.get().state == "applied"


def test_a_status_of_a_stranger_waits_and_fails_nothing(ours: Message) -> None:
    """Another app's message, or one from before our time: unknown wamids are normal."""
    body = told(status("wamid.x", "sent"), status("wamid.1", "sent"), status("wamid.x", "sent"))
    keep_and_apply([body, body])
    ours.refresh_from_db()
    assert ours.status == "sent"
    assert list(WaitingStatus.objects.values_list("wamid", "status")) == [("wamid.x", "sent")]
    assert not WebhookEvent.objects.exclude(state="applied").exists()


@pytest.mark.parametrize("together", [True, False])
@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0)])
def test_of_a_stranger_too_the_first_time_its_reason_and_any_price_are_kept(
    ours: Message, order: tuple[int, ...], together: bool
) -> None:
    told = [
        became("wamid.x", "failed", 5, error_code=131026, error_title="first"),
        became("wamid.x", "failed", 9, error_code=131053, error_title="later", price_category="utility"),
        became("wamid.x", "failed", 7, error_code=130472),
    ]
    take(*(told[n] for n in order)) if together else take_each([told[n] for n in order])
    take(became("wamid.x", "failed", 9))
    kept = WaitingStatus.objects.get()
    assert (kept.at, kept.error_code, kept.error_title) == (noon(5), 131026, "first")
    assert kept.price_category == "utility"
    Message.objects.filter(pk=ours.pk).update(whatsapp_message_id="wamid.x")
    take(*(told[n] for n in order)) if together else take_each([told[n] for n in order])
    ours.refresh_from_db()
    assert (ours.status, ours.failed_at, ours.error_code) == ("failed", noon(5), 131026)
    assert (ours.error_title, ours.price_category) == ("first", "utility")


def test_statuses_that_overtook_our_own_note_are_applied_when_it_is_made(ours: Message) -> None:
    Message.objects.update(status="sending", whatsapp_message_id=None)
    hear(status("wamid.1", "read", at=3), status("wamid.1", "sent", at=1), status("wamid.2", "read"))
    ours.refresh_from_db()
    assert ours.status == "sending"
    outbox.settle(ours, Step("accepted", noon(), "wamid.1"), Accepted("wamid.1"))
    ours.refresh_from_db()
    assert (ours.status, ours.sent_at, ours.read_at) == ("read", noon(1), noon(3))
    assert WaitingStatus.objects.get().wamid == "wamid.2"
