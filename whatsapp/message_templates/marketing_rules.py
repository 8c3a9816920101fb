"""What Meta would refuse in a carousel and in an offer of a limited time, beside what holds for every template."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from whatsapp.cloud_api.limits import (
    MAX_CARD_BUTTONS,
    MAX_OFFER,
    MAX_OFFER_BODY,
    MAX_TEMPLATE_CARD,
    MAX_TEMPLATE_CARDS,
    MIN_TEMPLATE_CARDS,
)

from .button_rules import in_buttons
from .definition import Card, Definition, Offer
from .text_rules import BRACES, in_body

PICTURES = ("IMAGE", "VIDEO")
ON_CARDS = frozenset({"QUICK_REPLY", "URL", "PHONE_NUMBER"})
BESIDE_AN_OFFER = frozenset({"COPY_CODE", "URL"})


def in_shape(definition: Definition, category: str) -> Iterator[tuple[str, str]]:
    """(part, what is wrong): which parts an offer, or cards, can stand with."""
    if not definition.offer and not definition.has_cards:
        return
    if category != "MARKETING":
        yield (
            "category",
            _("Only templates of the category Marketing have cards or a limited-time offer."),
        )
    if definition.offer and definition.has_cards:
        yield "offer", _("Cards and a limited-time offer can't stand in one template.")
    if definition.footer:
        yield "footer", _("There is no last line beside cards or a limited-time offer.")
    if definition.offer:
        yield from _beside_an_offer(definition, definition.offer)
    elif definition.header or definition.buttons:
        yield (
            "cards",
            _("Beside cards there is a text and nothing else: no heading, and no buttons but theirs."),
        )


def in_offer(offer: Offer) -> Iterator[str]:
    if not offer.text.strip():
        yield _("Write the offer in a few words.")
    if len(offer.text) > MAX_OFFER:
        yield _("%(limit)d characters at most.") % {"limit": MAX_OFFER}
    if BRACES.search(offer.text):
        yield _("The words of an offer can't have variables.")


def in_cards(cards: tuple[Card, ...]) -> Iterator[str]:
    """What is wrong with them together: Meta wants all of them alike."""
    if not MIN_TEMPLATE_CARDS <= len(cards) <= MAX_TEMPLATE_CARDS:
        limits = {"least": MIN_TEMPLATE_CARDS, "most": MAX_TEMPLATE_CARDS}
        yield _("There are %(least)d cards at least and %(most)d at most.") % limits
    if len({card.header.format if card.header else "" for card in cards}) > 1:
        yield _("Photos on all cards, or videos on all.")
    if len({bool(card.body.text.strip()) for card in cards}) > 1:
        yield _("Words on all cards, or on none.")
    if len({tuple(button.type for button in card.buttons) for card in cards}) > 1:
        yield _("All cards have the same kinds of buttons, in the same order.")


def in_card(card: Card, has_sample: bool) -> Iterator[str]:
    if card.header is None or card.header.format not in PICTURES:
        yield _("On a card stands a photo or a video.")
    elif not has_sample:
        yield _("Choose a sample file: Meta looks at it when it reviews the template.")
    if card.body.text.strip():
        yield from in_body(card.body, MAX_TEMPLATE_CARD)
    if not 1 <= len(card.buttons) <= MAX_CARD_BUTTONS:
        yield _("A card has one button or two.")
    if any(button.type not in ON_CARDS for button in card.buttons):
        yield _("Buttons of a card answer, open a link or call a number.")
    yield from in_buttons(card.buttons)


def _beside_an_offer(definition: Definition, offer: Offer) -> Iterator[tuple[str, str]]:
    if definition.header and definition.header.format not in PICTURES:
        yield "header", _("Over a limited-time offer stands a photo, a video or nothing.")
    if len(definition.body.text) > MAX_OFFER_BODY:
        yield (
            "body",
            _("Beside a limited-time offer: %(limit)d characters at most.") % {"limit": MAX_OFFER_BODY},
        )
    kinds = [button.type for button in definition.buttons]
    if "URL" not in kinds:
        yield "buttons", _("A limited-time offer needs a button that opens a link.")
    if offer.ends and "COPY_CODE" not in kinds:
        yield (
            "buttons",
            _("Where the phone counts the time down there has to be a button that copies a code."),
        )
    if "COPY_CODE" in kinds[1:]:
        yield "buttons", _("The button that copies the code comes first.")
    if not BESIDE_AN_OFFER.issuperset(kinds) or kinds.count("URL") > 1:
        yield "buttons", _("Beside an offer stand one button that copies a code and one that opens a link.")
