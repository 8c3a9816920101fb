"""Carousels and offers of a limited time: each of Meta's limits is told here, and kept by the simulator too."""

from dataclasses import replace

import pytest

from whatsapp.cloud_api.errors import Refused
from whatsapp.message_templates import account
from whatsapp.message_templates.definition import definition_of, read
from whatsapp.message_templates.draft import Draft, can_be_written_here, draft_of
from whatsapp.message_templates.draft_parts import DraftButton, DraftCard, DraftCarousel, DraftOffer
from whatsapp.message_templates.rules import faults_of
from whatsapp.tests.message_templates.rows import stored

HANDLE = "4::sample"
ASK, CALL = DraftButton("QUICK_REPLY", "لدي سؤال"), DraftButton("PHONE_NUMBER", "اتصل", "+966110001948")
LINK = DraftButton("URL", "اطلبها", "https://n.example/b/{{1}}", "https://n.example/b/7")
CODE = DraftButton("COPY_CODE", value="NAKHEEL25")
CARD = DraftCard(HANDLE, "علبة سكّري فاخر، {{1}} ريالاً.", ["120"], [ASK, LINK])
CAROUSEL = Draft(
    *("boxes", "ar", "MARKETING"),
    body="علب الهدايا الجديدة وصلت يا {{1}}، اختر ما يناسبك.",
    examples=["سارة"],
    carousel=DraftCarousel("IMAGE", [CARD, CARD]),
)
OFFER = Draft(
    *("sale", "ar", "MARKETING", "IMAGE"),
    header_handle=HANDLE,
    body="خصم خاص لك يا {{1}} على كل التمور هذا اليوم.",
    examples=["سارة"],
    offer=DraftOffer("عرض اليوم", ends=True),
    buttons=[CODE, LINK],
)


def cards(*some: DraftCard, format: str = "IMAGE") -> Draft:
    return replace(CAROUSEL, carousel=DraftCarousel(format, some))


def first(**changes: object) -> Draft:
    return cards(replace(CARD, **changes), CARD)


def both(**changes: object) -> Draft:
    return cards(replace(CARD, **changes), replace(CARD, **changes))


GOOD = (
    CAROUSEL,
    cards(*[CARD] * 10, format="VIDEO"),
    both(body="", examples=[]),
    both(buttons=[CALL]),
    both(buttons=[LINK, replace(LINK, text="أهدِها")]),
    replace(both(body="علبة فاخرة، {{price}} ريالاً."), body="وصلت العلب يا {{name}}، اختر ما يناسبك."),
    OFFER,
    replace(OFFER, header_format="", header_handle=""),
    replace(OFFER, offer=DraftOffer("عرض اليوم"), buttons=[LINK]),
    replace(OFFER, body="ب" * 600, examples=[]),
)
WRONG = {
    "category": [replace(CAROUSEL, category="UTILITY"), replace(OFFER, category="UTILITY")],
    "footer": [replace(CAROUSEL, footer="متجر نخيل"), replace(OFFER, footer="متجر نخيل")],
    "header": [
        replace(OFFER, header_format="TEXT", header_text="عرض"),
        replace(OFFER, header_format="DOCUMENT"),
        replace(OFFER, header_format="LOCATION"),
        replace(OFFER, header_handle=""),
    ],
    "offer": [
        *(replace(OFFER, offer=DraftOffer(text, ends=True)) for text in ("", "ع" * 17, "يا {{1}}")),
        replace(OFFER, carousel=CAROUSEL.carousel),
    ],
    "body": [replace(OFFER, body="ب" * 601), replace(CAROUSEL, body="")],
    "buttons": [
        replace(OFFER, buttons=some)
        for some in ([], [CODE], [LINK], [LINK, CODE], [CODE, LINK, ASK], [CODE, LINK, CALL])
    ],
    "cards": [
        cards(),
        cards(CARD),
        cards(*[CARD] * 11),
        cards(CARD, CARD, format="DOCUMENT"),
        cards(CARD, CARD, format=""),
        replace(CAROUSEL, header_format="LOCATION"),
        replace(CAROUSEL, buttons=[ASK]),
        first(body="", examples=[]),
        first(buttons=[ASK]),
        first(buttons=[LINK, ASK]),
        both(handle=""),
        both(body="ب" * 161, examples=[]),
        both(body="{{1}} ريالاً ثمن العلبة"),
        both(body="علبة بسعر {{1}} ريالاً.", examples=[]),
        both(buttons=[]),
        both(buttons=[ASK, LINK, CALL]),
        both(buttons=[CODE]),
        both(buttons=[replace(ASK, text="س" * 26)]),
        both(buttons=[replace(LINK, value="n.example")]),
        both(buttons=[replace(LINK, example="")]),
    ],
}


@pytest.fixture
def submitted(meta, number):
    """Hands a draft in, past our own rules."""
    meta.handles.add(HANDLE)
    return lambda draft, name: account.create(number.waba_id, draft.as_json() | {"name": name})


def test_what_is_good_here_meta_takes(submitted) -> None:
    for n, draft in enumerate(GOOD):
        assert faults_of(draft.as_json()) == [], draft
        assert submitted(draft, f"good_{n}")["status"] == "PENDING"


@pytest.mark.parametrize("part", WRONG)
def test_each_limit_is_told_at_its_part_and_meta_would_have_refused_it(submitted, part) -> None:
    for n, draft in enumerate(WRONG[part]):
        faults = faults_of(draft.as_json())
        assert part in {fault.part for fault in faults}, draft
        assert all(fault.words for fault in faults)
        with pytest.raises(Refused):
            submitted(draft, f"wrong_{n}")


def test_what_is_wrong_on_one_card_names_that_card() -> None:
    [fault] = faults_of(cards(CARD, replace(CARD, body="ب" * 161, examples=[])).as_json())
    assert (fault.part, fault.card) == ("cards", 1)


def test_what_is_there_can_be_written_again_as_it_was(number) -> None:
    for name in ("gift_boxes", "flash_sale"):
        template = stored(number, name)
        assert can_be_written_here(definition_of(template))
        was, again = definition_of(template), read(draft_of(template).components)
        assert (again.cards, again.offer, again.body) == (was.cards, was.offer, was.body)
        assert [b.type for b in again.buttons] == [b.type for b in was.buttons]
    moving = [{"type": "HEADER", "format": "GIF"}, {"type": "BODY", "text": "x"}]
    assert not can_be_written_here(read(moving))
    odd = stored(number, "gift_boxes").components
    odd[1]["cards"][0]["components"][0]["format"] = "VIDEO"
    assert not can_be_written_here(definition_of(stored(number, "gift_boxes", components=odd)))
