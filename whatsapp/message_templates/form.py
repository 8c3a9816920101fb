"""What has to be filled in before a template can be sent: one field a variable, named as the JSON names it.

`"1"`, `"first_name"`              the body's variables
`"header.1"`, `"header.name"`      the header's
`"header.media"`                   an id of a file that was uploaded to Meta; `"header.filename"` for a document
`"header.latitude"` …              a location
`"button.0"`                       what the button at this place needs: the end of a link, a code, a payload
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from whatsapp.cloud_api.limits import (
    MAX_TEMPLATE_BODY,
    MAX_TEMPLATE_CODE,
    MAX_TEMPLATE_HEADER,
    MAX_TEMPLATE_PAYLOAD,
    MAX_TEMPLATE_URL,
)

from .definition import VARIABLE, Button, Definition, Header

Kind = Literal[
    "text", "media", "filename", "latitude", "longitude", "place", "url", "code", "payload", "token"
]

MAX_FILENAME = 240


@dataclass(frozen=True)
class Field:
    key: str
    kind: Kind
    part: Literal["header", "body", "button"]
    name: str  # the variable's own, or the words on the button
    example: str = ""
    longest: int = MAX_TEMPLATE_BODY
    is_required: bool = True
    is_asked: bool = True  # false: for programs; people are not asked for it
    same_as: str = ""  # the key whose value it takes when it has none of its own


def fields_of(definition: Definition) -> list[Field]:
    fields = list(_of_header(definition.header)) if definition.header else []
    for variable in definition.body.variables:
        fields.append(Field(variable.name, "text", "body", variable.name, variable.example))
    code = definition.body.variables[0].name if definition.is_code and definition.body.variables else ""
    for button in definition.buttons:
        fields += _of_button(button, code)
    return fields


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
