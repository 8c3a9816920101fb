"""What has to be filled in before a template can be sent: one field a variable, named as the JSON names it.

`"1"`, `"first_name"`              the body's variables
`"header.1"`, `"header.name"`      the header's
`"header.media"`                   an id of a file that was uploaded to Meta; `"header.filename"` for a document
`"header.latitude"` …              a location
`"button.0"`                       what the button at this place needs: the end of a link, a code, a payload
`"offer.ends_at"`                  until when an offer of a limited time holds: a time of ISO 8601
`"card.0.header.media"` …          the same of the first card of a carousel: `"card.0.1"`, `"card.0.button.0"`
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from whatsapp.cloud_api.limits import (
    MAX_TEMPLATE_BODY,
    MAX_TEMPLATE_CARD,
    MAX_TEMPLATE_CODE,
    MAX_TEMPLATE_HEADER,
    MAX_TEMPLATE_PAYLOAD,
    MAX_TEMPLATE_URL,
)

from .definition import VARIABLE, Button, Card, Definition, Header

Kind = Literal[
    "text",
    "media",
    "filename",
    "latitude",
    "longitude",
    "place",
    "moment",
    "url",
    "code",
    "payload",
    "token",
]

MAX_FILENAME = 240


@dataclass(frozen=True)
class Field:
    key: str
    kind: Kind
    part: Literal["header", "body", "button", "offer"]
    name: str  # the variable's own, or the words on the button
    example: str = ""
    longest: int = MAX_TEMPLATE_BODY
    is_required: bool = True
    is_asked: bool = True  # false: for programs; people are not asked for it
    same_as: str = ""  # the key whose value it takes when it has none of its own
    card: int | None = None  # of a carousel, from 0


def card_key(card: int) -> str:
    """What the keys of one card begin with."""
    return f"card.{card}."


def fields_of(definition: Definition) -> list[Field]:
    fields = list(_of_header(definition.header)) if definition.header else []
    for variable in definition.body.variables:
        fields.append(Field(variable.name, "text", "body", variable.name, variable.example))
    code = definition.body.variables[0].name if definition.is_code and definition.body.variables else ""
    if definition.offer and definition.offer.ends:
        fields.append(Field("offer.ends_at", "moment", "offer", definition.offer.text, longest=40))
    for button in definition.buttons:
        fields += _of_button(button, code)
    for index, card in enumerate(definition.cards):
        fields += [replace(field, key=card_key(index) + field.key, card=index) for field in _of_card(card)]
    return fields


def _of_card(card: Card) -> Iterator[Field]:
    if card.header:
        yield from _of_header(card.header)
    for variable in card.body.variables:
        longest = MAX_TEMPLATE_CARD
        yield Field(variable.name, "text", "body", variable.name, variable.example, longest)
    for button in card.buttons:
        yield from _of_button(button, "")


def _of_header(header: Header) -> Iterator[Field]:
    if header.is_media:
        yield Field("header.media", "media", "header", header.format)
        if header.format == "DOCUMENT":
            yield Field("header.filename", "filename", "header", "", longest=MAX_FILENAME, is_required=False)
    elif header.format == "LOCATION":
        yield Field("header.latitude", "latitude", "header", "", "24.7136")
        yield Field("header.longitude", "longitude", "header", "", "46.6753")
        for name in ("name", "address"):
            yield Field(f"header.{name}", "place", "header", name, is_required=False)
    for variable in header.words.variables:
        key = f"header.{variable.name}"
        yield Field(key, "text", "header", variable.name, variable.example, MAX_TEMPLATE_HEADER)


def _of_button(button: Button, code: str) -> Iterator[Field]:
    key = f"button.{button.index}"
    if button.is_dynamic_link or button.type == "OTP":
        room = MAX_TEMPLATE_URL - len(VARIABLE.sub("", button.url))
        example = button.example.removeprefix(VARIABLE.split(button.url)[0])
        yield Field(key, "url", "button", button.text, example, room, is_asked=not code, same_as=code)
    elif button.type == "COPY_CODE":
        yield Field(key, "code", "button", button.text, button.example, MAX_TEMPLATE_CODE)
    elif button.type == "QUICK_REPLY":
        longest = MAX_TEMPLATE_PAYLOAD
        yield Field(key, "payload", "button", button.text, "", longest, is_required=False, is_asked=False)
    elif button.type == "FLOW":
        yield Field(key, "token", "button", button.text, is_required=False, is_asked=False)
