"""The cards of a carousel in the form: their shape once, since Meta wants all alike, then each card's own words.

Each card has a key, which stands in the names of its fields (`card-7-body`). They come in the order in which they
stand on the page (`card`, once for each), whatever their keys.
"""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from whatsapp.cloud_api.limits import (
    MAX_CARD_BUTTONS,
    MAX_TEMPLATE_BUTTON_TEXT,
    MAX_TEMPLATE_CARD,
    MAX_TEMPLATE_CARDS,
    MAX_TEMPLATE_URL,
    MIN_TEMPLATE_CARDS,
)
from whatsapp.message_templates.draft_parts import DraftCarousel
from whatsapp.message_templates.wording import PARTS

from .template_form import BUTTONS, checked_sample, file_field

BLANK = "blank"
"""The key of the card that the browser copies when one is added."""

ON_CARDS = ("QUICK_REPLY", "URL", "PHONE_NUMBER")


class CarouselForm(forms.Form):
    """What all cards have in common."""

    card_format = forms.ChoiceField(
        label=_("on each card"),
        choices=[(format, PARTS[format]) for format in ("IMAGE", "VIDEO")],
        required=False,
    )
    card_button_0 = forms.ChoiceField(
        label=_("its first button"),
        choices=[choice for choice in BUTTONS if choice[0] in ON_CARDS],
        required=False,
    )
    card_button_1 = forms.ChoiceField(
        label=_("its second button"),
        choices=[choice for choice in BUTTONS if choice[0] in ("", *ON_CARDS)],
        required=False,
    )


class CardForm(forms.Form):
    file = file_field("IMAGE", "VIDEO")
    body = forms.CharField(
        label=_("text"),
        max_length=MAX_TEMPLATE_CARD,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
    )
    examples = forms.CharField(
        label=_("examples for its variables"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
    )

    def __init__(self, *args: Any, format: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.format = format
        for n in range(MAX_CARD_BUTTONS):
            self.fields[f"text_{n}"] = _line(_("words on it"), MAX_TEMPLATE_BUTTON_TEXT, "auto")
            self.fields[f"value_{n}"] = _line(_("link or number"), MAX_TEMPLATE_URL, "ltr")
            self.fields[f"example_{n}"] = _line(_("example of the whole link"), MAX_TEMPLATE_URL, "ltr")

    @property
    def key(self) -> str:
        return str(self.prefix).removeprefix("card-")

    @property
    def buttons(self) -> list[dict[str, Any]]:
        return [
            {
                "number": n,
                "text": self[f"text_{n}"],
                "value": self[f"value_{n}"],
                "example": self[f"example_{n}"],
            }
            for n in range(MAX_CARD_BUTTONS)
        ]

    def clean_file(self) -> UploadedFile | None:
        return checked_sample(self.cleaned_data.get("file"), self.format)


def _line(label: Any, longest: int, direction: str) -> forms.CharField:
    widget = forms.TextInput(attrs={"dir": direction})
    return forms.CharField(label=label, max_length=longest, required=False, widget=widget)


def keys_in(posted: QueryDict) -> list[str]:
    """One more than there may be, so that too many are said to be too many."""
    keys = dict.fromkeys(key for key in posted.getlist("card") if key.isalnum() and key != BLANK)
    return list(keys)[: MAX_TEMPLATE_CARDS + 1]


def cards_in(posted: QueryDict, files: Any) -> list[CardForm]:
    format = posted.get("card_format", "")
    return [CardForm(posted, files, prefix=f"card-{key}", format=format) for key in keys_in(posted)]


def cards_of(carousel: DraftCarousel | None, least: int = MIN_TEMPLATE_CARDS) -> list[CardForm]:
    """With what is written so far, and empty ones up to the fewest that there may be."""
    there: Sequence[dict[str, str]] = [
        {"body": card.body, "examples": "\n".join(card.examples)}
        | {
            f"{part}_{n}": getattr(button, part)
            for n, button in enumerate(card.buttons)
            for part in ("text", "value", "example")
        }
        for card in (carousel.cards if carousel else ())
    ]
    empty: list[dict[str, str]] = [{}] * (least - len(there))
    return [CardForm(initial=card, prefix=f"card-{n}") for n, card in enumerate([*there, *empty])]


def in_common(carousel: DraftCarousel | None) -> dict[str, str]:
    """The initial values of CarouselForm."""
    if carousel is None:
        return {"card_format": "IMAGE", "card_button_0": "QUICK_REPLY", "card_button_1": ""}
    buttons = carousel.cards[0].buttons if carousel.cards else ()
    kinds = {f"card_button_{n}": button.type for n, button in enumerate(buttons)}
    return {"card_format": carousel.format} | kinds


def blank_card() -> CardForm:
    return CardForm(prefix=f"card-{BLANK}")
