"""All forms of one template, and what is wrong in them: at their fields, and as a list beside the phone."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Self

from django.forms import BaseFormSet, Form
from django.http import HttpRequest
from django.utils.translation import gettext as _

from whatsapp.message_templates.draft import Draft
from whatsapp.message_templates.rules import Fault

from .template_cards import CardForm, CarouselForm, cards_in, cards_of, in_common
from .template_draft import buttons_of, initial_of
from .template_form import CARDS, ButtonForms, TemplateForm

FIELDS = {"header": "header_format", "offer": "offer_text"}
"""Where a part is called otherwise in the form."""


@dataclass(frozen=True)
class Said:
    """`place`: where on the page, or nothing when it is about the whole."""

    place: str
    words: str


@dataclass
class Forms:
    facts: TemplateForm
    buttons: "BaseFormSet[Any]"
    carousel: CarouselForm
    cards: list[CardForm]

    @classmethod
    def of(cls, draft: Draft) -> Self:
        return cls(
            TemplateForm(initial=initial_of(draft)),
            ButtonForms(initial=buttons_of(draft), prefix="buttons"),
            CarouselForm(initial=in_common(draft.carousel)),
            cards_of(draft.carousel),
        )

    @classmethod
    def sent(cls, request: HttpRequest) -> Self:
        posted, files = request.POST, request.FILES
        buttons = ButtonForms(posted, prefix="buttons")
        return cls(TemplateForm(posted, files), buttons, CarouselForm(posted), cards_in(posted, files))

    @property
    def has_cards(self) -> bool:
        return bool(self.facts.data.get("shape") == CARDS)

    def is_valid(self) -> bool:
        """Of the shape that was chosen: what is not on the page has no faults. Each is asked, so each can tell."""
        others = [self.carousel, *self.cards] if self.has_cards else [self.buttons]
        return not [form for form in (self.facts, *others) if not form.is_valid()]

    def files(self) -> dict[str, Any]:
        """The samples that were chosen, by the names of their fields. Of valid forms only."""
        if self.has_cards:
            chosen = {card.add_prefix("file"): card.cleaned_data.get("file") for card in self.cards}
        else:
            chosen = {"header_file": self.facts.cleaned_data.get("header_file")}
        return {name: file for name, file in chosen.items() if file}

    def say(self, fault: Fault) -> None:
        if fault.card is not None:
            self.cards[fault.card].add_error(None, fault.words)
            return
        field = FIELDS.get(fault.part, fault.part)
        if field in self.facts.fields:
            self.facts.add_error(field, fault.words)
        else:
            self.facts.add_error(None, fault.words)

    def said(self) -> list[Said]:
        told = list(_said_in(self.facts))
        if self.has_cards:
            told += [*_said_in(self.carousel)]
            for number, card in enumerate(self.cards):
                told += _said_in(card, place_of(Fault("cards", "", number)))
        else:
            for number, button in enumerate(self.buttons.forms, start=1):
                told += _said_in(button, _("Button %(number)d") % {"number": number})
        return told


def said_of(faults: Iterable[Fault]) -> list[Said]:
    return [Said(place_of(fault), fault.words) for fault in faults]


def place_of(fault: Fault) -> str:
    if fault.card is not None:
        return _("Card %(number)d") % {"number": fault.card + 1}
    if fault.part in ("buttons", "cards"):
        return {"buttons": _("Buttons"), "cards": _("Cards")}[fault.part]
    return str(TemplateForm.base_fields[FIELDS.get(fault.part, fault.part)].label)


def _said_in(form: Form, place: str = "") -> Iterable[Said]:
    for name, faults in form.errors.items():
        label = place or (str(form.fields[name].label) if name in form.fields else "")
        yield from (Said(label, str(words)) for words in faults)
