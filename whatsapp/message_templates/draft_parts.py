"""The parts of a template being written, and the JSON of each (Cloud API: components of templates)."""

from collections.abc import Sequence
from dataclasses import dataclass

from .definition import MEDIA, VARIABLE, Json


@dataclass(frozen=True)
class DraftButton:
    """`value`: a link, a phone number or an example of a code; `example`: of a link with a variable."""

    type: str
    text: str = ""
    value: str = ""
    example: str = ""


@dataclass(frozen=True)
class DraftOffer:
    """Of a limited time. `ends`: the phone counts the time down."""

    text: str = ""
    ends: bool = False


@dataclass(frozen=True)
class DraftCard:
    """`examples`: in the order in which the variables of its text first stand."""

    handle: str = ""
    body: str = ""
    examples: Sequence[str] = ()
    buttons: Sequence[DraftButton] = ()


@dataclass(frozen=True)
class DraftCarousel:
    """`format`, IMAGE or VIDEO, is that of every card: Meta takes no others."""

    format: str = ""
    cards: Sequence[DraftCard] = ()


def file_part(format: str, handle: str) -> Json:
    part: Json = {"type": "HEADER", "format": format}
    return part | ({"example": {"header_handle": [handle]}} if format in MEDIA and handle else {})


def text_part(kind: str, text: str, examples: Sequence[str], *, is_named: bool) -> Json:
    """A HEADER or a BODY. Examples are left out where none is given."""
    part: Json = {"type": kind, "text": text}
    names = list(dict.fromkeys(VARIABLE.findall(text)))
    given = dict(zip(names, examples, strict=False))
    if not any(given.values()):
        return part
    key = f"{kind.lower()}_text"
    if is_named:
        named = [{"param_name": name, "example": given.get(name, "")} for name in names]
        return part | {"example": {f"{key}_named_params": named}}
    values = [given.get(name, "") for name in names]
    return part | {"example": {key: [values] if kind == "BODY" else values}}


def buttons_part(buttons: Sequence[DraftButton]) -> Json:
    return {"type": "BUTTONS", "buttons": [_button(button) for button in buttons]}


def offer_part(offer: DraftOffer) -> Json:
    told = {"text": offer.text, "has_expiration": offer.ends}
    return {"type": "LIMITED_TIME_OFFER", "limited_time_offer": told}


def carousel_part(carousel: DraftCarousel, *, is_named: bool) -> Json:
    cards = [_card(carousel.format, card, is_named) for card in carousel.cards]
    return {"type": "CAROUSEL", "cards": cards}


def _card(format: str, card: DraftCard, is_named: bool) -> Json:
    parts = [file_part(format, card.handle)]
    if card.body:
        parts.append(text_part("BODY", card.body, card.examples, is_named=is_named))
    if card.buttons:
        parts.append(buttons_part(card.buttons))
    return {"components": parts}


def _button(button: DraftButton) -> Json:
    told: Json = {"type": button.type, "text": button.text}
    if button.type == "URL":
        told["url"] = button.value
        if button.example:
            told["example"] = [button.example]
    elif button.type == "PHONE_NUMBER":
        told["phone_number"] = button.value
    elif button.type == "COPY_CODE":
        told = {"type": button.type, "example": button.value}
    return told
