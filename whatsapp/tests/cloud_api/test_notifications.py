"""One body in, every update out; nothing in it makes `parse` fail but what is no envelope at all."""

import json
import math
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from whatsapp.cloud_api.notifications import (
    IncomingMessage,
    NotUnderstood,
    StatusUpdate,
    Unreadable,
    Update,
    parse,
)
from whatsapp.tests import wire
from whatsapp.tests.conftest import payload

ENTRY = {"id": "1", "changes": []}


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


def reasons(updates: list[Update]) -> list[str]:
    return [update.reason for update in updates if isinstance(update, NotUnderstood)]


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


@pytest.mark.parametrize("stamp", [str(wire.NOON), wire.NOON, float(wire.NOON)])
def test_a_timestamp_may_be_text_or_a_number(stamp: Any) -> None:
    assert parse_message(timestamp=stamp).at == datetime(2026, 11, 2, 9, 0, tzinfo=UTC)  # type: ignore[union-attr]


@pytest.mark.parametrize("kind", ["reaction", "edit", "revoke", "system"])
def test_what_is_no_bubble_is_reported_by_its_name(kind: str) -> None:
    assert parse_message(type=kind) == NotUnderstood(f"message of type {kind}")


@pytest.mark.parametrize(
    "changes", [{"id": ""}, {"id": None}, {"status": "screenshotted"}, {"status": 7}, {"timestamp": None}]
)
def test_a_status_without_what_it_needs_is_not_understood(changes: wire.Json) -> None:
    assert isinstance(parse_status(**changes), NotUnderstood)


BROKEN_ENTRIES = [None, 7, "entry", [], {}, {"changes": None}, {"changes": {}}]
BROKEN_CHANGES = [None, 7, {}, {"value": []}, {"field": "messages"}, {"field": [], "value": {}}]
BROKEN_VALUES = [
    {},
    {"metadata": None},
    {"metadata": {"phone_number_id": 7}},
    {"metadata": wire.METADATA},
    {"metadata": wire.METADATA, "messages": "hello"},
    {"metadata": wire.METADATA, "messages": {"0": {}}},
    {"metadata": wire.METADATA, "messages": [], "statuses": []},
    {"metadata": wire.METADATA, "statuses": 7},
    {"metadata": wire.METADATA, "messages": [None]},
    {"metadata": wire.METADATA, "messages": [[]]},
    {"metadata": wire.METADATA, "statuses": ["sent"]},
    {"metadata": wire.METADATA, "errors": [{"code": 130429}]},
    {"metadata": wire.METADATA, "invented_tomorrow": [{}]},
]


@pytest.mark.parametrize(
    "entry",
    [
        *BROKEN_ENTRIES,
        *[{"changes": [change]} for change in BROKEN_CHANGES],
        *[{"changes": [{"field": "messages", "value": value}]} for value in BROKEN_VALUES],
    ],
)
def test_a_broken_place_is_named_and_its_neighbours_are_read(entry: Any) -> None:
    good = wire.envelope(wire.value(wire.text("wamid.1")))["entry"]
    updates = parse(wire.encode({"entry": [*good, entry, *good]}))
    before, broken, after = updates
    assert isinstance(before, IncomingMessage)
    assert isinstance(broken, NotUnderstood)
    assert isinstance(after, IncomingMessage)


def test_a_half_broken_value_says_so_beside_what_it_brings() -> None:
    value = {**wire.value(wire.text("wamid.1")), "statuses": "broken"}
    broken, message = parse_value(value)
    assert broken == NotUnderstood("statuses that are no list")
    assert isinstance(message, IncomingMessage)


def test_another_field_is_reported_by_its_name_and_nothing_else() -> None:
    assert reasons(parse(payload("template_approved"))) == ["field message_template_status_update"]
    assert reasons(parse_value({}, field="سر العميل!")) == ["field (unreadable)"]


@pytest.mark.parametrize(
    "contact",
    [None, 7, [], {}, {"wa_id": 7}, {"profile": None}, {"profile": {"name": ["x"]}}, {"wa_id": "x" * 99}],
)
def test_a_contact_of_any_shape_loses_no_message(contact: Any) -> None:
    update = {**wire.text("wamid.1"), "contact": contact}
    (message,) = parse(wire.told(update))
    assert isinstance(message, IncomingMessage)
    assert message.sender.phone == wire.AMAL.phone


def test_what_no_database_stores_is_taken_out_while_reading() -> None:
    body = wire.told(wire.text("wamid.1", "a\x00b \ud83d \ud83d\udc4b"))
    assert b"\\u0000" in body
    (message,) = parse(body)
    assert isinstance(message, IncomingMessage)
    assert message.text == "ab \ufffd 👋"


def test_halves_and_pairs_are_told_apart_in_raw_utf8_too() -> None:
    escaped = wire.told(wire.text("wamid.1", "HERE"))
    (message,) = parse(escaped.replace(b"HERE", b"\xed\xa0\xbd " + "👋 عربي".encode()))
    assert isinstance(message, IncomingMessage)
    assert message.text == "\ufffd 👋 عربي"


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e999", "-1e999"])
def test_a_number_that_json_does_not_know_is_none(number: str) -> None:
    body = wire.told(wire.message("wamid.1", "location", {"latitude": "HERE"}))
    (message,) = parse(body.replace(b'"HERE"', number.encode()))
    assert isinstance(message, IncomingMessage)
    assert message.payload["location"]["latitude"] is None


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"hello",
        b"{",
        b'{"entry":[]',
        b"\xff\xfe",
        b"\x00",
        b"null",
        b"7",
        b'"entry"',
        b"[]",
        b"{}",
        b'{"entry":null}',
        b'{"entry":{"0":{}}}',
        b'{"entry":[' + b"9" * 5000 + b"]}",
        b'{"entry":' + b"[" * 100_000 + b"]" * 100_000 + b"}",
    ],
)
def test_what_is_no_envelope_is_unreadable_with_a_reason(body: bytes) -> None:
    with pytest.raises(Unreadable, match=r"\w+"):
        parse(body)


@pytest.mark.parametrize("depth", [100, 400, 900, 2_000, 20_000])
@pytest.mark.parametrize("text", [b"x", rb"\u0000"])
def test_any_depth_is_read_or_refused_never_an_accident(depth: int, text: bytes) -> None:
    deep = b"[" * depth + b'"' + text + b'"' + b"]" * depth
    body = wire.told(wire.message("wamid.1", "hologram", "HERE")).replace(b'"HERE"', deep)
    try:
        (message,) = parse(body)
    except Unreadable:
        return
    assert isinstance(message, IncomingMessage)
    json.dumps(message.payload)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(), max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


def mutations(value: Any) -> Any:
    """The value with any one place in it replaced by any JSON."""
    if isinstance(value, dict) and value:
        inside = st.sampled_from(sorted(value)).flatmap(
            lambda key: mutations(value[key]).map(lambda new: {**value, key: new})
        )
        return JSON | inside
    if isinstance(value, list) and value:
        return JSON | mutations(value[0]).map(lambda new: [new, *value[1:]])
    return JSON


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(
    st.sampled_from(["text_arabic", "status_failed", "image", "from_an_ad"]).flatmap(
        lambda name: mutations(json.loads(payload(name)))
    )
)
@example({"entry": [{"changes": [{"field": "messages", "value": {"metadata": {"phone_number_id": "1"}}}]}]})
def test_json_of_any_shape_is_read_or_unreadable(body: Any) -> None:
    try:
        updates = parse(json.dumps(body).encode())
    except Unreadable:
        return
    for update in updates:
        # PostgreSQL takes neither of these; both would fail much later, and take their neighbours along.
        written = json.dumps(getattr(update, "payload", {}), ensure_ascii=False, allow_nan=False)
        written.encode()
        assert "\\u0000" not in written


@settings(max_examples=100)
@given(st.binary(max_size=200) | st.text().map(lambda text: json.dumps({"entry": text}).encode()))
def test_bytes_of_any_kind_are_read_or_unreadable(body: bytes) -> None:
    with suppress(Unreadable):
        assert isinstance(parse(body), list)


@settings(max_examples=50)
@given(st.floats(allow_nan=True))
def test_a_coordinate_is_finite_or_none(number: float) -> None:
    (message,) = parse(
        json.dumps(
            wire.envelope(wire.value(wire.message("wamid.1", "location", {"latitude": number})))
        ).encode()
    )
    assert isinstance(message, IncomingMessage)
    kept = message.payload["location"]["latitude"]
    assert kept is None or math.isfinite(kept)
