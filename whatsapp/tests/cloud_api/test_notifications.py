"""One body in, every update out, each read whole."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from whatsapp.cloud_api.notifications import (
    IncomingMessage,
    NotUnderstood,
    StatusUpdate,
    Update,
    parse,
)
from whatsapp.tests import wire
from whatsapp.tests.conftest import payload


def parse_value(value: Any, field: str = "messages") -> list[Update]:
    return parse(wire.encode(wire.envelope(value, field=field)))


def parse_message(**changes: Any) -> Update:
    """Amal's text with these keys changed; None takes a key away."""
    update = wire.text("wamid.1")
    update["message"] = {k: v for k, v in {**update["message"], **changes}.items() if v is not None}
    (parsed,) = parse(wire.told(update))
    return parsed


def parse_status(**changes: Any) -> Update:
    news = {k: v for k, v in {**wire.status("wamid.1", "sent")["status"], **changes}.items() if v is not None}
    (parsed,) = parse(wire.told({"status": news}))
    return parsed


def test_every_entry_change_and_item_comes_out_in_order() -> None:
    updates = parse(payload("several_of_everything"))
    kinds = [type(update).__name__[0] for update in updates]
    assert "".join(kinds) == "III" + "SSS" + "SSS" + "III"
    assert [u.text for u in updates if isinstance(u, IncomingMessage)] == [
        f"رسالة {change}-{item}" for change in (1, 4) for item in range(3)
    ]


def test_a_value_with_messages_and_statuses_gives_both() -> None:
    message, status = parse(payload("messages_and_statuses_together"))
    assert isinstance(message, IncomingMessage)
    assert isinstance(status, StatusUpdate)


def test_a_text_is_read_whole() -> None:
    (message,) = parse(payload("text_arabic"))
    assert isinstance(message, IncomingMessage)
    assert message.phone_number_id == "106540352242922"
    assert message.type == "text"
    assert message.text == "مرحبا 👋🏽 اكتبوا لي على amal@example.com/طلب"
    assert message.at == datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
    sender = message.sender
    assert (sender.bsuid, sender.wa_id, sender.phone) == ("SA.1001", "966551234567", "966551234567")
    assert (sender.name, sender.username) == ("أمل", "")
    assert message.payload == {}


@pytest.mark.parametrize(
    ("name", "identities"),
    [
        ("text_username_without_phone", ("EG.1349X", None, None)),
        ("text_username_empty_wa_id", ("EG.1350Y", None, None)),
        ("text_before_bsuids", (None, "201001234567", "201001234567")),
        ("text_without_contacts", (None, None, "966551234567")),
    ],
)
def test_a_sender_has_the_identities_that_came_and_no_others(
    name: str, identities: tuple[str | None]
) -> None:
    (message,) = parse(payload(name))
    assert isinstance(message, IncomingMessage)
    assert (message.sender.bsuid, message.sender.wa_id, message.sender.phone) == identities


def test_messages_find_their_contact_by_identity_not_by_place() -> None:
    saad, amal = wire.text("wamid.1", by=wire.SAAD), wire.text("wamid.2", by=wire.AMAL)
    value = {
        **wire.value(saad),
        "contacts": [amal["contact"], saad["contact"]],
        "messages": [saad["message"], amal["message"]],
    }
    updates = parse_value(value)
    assert [u.sender.name for u in updates if isinstance(u, IncomingMessage)] == ["سعد", "أمل"]


def test_only_a_bare_text_goes_without_its_original() -> None:
    """What the columns don't hold has to be in the payload, or it is nowhere the inbox can look."""
    assert parse_message().payload == {}  # type: ignore[union-attr]
    for more in (
        {"context": {"id": "wamid.0"}},
        {"referral": {"source_id": "1"}},
        {"errors": [{"code": 1}]},
        {"invented_tomorrow": True},
        {"text": "no object"},
        {"text": {"body": "مرحبا", "invented_tomorrow": 1}},
    ):
        update = parse_message(**more)
        assert isinstance(update, IncomingMessage)
        assert update.payload["id"] == "wamid.1", more


def test_a_status_is_read_whole() -> None:
    update = parse_status(biz_opaque_callback_data="our-uuid")
    assert update == StatusUpdate(
        "106540352242922", "wamid.1", "sent", datetime(2026, 11, 2, 9, 0, tzinfo=UTC), "our-uuid"
    )


@pytest.mark.parametrize("name", ["status_failed", "status_failed_code_as_text"])
def test_a_failure_brings_its_code_as_a_number(name: str) -> None:
    (update,) = parse(payload(name))
    assert isinstance(update, StatusUpdate)
    assert (update.status, update.error_code, update.error_title) == (
        *("failed", 131026),
        "Message undeliverable",
    )


@pytest.mark.parametrize(
    ("changes", "kept"),
    [
        ({"errors": [{"code": 1, "message": "only this"}]}, (1, "only this", "")),
        ({"errors": [{"code": "x", "title": 7, "error_data": "a string"}]}, (None, "", "a string")),
        ({"errors": [{"code": 10**40}]}, (None, "", "")),
        ({"errors": [{"title": "ط" * 400}]}, (None, "ط" * 300, "")),
        ({"errors": "broken"}, (None, "", "")),
        ({"errors": [None]}, (None, "", "")),
        ({"errors": []}, (None, "", "")),
    ],
)
def test_a_failure_of_any_shape_is_a_failure(changes: wire.Json, kept: tuple[Any, ...]) -> None:
    update = parse_status(status="failed", **changes)
    assert isinstance(update, StatusUpdate)
    assert (update.error_code, update.error_title, update.error_details) == kept


@pytest.mark.parametrize(
    "changes",
    [
        *[{"id": value} for value in (None, "", 7, ["wamid.1"], "w" * 256)],
        *[{"type": value} for value in (None, "", 7, "t" * 41)],
        *[{"timestamp": v} for v in (None, "", "soon", "-1", "0", 0, True, [], {}, "9" * 30, "9" * 5000)],
        {"from": None, "from_user_id": None},
    ],
)
def test_a_message_without_what_it_needs_is_not_understood(changes: wire.Json) -> None:
    update = wire.text("wamid.1")
    update["contact"] = {}
    update["message"] = {k: v for k, v in {**update["message"], **changes}.items() if v is not None}
    (parsed,) = parse(wire.told(update))
    assert isinstance(parsed, NotUnderstood)


@pytest.mark.parametrize("seconds", [2**31 - 1, 2**31, 2**32 + 1])
@pytest.mark.parametrize("written", [str, int])
def test_2038_is_a_year_like_any_other(seconds: int, written: Callable[[int], Any]) -> None:
    assert parse_message(timestamp=written(seconds)).at == datetime.fromtimestamp(seconds, UTC)  # type: ignore[union-attr]


@pytest.mark.parametrize("stamp", [str(wire.NOON), wire.NOON, float(wire.NOON)])
def test_a_timestamp_may_be_text_or_a_number(stamp: Any) -> None:
    assert parse_message(timestamp=stamp).at == datetime(2026, 11, 2, 9, 0, tzinfo=UTC)  # type: ignore[union-attr]


@pytest.mark.parametrize("kind", ["reaction", "edit", "revoke"])
def test_a_change_to_no_message_is_not_understood(kind: str) -> None:
    assert isinstance(parse_message(type=kind), NotUnderstood)


@pytest.mark.parametrize(
    "changes", [{"id": ""}, {"id": None}, {"status": "screenshotted"}, {"status": 7}, {"timestamp": None}]
)
def test_a_status_without_what_it_needs_is_not_understood(changes: wire.Json) -> None:
    assert isinstance(parse_status(**changes), NotUnderstood)
