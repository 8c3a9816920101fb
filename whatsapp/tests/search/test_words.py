"""One spelling for what people write in many."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whatsapp.search.words import normal, words_of


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("أُريدُ مَوْعِدًا في الساعةِ ٣", "اريد موعدا في الساعه 3"),
        ("أحمد", "احمد"),
        ("إسلام", "اسلام"),
        ("آمال", "امال"),
        ("مدرسة", "مدرسه"),
        ("منى", "مني"),
        ("هدیه", "هديه"),
        ("مسؤول", "مسوول"),
        ("رائد", "رايد"),
        ("محـــمد", "محمد"),
        ("٠٥٥", "055"),
        ("۰۵۵", "055"),
        ("Straße", "STRASSE"),
        ("ﻻ", "لا"),  # one glyph of two letters, as some old phones send it
        ("café", "cafe\u0301"),
    ],
)
def test_two_spellings_of_the_same_are_one(one: str, other: str) -> None:
    assert normal(one) == normal(other)


@pytest.mark.parametrize(
    ("one", "other"), [("كتب", "كتاب"), ("علم", "عالم"), ("resume", "résumé"), ("5", "55")]
)
def test_different_words_stay_different(one: str, other: str) -> None:
    assert normal(one) != normal(other)


def test_words_are_parted_by_whatever_is_no_letter_or_digit() -> None:
    assert words_of("طلب رقم: ١٢-أ، شكرًا!") == ["طلب", "رقم", "12", "ا", "شكرا"]
    assert words_of("…") == []


@given(st.text(st.characters() | st.sampled_from("اأىةe\u0301\u0654\u0640\u064bﻻ")))
def test_the_one_spelling_is_final(text: str) -> None:
    assert normal(normal(text)) == normal(text)
