"""A template being written: what stands in the back office's form, and the JSON that Meta gets."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from whatsapp.models import MessageTemplate

from .definition import VARIABLE, Button, Definition, Json, Words, definition_of
from .draft_parts import (
    DraftButton,
    DraftCard,
    DraftCarousel,
    DraftOffer,
    buttons_part,
    carousel_part,
    file_part,
    offer_part,
    text_part,
)

WRITTEN_HERE = frozenset({"QUICK_REPLY", "URL", "PHONE_NUMBER", "COPY_CODE"})
"""Kinds of buttons that the form knows."""

HEADERS_WRITTEN_HERE = frozenset({"TEXT", "IMAGE", "VIDEO", "DOCUMENT", "LOCATION"})


@dataclass(frozen=True)
class Draft:
    """`examples`: in the order in which the variables of the text first stand. With cards there is no heading, no
    last line and no button but theirs.
    """

    name: str = ""
    language: str = ""
    category: str = ""
    header_format: str = ""
    header_text: str = ""
    header_example: str = ""
    header_handle: str = ""
    body: str = ""
    examples: Sequence[str] = ()
    footer: str = ""
    buttons: Sequence[DraftButton] = field(default=())
    offer: DraftOffer | None = None
    carousel: DraftCarousel | None = None

    @property
    def is_named(self) -> bool:
        cards = self.carousel.cards if self.carousel else ()
        text = " ".join([self.header_text, self.body, *(card.body for card in cards)])
        return any(not name.isdecimal() for name in VARIABLE.findall(text))

    def as_json(self) -> Json:
        return {
            "name": self.name,
            "language": self.language,
            "category": self.category,
            "parameter_format": "NAMED" if self.is_named else "POSITIONAL",
            "components": self.components,
        }

    @property
    def components(self) -> list[Json]:
        parts = [self._header()]
        if self.offer:
            parts.append(offer_part(self.offer))
        parts.append(text_part("BODY", self.body, self.examples, is_named=self.is_named))
        if self.footer:
            parts.append({"type": "FOOTER", "text": self.footer})
        if self.buttons:
            parts.append(buttons_part(self.buttons))
        if self.carousel:
            parts.append(carousel_part(self.carousel, is_named=self.is_named))
        return [part for part in parts if part]

    def _header(self) -> Json | None:
        if not self.header_format:
            return None
        if self.header_format == "TEXT":
            part = text_part("HEADER", self.header_text, [self.header_example], is_named=self.is_named)
            return part | {"format": "TEXT"}
        return file_part(self.header_format, self.header_handle)


def draft_of(template: MessageTemplate) -> Draft:
    """To change what is there. The sample of each file has to be chosen again: Meta gives none back."""
    definition = definition_of(template)
    header = definition.header
    return Draft(
        name=template.name,
        language=template.language,
        category=template.category,
        header_format=header.format if header else "",
        header_text=header.words.text if header else "",
        header_example=_examples(header.words)[0] if header and header.words.variables else "",
        body=definition.body.text,
        examples=_examples(definition.body),
        footer=definition.footer,
        buttons=_buttons(definition.buttons),
        offer=DraftOffer(definition.offer.text, definition.offer.ends) if definition.offer else None,
        carousel=_carousel(definition),
    )


def _carousel(definition: Definition) -> DraftCarousel | None:
    if not definition.cards:
        return None
    header = definition.cards[0].header
    cards = [
        DraftCard("", card.body.text, _examples(card.body), _buttons(card.buttons))
        for card in definition.cards
    ]
    return DraftCarousel(header.format if header else "", cards)


def _buttons(buttons: Sequence[Button]) -> list[DraftButton]:
    return [
        DraftButton(b.type, b.text, b.url or b.phone or b.example, b.example if b.url else "")
        for b in buttons
    ]


def _examples(words: Words) -> list[str]:
    return [variable.example for variable in words.variables]


def can_be_written_here(definition: Definition) -> bool:
    """False where the form would lose something: whatever it does not know would be gone after a change."""
    buttons = [*definition.buttons, *(button for card in definition.cards for button in card.buttons)]
    if definition.others or definition.is_code or any(button.type not in WRITTEN_HERE for button in buttons):
        return False
    if definition.header and definition.header.format not in HEADERS_WRITTEN_HERE:
        return False
    headers = {card.header.format if card.header else "" for card in definition.cards}
    kinds = {tuple(button.type for button in card.buttons) for card in definition.cards}
    return headers in (set(), {"IMAGE"}, {"VIDEO"}) and len(kinds) <= 1
