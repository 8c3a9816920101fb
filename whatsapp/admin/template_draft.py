"""From the form to a draft, and back. Nothing is checked here, so that it can be shown while somebody writes."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.http import QueryDict

from whatsapp.cloud_api.limits import MAX_CARD_BUTTONS, MAX_TEMPLATE_BUTTONS
from whatsapp.message_templates.draft import Draft
from whatsapp.message_templates.draft_parts import DraftButton, DraftCard, DraftCarousel, DraftOffer

from .template_cards import keys_in
from .template_form import CARDS, OFFER, PLAIN

FACTS = ("name", "language", "category", "header_format", "header_text", "header_example", "body", "footer")
"""Fields that the form and a draft call by the same name."""


class Given:
    """What was typed, and the handles of the samples by the names of their fields."""

    def __init__(self, posted: QueryDict, handles: Mapping[str, str]) -> None:
        self.posted, self.handles = posted, handles

    def text(self, key: str) -> str:
        return str(self.posted.get(key, "")).replace("\r\n", "\n").replace("\0", "").strip()

    def lines(self, key: str) -> list[str]:
        return [line.strip() for line in self.text(key).splitlines()]

    def buttons(self) -> list[DraftButton]:
        rows = [
            DraftButton(*(self.text(f"buttons-{n}-{part}") for part in ("type", "text", "value", "example")))
            for n in range(MAX_TEMPLATE_BUTTONS)
        ]
        return [button for button in rows if button.type]

    def carousel(self) -> DraftCarousel:
        return DraftCarousel(
            self.text("card_format"), [self.card(f"card-{key}") for key in keys_in(self.posted)]
        )

    def card(self, prefix: str) -> DraftCard:
        kinds = [self.text(f"card_button_{n}") for n in range(MAX_CARD_BUTTONS)]
        buttons = [
            DraftButton(kind, *(self.text(f"{prefix}-{part}_{n}") for part in ("text", "value", "example")))
            for n, kind in enumerate(kinds)
            if kind
        ]
        handle = self.handles.get(f"{prefix}-file", "")
        return DraftCard(handle, self.text(f"{prefix}-body"), self.lines(f"{prefix}-examples"), buttons)


def draft_in(posted: QueryDict, handles: Mapping[str, str]) -> Draft:
    """Whatever was typed so far. What does not belong to the shape that was chosen is left out."""
    given = Given(posted, handles)
    typed: dict[str, Any] = {fact: given.text(fact) for fact in FACTS}
    shape = given.text("shape")
    if shape == CARDS:
        typed["header_format"] = ""
    if shape != PLAIN:
        typed["footer"] = ""
    if typed["header_format"] != "TEXT":
        typed["header_text"] = typed["header_example"] = ""
    return replace(
        Draft(**typed),
        header_handle=handles.get("header_file", ""),
        examples=given.lines("examples"),
        buttons=[] if shape == CARDS else given.buttons(),
        offer=DraftOffer(given.text("offer_text"), "offer_ends" in posted) if shape == OFFER else None,
        carousel=given.carousel() if shape == CARDS else None,
    )


def initial_of(draft: Draft) -> dict[str, Any]:
    return {fact: getattr(draft, fact) for fact in FACTS} | {
        "shape": CARDS if draft.carousel else OFFER if draft.offer else PLAIN,
        "examples": "\n".join(draft.examples),
        "offer_text": draft.offer.text if draft.offer else "",
        "offer_ends": draft.offer.ends if draft.offer else True,
    }


def buttons_of(draft: Draft) -> list[dict[str, str]]:
    return [{"type": b.type, "text": b.text, "value": b.value, "example": b.example} for b in draft.buttons]
