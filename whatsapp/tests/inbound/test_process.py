"""What could not be applied is kept, and tried again item by item: the good is applied, the bad is parked."""

import logging

import pytest

from whatsapp.inbound.keep import keep_and_apply
from whatsapp.inbound.process import process, process_waiting
from whatsapp.models import BusinessNumber, Conversation, Message, WebhookEvent
from whatsapp.tests.wire import Json, encode, message, status, text, told

pytestmark = pytest.mark.django_db


def states() -> list[str]:
    return list(WebhookEvent.objects.order_by("pk").values_list("state", flat=True))


def incoming() -> int:
    return Message.objects.filter(direction="incoming").count()


def test_a_group_that_fails_is_kept_whole_and_waits(poison: Json) -> None:
    bodies = [told(text("wamid.1")), told(poison), told(text("wamid.2"))]
    applied = keep_and_apply(bodies)
    assert applied.new_message_ids == []
    assert states() == ["waiting"] * 3
    assert [bytes(event.body) for event in WebhookEvent.objects.order_by("pk")] == bodies
    assert incoming() == 0


def test_the_waiting_are_applied_alone_and_the_bad_one_is_parked(poison: Json) -> None:
    keep_and_apply([told(text("wamid.1")), told(poison), told(text("wamid.2", at=1))])
    assert process_waiting() == 3
    assert states() == ["applied", "parked", "applied"]
    assert incoming() == Conversation.objects.get().unread_count == 2
    bad = WebhookEvent.objects.get(state="parked")
    assert (bad.reason, bad.attempts) == ("StatusUpdate could not be applied: IntegrityError", 1)
    assert bad.applied_at is not None
    assert process_waiting() == 0


def test_999_of_1000_updates_in_one_body_survive_a_bad_one(poison: Json) -> None:
    updates = [text(f"wamid.{n}", at=n) for n in range(999)]
    keep_and_apply([told(*updates[:500], poison, *updates[500:])])
    assert process_waiting() == 1
    assert states() == ["parked"]
    assert incoming() == Conversation.objects.get().unread_count == 999


def test_what_was_unreadable_in_a_waiting_body_is_still_said(poison: Json) -> None:
    keep_and_apply([told(message("wamid.1", "reaction", {"emoji": "👍"}), poison, text("wamid.2"))])
    process_waiting()
    reasons = WebhookEvent.objects.get().reason.split("; ")
    assert reasons == [
        "a reaction without a usable message_id or emoji",
        "StatusUpdate could not be applied: IntegrityError",
    ]
    assert incoming() == 1


@pytest.mark.parametrize("depth", [100, 900, 960, 2_000, 50_000])
def test_a_body_of_any_depth_is_stored_or_parked_and_its_neighbours_are_stored(
    number: BusinessNumber, depth: int
) -> None:
    deep = told(message("wamid.deep", "hologram", "HERE"))
    keep_and_apply([told(text("wamid.1")), deep.replace(b'"HERE"', b"[" * depth + b"]" * depth)])
    process_waiting()
    stored = set(Message.objects.values_list("whatsapp_message_id", flat=True))
    parked = WebhookEvent.objects.filter(state="parked").count()
    assert "wamid.1" in stored
    assert len(stored) + parked == WebhookEvent.objects.count() == 2


def test_a_number_that_becomes_ours_gets_its_messages_by_a_replay(number: BusinessNumber) -> None:
    keep_and_apply([told(text("wamid.1"), phone_number_id="222")])
    event = WebhookEvent.objects.get()
    process(event)
    assert (event.state, event.reason) == ("parked", "unknown business number 222")
    second = BusinessNumber.objects.create(phone_number_id="222")
    process(event)
    event.refresh_from_db()
    assert (event.state, event.reason, event.attempts) == ("applied", "", 3)
    assert Message.objects.get().number == second
    assert Conversation.objects.get().unread_count == 1


def test_a_replay_of_what_was_applied_changes_nothing(number: BusinessNumber) -> None:
    keep_and_apply([told(text("wamid.1"), status("wamid.x", "read"))])
    before = Conversation.objects.values().get()
    process(WebhookEvent.objects.get())
    assert Conversation.objects.values().get() == before
    assert Message.objects.count() == 1


@pytest.mark.parametrize(
    "body",
    [b"hello", b"", b"\x00\xff", b"null", b"[]", b"{}", b'{"entry":7}', b'{"entry":[7]}', b"[" * 50_000],
)
def test_what_is_no_envelope_is_parked_with_a_reason_and_kept_as_it_came(
    number: BusinessNumber, body: bytes
) -> None:
    keep_and_apply([told(text("wamid.1")), body])
    assert states() == ["applied", "parked"]
    parked = WebhookEvent.objects.get(state="parked")
    assert bytes(parked.body) == body
    assert parked.reason
    assert incoming() == 1


def test_no_reason_and_no_log_line_says_what_a_customer_wrote(
    poison: Json, caplog: pytest.LogCaptureFixture
) -> None:
    secret = "رقم بطاقتي"
    with caplog.at_level(logging.DEBUG):
        keep_and_apply([told(text("wamid.1", secret), poison)])
        keep_and_apply([encode({"entry": [{"changes": [{"field": secret, "value": {}}]}]})])
        keep_and_apply([told(status("wamid.1", secret)), secret.encode()])
        process_waiting()
    assert "waiting" not in states()
    said = caplog.text + " ".join(WebhookEvent.objects.values_list("reason", flat=True))
    assert secret not in said
