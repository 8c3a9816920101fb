"""Bytes that are no JSON, or hold what no database stores: read as far as they can be, or refused with a reason."""

import json
import math
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from whatsapp.cloud_api.notifications import IncomingMessage, Unreadable, parse
from whatsapp.tests import wire


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


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (rb"\ud83d\udc4b", "👋"),
        (rb"\uD83D\uDC4B", "👋"),
        (rb"\ud83d\ud83d\udc4b", "\ufffd👋"),
        (rb"\udc4b\ud83d\udc4b", "\ufffd👋"),
        (rb"\ud83d\udc4b\ud83d", "👋\ufffd"),
        (rb"\\ud83d\udc4b", "\\ud83d\ufffd"),  # a backslash, and words that look like the half of a pair
        (rb"\ud55c", "\ud55c"),  # a Korean letter, no half of anything
    ],
)
def test_escapes_are_pairs_or_halves(written: bytes, read: str) -> None:
    (message,) = parse(wire.told(wire.text("wamid.1", "HERE")).replace(b"HERE", written))
    assert isinstance(message, IncomingMessage)
    assert message.text == read


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


@settings(max_examples=50)
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
