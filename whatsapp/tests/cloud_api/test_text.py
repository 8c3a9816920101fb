import pytest
from hypothesis import given
from hypothesis import strategies as st

from whatsapp.cloud_api.text import storable


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("مرحبا", "مرحبا"),
        ("a\x00b\x00", "ab"),
        ("👋🏽 👨‍👩‍👧", "👋🏽 👨‍👩‍👧"),
        ("\ud83d\udc4b", "👋"),  # a pair that came as two halves
        ("\ud83d", "\ufffd"),
        ("\udc4b", "\ufffd"),  # noqa: PT014 (the other half)
        ("\ud83dمرحبا", "\ufffdمرحبا"),
        ("a\udc4b\ud83d b", "a\ufffd\ufffd b"),
        ("\ud83d\x00\udc4b", "👋"),
    ],
)
def test_nul_and_lone_halves_go_all_else_stays(typed: str, kept: str) -> None:
    assert storable(typed) == kept


def test_keys_and_depths_are_cleaned_too() -> None:
    assert storable({"a\x00": [{"b": "\x00"}, 1, None, True, 2.5]}) == {"a": [{"b": ""}, 1, None, True, 2.5]}


@given(st.text(st.characters()))
def test_whatever_is_typed_can_be_stored(typed: str) -> None:
    kept = storable(typed)
    kept.encode()
    assert "\x00" not in kept
    assert storable(kept) == kept
