"""Carousels and offers of a limited time, as a review never gets to see them: which parts they stand with."""

from __future__ import annotations

from typing import Any

from whatsapp.simulator.refusals import Refusal

Part = dict[str, Any]

FEWEST_CARDS, MOST_CARDS = 2, 10
LONGEST_ON_A_CARD = 160
_LONGEST_OFFER, _LONGEST_BESIDE_AN_OFFER = 16, 600
_MOST_BUTTONS = 2
_ON_CARDS = {"QUICK_REPLY", "URL", "PHONE_NUMBER"}
_PICTURES = {"IMAGE", "VIDEO"}


def check_offer(components: list[Part], category: str) -> None:
    """Raises `Refusal`. Only what is particular: the texts and the buttons are looked at as everybody's are."""
    part = _part(components, "LIMITED_TIME_OFFER")
    if part is None:
        return
    _of_marketing(category)
    offer = part.get("limited_time_offer") or {}
    text = offer.get("text")
    if not isinstance(text, str) or not 1 <= len(text) <= _LONGEST_OFFER or "{{" in text:
        raise Refusal.invalid(f"limited_time_offer needs a text of at most {_LONGEST_OFFER} characters")
    header = _part(components, "HEADER")
    if _part(components, "FOOTER") or (header and header.get("format", "TEXT").upper() not in _PICTURES):
        raise Refusal.invalid(
            "limited_time_offer stands with no footer, and with an image, a video or no header"
        )
    if len((_part(components, "BODY") or {}).get("text", "")) > _LONGEST_BESIDE_AN_OFFER:
        raise Refusal.of_template(
            2388072, f"The body must be at most {_LONGEST_BESIDE_AN_OFFER} characters long"
        )
    kinds = _buttons(components)
    in_order = ["URL"], ["COPY_CODE", "URL"]
    if kinds not in (in_order[1:] if offer.get("has_expiration") else in_order):
        raise Refusal.invalid("limited_time_offer needs a copy code button, first, and a url button")


def check_carousel(components: list[Part], category: str) -> list[list[Part]]:
    """Raises `Refusal`. Returns the components of each card."""
    part = _part(components, "CAROUSEL")
    if part is None:
        return []
    _of_marketing(category)
    if {_kind(component) for component in components} != {"BODY", "CAROUSEL"}:
        raise Refusal.invalid("A carousel stands with a body and nothing else")
    cards = [card.get("components") or [] for card in part.get("cards") or []]
    if not FEWEST_CARDS <= len(cards) <= MOST_CARDS:
        raise Refusal.invalid(f"A carousel has {FEWEST_CARDS} to {MOST_CARDS} cards")
    if len({_shape(card) for card in cards}) > 1:
        raise Refusal.invalid("All cards of a carousel must have the same components")
    for card in cards:
        _check_card(card)
    return cards


def _check_card(card: list[Part]) -> None:
    header, kinds = _part(card, "HEADER") or {}, _buttons(card)
    if header.get("format", "").upper() not in _PICTURES:
        raise Refusal.invalid("A card needs a header that is an image or a video")
    if not 1 <= len(kinds) <= _MOST_BUTTONS or not _ON_CARDS.issuperset(kinds):
        raise Refusal.invalid("A card has one or two buttons: quick reply, url or phone number")
    if {_kind(component) for component in card} - {"HEADER", "BODY", "BUTTONS"}:
        raise Refusal.invalid("A card has a header, a body and buttons only")


def _of_marketing(category: str) -> None:
    if category != "MARKETING":
        raise Refusal.invalid("Only templates of the category MARKETING have this component")


def _shape(card: list[Part]) -> tuple[Any, ...]:
    format = (_part(card, "HEADER") or {}).get("format", "").upper()
    return (*sorted(_kind(component) for component in card), format, *_buttons(card))


def _part(components: list[Part], kind: str) -> Part | None:
    return next((component for component in components if _kind(component) == kind), None)


def _kind(component: Part) -> str:
    return str(component.get("type", "")).upper()


def _buttons(components: list[Part]) -> list[str]:
    return [_kind(button) for button in (_part(components, "BUTTONS") or {}).get("buttons") or []]
