"""Definitions as Meta tells them, in whatever shape, and what of them cannot be filled here."""

import pytest

from whatsapp.message_templates.definition import read
from whatsapp.message_templates.form import fields_of
from whatsapp.message_templates.wording import why_not

from .parts import BODY, CAROUSEL, LINK, NAMED, ONE, buttons, header


def test_examples_come_along_in_whatever_shape_they_are_told() -> None:
    shapes = [{"body_text": [["سارة"]]}, {"body_text": ["سارة"]}, {}, [], None, {"body_text": 7}]
    found = [fields_of(read([ONE | {"example": shape}]))[0].example for shape in shapes]
    assert found == ["سارة", "سارة", "", "", "", ""]
    assert [field.example for field in fields_of(read([NAMED]))] == ["سارة", ""]
    assert fields_of(read([BODY, buttons(LINK)]))[0].example == "10482"


def test_no_shape_of_components_stops_the_reading() -> None:
    odd = [
        None,
        7,
        "x",
        {},
        [None],
        [{"type": 7}],
        [{"type": "BUTTONS", "buttons": [None, 3]}],
        [{"type": "BODY"}],
    ]
    assert all(read(components).body.text == "" for components in odd)
    assert read([{"type": "CAROUSEL"}, BODY]).not_filled_here == ["CAROUSEL"]
    assert read([BODY, buttons({"type": "MPM"})]).not_filled_here == ["MPM"]
    goods = {"components": [header("PRODUCT"), buttons({"type": "SPM", "text": "View"})]}
    assert read([BODY, {"type": "CAROUSEL", "cards": [goods, goods]}]).not_filled_here == ["SPM", "PRODUCT"]
    assert read([header("GIF"), BODY]).not_filled_here == ["GIF"]
    assert read([BODY, CAROUSEL]).not_filled_here == []
    odd_cards = [None, 7, {}, {"components": 3}, {"components": [None, {"type": "BUTTONS", "buttons": [3]}]}]
    assert len(read([{"type": "CAROUSEL", "cards": odd_cards}]).cards) == 5


@pytest.mark.parametrize("kind", ["MPM", "ORDER_DETAILS", "TELEPORT_WITH_PARAMETERS"])
def test_why_it_can_not_be_sent_is_said_in_a_sentence(kind: str) -> None:
    assert why_not([kind]).endswith(".")
    assert why_not([]) == ""
