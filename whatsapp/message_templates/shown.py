"""What the customer will see of a template. Each value stands in a bidi isolate, so that a Latin word or a number
inside an Arabic sentence moves nothing around it; the isolates are for our own eyes and never sent."""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from whatsapp.cloud_api.notifications.fields import a_list, a_text, an_object

from .definition import VARIABLE, Definition, Json, Words

FIRST_STRONG, POP = "\N{FIRST STRONG ISOLATE}", "\N{POP DIRECTIONAL ISOLATE}"
ISOLATES = re.compile("[\N{LEFT-TO-RIGHT ISOLATE}-\N{POP DIRECTIONAL ISOLATE}]")


@dataclass(frozen=True)
class ShownButton:
    type: str
    text: str
    detail: str = ""  # where a link leads, which number is called


@dataclass(frozen=True)
class Shown:
    body: str
    header: str = ""
    header_kind: str = ""  # IMAGE, VIDEO, DOCUMENT, GIF, LOCATION; empty for words or nothing
    footer: str = ""
    buttons: tuple[ShownButton, ...] = ()
    others: tuple[str, ...] = field(default=())

    def as_json(self) -> Json:
        return {
            **asdict(self),
            "buttons": [asdict(button) for button in self.buttons],
            "others": list(self.others),
        }


def show(definition: Definition, values: Mapping[str, str]) -> Shown:
    """A variable without a value stays as it is written: `{{1}}`."""
    header = definition.header
    kind = header.format if header and header.format != "TEXT" else ""
    return Shown(
        body=_isolated(definition.body, values),
        header=_isolated(header.words, values, "header.") if header else "",
        header_kind=kind,
        footer=definition.footer,
        buttons=tuple(
            ShownButton(b.type, b.text, _link(b.url, values.get(f"button.{b.index}", "")) or b.phone)
            for b in definition.buttons
        ),
        others=definition.others,
    )


def from_json(value: Any) -> Shown | None:
    """What `as_json` once wrote."""
    told = an_object(value)
    if not told:
        return None
    buttons = [an_object(button) for button in a_list(told.get("buttons"))]
    return Shown(
        body=a_text(told.get("body")),
        header=a_text(told.get("header")),
        header_kind=a_text(told.get("header_kind")),
        footer=a_text(told.get("footer")),
        buttons=tuple(
            ShownButton(a_text(button.get("type")), a_text(button.get("text")), a_text(button.get("detail")))
            for button in buttons
        ),
    )


def plain(text: str) -> str:
    return ISOLATES.sub("", text)


def _isolated(words: Words, values: Mapping[str, str], prefix: str = "") -> str:
    def isolate(found: re.Match[str]) -> str:
        return FIRST_STRONG + (plain(values.get(prefix + found[1], "")) or found[0]) + POP

    return VARIABLE.sub(isolate, words.text)


def _link(url: str, value: str) -> str:
    return VARIABLE.sub(lambda found: value or found[0], url)
