"""Bodies that are broken in one place, in every place, or altogether: `parse` says so, and never fails."""

import json
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from whatsapp.cloud_api.notifications import IncomingMessage, NotUnderstood, Unreadable, Update, parse
from whatsapp.tests import wire
from whatsapp.tests.conftest import PAYLOADS, payload

WABA = "102290129340398"

COLUMNS = {
    column: longest
    for longest, columns in {
        20: ("phone",),
        32: ("wa_id", "waba_id"),
        40: ("type", "price_category", "price_type"),
        60: ("field",),
        64: ("username", "emoji"),
        80: ("event",),
        100: ("media_mime_type",),
        140: ("bsuid", "parent_bsuid"),
        200: ("name", "subject"),
        255: ("wamid", "quoted_wamid", "target_wamid"),
        300: ("error_title",),
    }.items()
    for column in columns
}
"""What the columns take that an update goes to. PostgreSQL refuses one character more."""


def parse_value(value: Any, field: str = "messages") -> list[Update]:
    return parse(wire.encode(wire.envelope(value, field=field)))


def reasons(updates: list[Update]) -> list[str]:
    return [update.reason for update in updates if isinstance(update, NotUnderstood)]


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
    {"metadata": wire.METADATA, "errors": [{"code": "no number"}]},
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
    message, broken = parse_value(value)
    assert broken == NotUnderstood("statuses that are no list")
    assert isinstance(message, IncomingMessage)


def test_another_field_is_reported_by_its_name_and_nothing_else() -> None:
    assert reasons(parse(payload("field_invented_tomorrow"))) == ["field holograms"]
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


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(), max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


BODIES = {name: json.loads(payload(name)) for name in ("text_arabic", "status_failed", "image", "from_an_ad")}


def places(value: Any, *above: Any) -> Iterator[tuple[Any, ...]]:
    """The way to every place in the value, itself included."""
    yield above
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in inside:
        yield from places(inner, *above, key)


def put(value: Any, place: tuple[Any, ...], new: Any) -> Any:
    """The value with something else in that place."""
    if not place:
        return new
    changed = value.copy()
    changed[place[0]] = put(value[place[0]], place[1:], new)
    return changed


PLACES = [(name, place) for name, body in BODIES.items() for place in places(body)]


@settings(max_examples=80, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.sampled_from(PLACES), JSON)
@example(
    ("image", ()),
    {"entry": [{"changes": [{"field": "messages", "value": {"metadata": {"phone_number_id": "1"}}}]}]},
)
def test_json_in_any_place_is_read_or_unreadable(place: tuple[str, tuple[Any, ...]], new: Any) -> None:
    name, way = place
    try:
        updates = parse(json.dumps(put(BODIES[name], way, new)).encode())
    except Unreadable:
        return
    for update in updates:
        # PostgreSQL takes neither of these; both would fail much later, and take their neighbours along.
        written = json.dumps(getattr(update, "payload", {}), ensure_ascii=False, allow_nan=False)
        written.encode()
        assert "\\u0000" not in written


WRONG: list[Any] = [
    *(None, True, 0, -1, 1.5, 2**40, 10**400, "", "x", "7", "٧", "x" * 400, "7" * 400),
    *([], [None], [[]], ["x"], {}, {"x": {}}, {"type": []}),
]


def faults(value: Any) -> Iterator[Any]:
    """The value with one place in it wrong or missing: every place, and every wrong."""
    yield from WRONG
    if isinstance(value, dict):
        for key, inner in value.items():
            yield {name: other for name, other in value.items() if name != key}
            yield from ({**value, key: fault} for fault in faults(inner))
    if isinstance(value, list):
        for place, inner in enumerate(value[:2]):
            yield from ([*value[:place], fault, *value[place + 1 :]] for fault in faults(inner))


@cache
def columns_of(kind: type) -> list[tuple[str, int]]:
    names = {field.name for field in fields(kind)} if is_dataclass(kind) else set()
    return [(column, longest) for column, longest in COLUMNS.items() if column in names]


def assert_storable(updates: list[Update]) -> None:
    for update in updates:
        people = (getattr(update, who, None) for who in ("sender", "customer", "before", "after"))
        for thing in (update, *people):
            for column, longest in columns_of(type(thing)):
                assert len(getattr(thing, column) or "") <= longest, (column, thing)


CHANGES = {
    path.stem: json.loads(path.read_bytes())["entry"][0]["changes"][0]
    for path in sorted(PAYLOADS.glob("*.json"))
}


@pytest.mark.parametrize("name", CHANGES)
def test_any_one_place_may_be_wrong_in_any_body(name: str) -> None:
    field, value = CHANGES[name]["field"], CHANGES[name]["value"]
    changes = [{"field": field, "value": fault} for fault in faults(value)]
    assert_storable(parse(wire.encode({"entry": [{"id": WABA, "changes": changes}]})))


def shapes(value: Any) -> Any:
    """The value with any of its keys missing, and any of its values wrong."""
    if isinstance(value, dict):
        inner = {key: shapes(item) for key, item in value.items()}
        return st.fixed_dictionaries({}, optional=inner) | st.sampled_from(WRONG)
    if isinstance(value, list) and value:
        return st.lists(st.one_of([shapes(item) for item in value[:3]]), max_size=2)
    return st.just(value) | st.sampled_from(WRONG)


SHAPES = cache(lambda name: shapes(CHANGES[name]))


@settings(max_examples=80, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(
    st.sampled_from(sorted(CHANGES)).flatmap(SHAPES),
    st.sampled_from([WABA, *WRONG]),
    st.sampled_from([wire.NOON, str(wire.NOON), *WRONG]),
)
def test_any_places_may_be_wrong_at_once(change: Any, entry_id: Any, time: Any) -> None:
    assert_storable(parse(wire.encode({"entry": [{"id": entry_id, "time": time, "changes": [change]}]})))
