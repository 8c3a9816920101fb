"""What the customer will see of a template. Each value stands in a bidi isolate, so that a Latin word or a number
inside an Arabic sentence moves nothing around it; the isolates are for our own eyes and never sent."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

from whatsapp.cloud_api.notifications.fields import a_list, a_text, an_object

from .definition import VARIABLE, Button, Definition, Header, Json, Words
from .fill import moment_of
from .form import card_key

FIRST_STRONG, POP = "\N{FIRST STRONG ISOLATE}", "\N{POP DIRECTIONAL ISOLATE}"
ISOLATES = re.compile("[\N{LEFT-TO-RIGHT ISOLATE}-\N{POP DIRECTIONAL ISOLATE}]")


@dataclass(frozen=True)
class ShownButton:
    type: str
    text: str
    detail: str = ""  # where a link leads, which number is called


@dataclass(frozen=True)
class ShownCard:
    header_kind: str = ""
    body: str = ""
    buttons: tuple[ShownButton, ...] = ()
    has_file: bool = False  # here, and not only at Meta
    picture: str = ""  # where a look at that file is


@dataclass(frozen=True)
class Shown:
    body: str
    header: str = ""
    header_kind: str = ""  # IMAGE, VIDEO, DOCUMENT, GIF, LOCATION; empty for words or nothing
    footer: str = ""
    buttons: tuple[ShownButton, ...] = ()
    others: tuple[str, ...] = ()
    offer: str = ""
    offer_ends_at: str = ""  # ISO 8601
    picture: str = ""  # where a look at the file of its heading is
    cards: tuple[ShownCard, ...] = ()

    def as_json(self) -> Json:
        told = asdict(self)
        for card in told["cards"]:
            card["buttons"] = list(card["buttons"])
        return told | {name: list(told[name]) for name in ("buttons", "others", "cards")}

    @property
    def offer_ends(self) -> datetime | None:
        return moment_of(self.offer_ends_at) if self.offer_ends_at else None


def show(definition: Definition, values: Mapping[str, str], attached: Collection[str] = ()) -> Shown:
    """A variable without a value stays as it is written: `{{1}}`. `attached`: keys of files that are here."""
    header = definition.header
    ends_at = values.get("offer.ends_at", "")
    return Shown(
        body=_isolated(definition.body, values),
        header=_isolated(header.words, values, "header.") if header else "",
        header_kind=_kind(header),
        footer=definition.footer,
        buttons=_buttons(definition.buttons, values),
        others=definition.others,
        offer=definition.offer.text if definition.offer else "",
        offer_ends_at=moment_of(ends_at).isoformat() if ends_at and moment_of(ends_at) > _FAR_PAST else "",
        cards=tuple(
            ShownCard(
                _kind(card.header),
                _isolated(card.body, values, card_key(index)),
                _buttons(card.buttons, values, card_key(index)),
                f"{card_key(index)}header.media" in attached,
            )
            for index, card in enumerate(definition.cards)
        ),
    )


_FAR_PAST = datetime(2000, 1, 1, tzinfo=UTC)


def _kind(header: Header | None) -> str:
    return header.format if header and header.format != "TEXT" else ""


def _buttons(
    buttons: Iterable[Button], values: Mapping[str, str], prefix: str = ""
) -> tuple[ShownButton, ...]:
    return tuple(
        ShownButton(b.type, b.text, _link(b.url, values.get(f"{prefix}button.{b.index}", "")) or b.phone)
        for b in buttons
    )


def from_json(value: Any) -> Shown | None:
    """What `as_json` once wrote."""
    told = an_object(value)
    if not told:
        return None
    return Shown(
        body=a_text(told.get("body")),
        header=a_text(told.get("header")),
        header_kind=a_text(told.get("header_kind")),
        footer=a_text(told.get("footer")),
        buttons=_buttons_from(told),
        others=tuple(a_text(kind) for kind in a_list(told.get("others"))),
        offer=a_text(told.get("offer")),
        offer_ends_at=a_text(told.get("offer_ends_at")),
        cards=tuple(
            ShownCard(
                a_text(card.get("header_kind")),
                a_text(card.get("body")),
                _buttons_from(card),
                card.get("has_file") is True,
            )
            for card in map(an_object, a_list(told.get("cards")))
        ),
    )


def _buttons_from(told: Json) -> tuple[ShownButton, ...]:
    buttons = map(an_object, a_list(told.get("buttons")))
    return tuple(
        ShownButton(a_text(button.get("type")), a_text(button.get("text")), a_text(button.get("detail")))
        for button in buttons
    )


def plain(text: str) -> str:
    return ISOLATES.sub("", text)


def _isolated(words: Words, values: Mapping[str, str], prefix: str = "") -> str:
    def isolate(found: re.Match[str]) -> str:
        return FIRST_STRONG + (plain(values.get(prefix + found[1], "")) or found[0]) + POP

    return VARIABLE.sub(isolate, words.text)


def _link(url: str, value: str) -> str:
    return VARIABLE.sub(lambda found: value or found[0], url)
