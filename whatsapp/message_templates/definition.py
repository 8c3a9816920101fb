"""A template's parts, read from Meta's `components`. Every key is optional; what we don't know yet is kept."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from whatsapp.cloud_api.notifications.fields import a_list, a_text, an_object
from whatsapp.models import MessageTemplate

Json = dict[str, Any]

VARIABLE = re.compile(r"\{\{\s*([A-Za-z0-9_]+)\s*\}\}")

MEDIA = ("IMAGE", "VIDEO", "DOCUMENT", "GIF")

GOODS = frozenset({"MPM", "SPM", "PRODUCT", "PRODUCT_LIST"})
NOT_FILLED_HERE = GOODS | {"ORDER_DETAILS", "GIF", "CAROUSEL"}
"""Parts and buttons that need what nobody can give here: shown, never sent (why: `wording.why_not`)."""


@dataclass(frozen=True)
class Variable:
    name: str  # "1", or "first_name"
    example: str = ""


@dataclass(frozen=True)
class Words:
    """A text with its variables, each once, in the order in which they first stand."""

    text: str = ""
    variables: tuple[Variable, ...] = ()


@dataclass(frozen=True)
class Header:
    format: str  # TEXT, IMAGE, VIDEO, DOCUMENT, GIF, LOCATION
    words: Words = Words()

    @property
    def is_media(self) -> bool:
        return self.format in MEDIA


@dataclass(frozen=True)
class Button:
    index: int
    type: str
    text: str = ""
    url: str = ""
    phone: str = ""
    example: str = ""

    @property
    def is_dynamic_link(self) -> bool:
        return bool(VARIABLE.search(self.url))


@dataclass(frozen=True)
class Card:
    """One of a carousel: a picture or a film, perhaps words, perhaps buttons."""

    header: Header | None
    body: Words
    buttons: tuple[Button, ...]


@dataclass(frozen=True)
class Offer:
    """Of a limited time: its words, and whether the phone counts the time down."""

    text: str
    ends: bool


@dataclass(frozen=True)
class Definition:
    is_named: bool
    is_code: bool  # of the category AUTHENTICATION: its code stands in the body and in its button
    header: Header | None
    body: Words
    footer: str
    buttons: tuple[Button, ...]
    others: tuple[str, ...]  # kinds of parts that we don't know
    offer: Offer | None = None
    cards: tuple[Card, ...] = ()

    @property
    def has_cards(self) -> bool:
        """Or should have: a carousel may be told without its cards."""
        return bool(self.cards) or "CAROUSEL" in self.others

    @property
    def not_filled_here(self) -> list[str]:
        """Kinds because of which it can't be sent from here, each once."""
        headers = [self.header, *(card.header for card in self.cards)]
        buttons = [*self.buttons, *(button for card in self.cards for button in card.buttons)]
        kinds = [*self.others, *(b.type for b in buttons), *(h.format for h in headers if h)]
        return [kind for kind in dict.fromkeys(kinds) if kind in NOT_FILLED_HERE]


def definition_of(template: MessageTemplate) -> Definition:
    return read(template.components, template.parameter_format, template.category)


def read(components: Any, parameter_format: str = "POSITIONAL", category: str = "") -> Definition:
    """Never raises, whatever is in `components`."""
    parts = [part for part in a_list(components) if isinstance(part, dict)]
    by_kind = {_kind(part): part for part in reversed(parts)}
    header = _header(by_kind.get("HEADER"))
    body = _words(by_kind.get("BODY", {}), "body_text")
    cards = tuple(_card(an_object(card)) for card in a_list(by_kind.get("CAROUSEL", {}).get("cards")))
    texts = [header.words if header else Words(), body, *(card.body for card in cards)]
    variables = [variable for words in texts for variable in words.variables]
    return Definition(
        is_named=parameter_format == "NAMED" or any(not v.name.isdecimal() for v in variables),
        is_code=category == "AUTHENTICATION",
        header=header,
        body=body,
        footer=a_text(by_kind.get("FOOTER", {}).get("text")),
        buttons=tuple(_buttons(by_kind.get("BUTTONS", {}))),
        others=tuple(kind for part in parts if (kind := _kind(part)) not in KNOWN or _is_empty(kind, cards)),
        offer=_offer(by_kind.get("LIMITED_TIME_OFFER")),
        cards=cards,
    )


KNOWN = frozenset({"HEADER", "BODY", "FOOTER", "BUTTONS", "LIMITED_TIME_OFFER", "CAROUSEL"})


def _kind(part: Json) -> str:
    """Meta writes kinds in either case."""
    return a_text(part.get("type")).upper()


def _header(part: Json | None) -> Header | None:
    if part is None:
        return None
    return Header(a_text(part.get("format")).upper() or "TEXT", _words(part, "header_text"))


def _is_empty(kind: str, cards: tuple[Card, ...]) -> bool:
    """Of a carousel that is told without its cards nobody can say what it needs."""
    return kind == "CAROUSEL" and not cards


def _card(card: Json) -> Card:
    """Its parts have the shapes of the parts of a template."""
    parts = [part for part in a_list(card.get("components")) if isinstance(part, dict)]
    by_kind = {_kind(part): part for part in reversed(parts)}
    return Card(
        header=_header(by_kind.get("HEADER")),
        body=_words(by_kind.get("BODY", {}), "body_text"),
        buttons=tuple(_buttons(by_kind.get("BUTTONS", {}))),
    )


def _offer(part: Json | None) -> Offer | None:
    if part is None:
        return None
    said = an_object(part.get("limited_time_offer"))
    return Offer(a_text(said.get("text")), said.get("has_expiration") is True)


def _words(part: Json, examples_key: str) -> Words:
    text = a_text(part.get("text"))
    names = list(dict.fromkeys(VARIABLE.findall(text)))
    examples = _examples(an_object(part.get("example")), examples_key, names)
    return Words(text, tuple(Variable(name, examples.get(name, "")) for name in names))


def _examples(example: Json, key: str, names: list[str]) -> dict[str, str]:
    """`[["a", "b"]]` in a body, `["a"]` in a header, objects where they are named."""
    named = [an_object(item) for item in a_list(example.get(f"{key}_named_params"))]
    if named:
        return {a_text(item.get("param_name")): _plain(item.get("example")) for item in named}
    values = a_list(example.get(key))
    if values and isinstance(values[0], list):
        values = values[0]
    return dict(zip(names, map(_plain, values), strict=False))


def _buttons(part: Json) -> Iterable[Button]:
    for index, button in enumerate(map(an_object, a_list(part.get("buttons")))):
        example = button.get("example")
        yield Button(
            index=index,
            type=a_text(button.get("type")).upper(),
            text=a_text(button.get("text")),
            url=a_text(button.get("url")),
            phone=a_text(button.get("phone_number")),
            example=_plain(example[0]) if isinstance(example, list) and example else _plain(example),
        )


def _plain(value: Any) -> str:
    return str(value) if isinstance(value, str | int | float) else ""
