"""Words as they are indexed and as they are asked for."""

import pytest

from whatsapp.search.snippets import snippet, words_hit
from whatsapp.search.tokens import asked, asked_of_people, tokens_of


@pytest.mark.parametrize(
    "said", ["سيارة", "السيارة", "والسيارة", "بالسيارة", "كالسيارة", "للسيارة", "فالسيارة", "السَّيَّارةُ"]
)
@pytest.mark.parametrize("typed", ["سيارة", "سياره", "السيارة", "والسيارة", "سيا", "السيا", "سيـارة"])
def test_a_word_is_found_with_and_without_its_article(said: str, typed: str) -> None:
    assert asked(typed).fits(tokens_of(f"أريد {said} غدًا"))


@pytest.mark.parametrize(
    ("said", "typed"),
    [
        ("أحمد", "احمد"),
        ("مدرسة", "مدرسه"),
        ("0551234567", "٠٥٥"),
        ("مسؤول", "مسوول"),
        ("مستشفى", "مستشفي"),
        ("Hello there", "HELLO"),
        ("الله يحفظك", "الله"),
        ("بالونات", "بالون"),
        ("ال", "ال"),
    ],
)
def test_a_word_is_found_however_it_is_spelled(said: str, typed: str) -> None:
    assert asked(typed).fits(tokens_of(said))


@pytest.mark.parametrize(
    ("said", "typed"),
    [
        ("سيارة", "سيارات"),
        ("السلام عليكم", "السلام وعليكم"),  # all of the words
        ("سيارات كثيرة", "سيار كثيرة"),  # only the last one may be just begun
        ("الله", "له"),
        ("كتاب", "ك"),  # of one letter no word is looked for that only begins so
        ("anything", ""),
        ("a_b", "___"),
    ],
)
def test_nothing_else_is_found(said: str, typed: str) -> None:
    question = asked(typed)
    assert not (question and question.fits(tokens_of(said)))


def test_a_number_among_words_is_no_phone_number() -> None:
    assert len(asked_of_people("طلب 5512").terms) == 2
    assert len(asked_of_people("055 12-34").terms) == 1


def test_a_snippet_begins_a_little_before_its_first_hit_and_marks_each() -> None:
    text = "كلمة " * 30 + "عن <b>السَّيّارة</b> الجديدة،\nثم سيارة أخرى " + "كلمة " * 40
    pieces = snippet(text, asked("سيارة"))
    assert [piece.text for piece in pieces if piece.is_hit] == ["السَّيّارة", "سيارة"]
    shown = "".join(piece.text for piece in pieces)
    assert shown.startswith("…كلمة")
    assert shown.endswith("…")
    assert "<b>السَّيّارة</b> الجديدة، ثم" in shown, "escaping is for who draws it"
    assert shown.index("السَّيّارة") < 45
    assert len(shown) < 150
    assert words_hit(text, asked("سيارة")) == ["السَّيّارة", "سيارة"]
