"""What can be sent besides text. Meta's limits are checked here, so that people hear of them before Meta does."""

import unicodedata
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from whatsapp.cloud_api import limits, outgoing
from whatsapp.cloud_api.coordinates import is_on_the_globe
from whatsapp.cloud_api.notifications.contents import text_of
from whatsapp.cloud_api.text import storable
from whatsapp.conversations.reaching import NotAnAddress, phone_of

from .compose import Content, InvalidMessage

MAX_NAME = 300
MAX_PHONES = 5
"""Ours: Meta names no limit, but nobody means more."""
SHORTEST_PHONE, LONGEST_SHORT = 3, 9
"""Digits of emergency, service and nation-wide numbers: 911, 19011, 920000000."""


def location(latitude: float, longitude: float, *, name: str = "", address: str = "") -> Content:
    """Degrees. WhatsApp shows an address only beside a name, so one without is taken for the name.

    Like all of these it raises InvalidMessage.
    """
    if not is_on_the_globe(latitude, longitude):
        raise InvalidMessage(_("Latitude goes from -90 to 90 degrees, longitude from -180 to 180."))
    name = _words(name, _("Name of the place"), MAX_NAME)
    address = _words(address, _("Address"), MAX_NAME)
    shown = {"name": name, "address": address} if name else {"name": address}
    return _content("location", outgoing.location(latitude, longitude, **shown))


def contact(name: str, phones: Sequence[str], *, company: str = "") -> Content:
    """`phones` as people write them; empty ones are left out."""
    name = _needed(name, _("Name"), MAX_NAME)
    company = _words(company, _("Company"), MAX_NAME)
    numbers = [_phone(phone) for phone in phones if storable(phone).strip()]
    if not numbers:
        raise InvalidMessage(_("Give at least one phone number."))
    if len(numbers) > MAX_PHONES:
        raise InvalidMessage(_("A contact can have %(limit)d phone numbers at most.") % {"limit": MAX_PHONES})
    return _content("contacts", [outgoing.contact(name, numbers, company=company)])


def buttons(body: str, titles: Sequence[str], *, header: str = "", footer: str = "") -> Content:
    """A question with one to three answers to tap; empty titles are left out."""
    body = _needed(body, _("Message"), limits.MAX_BUTTONS_BODY)
    given = [_words(title, _("Button"), limits.MAX_BUTTON_TITLE) for title in titles]
    given = [title for title in given if title]
    _count(
        given,
        _("Give at least one button."),
        _("There can be %(limit)d buttons at most."),
        limits.MAX_BUTTONS,
    )
    _no_two_alike(given, _("Two buttons say the same. WhatsApp wants each of them different."))
    return _content("interactive", outgoing.buttons(body, given, **_ends(header, footer)))


def choices(
    body: str, button: str, rows: Sequence[tuple[str, str]], *, header: str = "", footer: str = ""
) -> Content:
    """A question with a list that opens behind `button`; rows are titles with descriptions."""
    body = _needed(body, _("Message"), limits.MAX_LIST_BODY)
    button = _needed(button, _("Button that opens the list"), limits.MAX_BUTTON_TITLE)
    given = [row for row in map(_row, rows) if row[0]]
    _count(given, _("Give at least one row."), _("A list can have %(limit)d rows at most."), limits.MAX_ROWS)
    _no_two_alike([title for title, _about in given], _("Two rows say the same. Give each its own words."))
    return _content("interactive", outgoing.choices(body, button, given, **_ends(header, footer)))


def _content(kind: str, wire: Any) -> Content:
    return Content(kind, text_of(kind, wire), wire)


def _row(row: tuple[str, str]) -> tuple[str, str]:
    title = _words(row[0], _("Row"), limits.MAX_ROW_TITLE)
    description = _words(row[1], _("Description"), limits.MAX_ROW_DESCRIPTION)
    if description and not title:
        raise InvalidMessage(_("A row has a description but no title."))
    return title, description


def _ends(header: str, footer: str) -> dict[str, str]:
    return {
        "header": _words(header, _("Heading"), limits.MAX_HEADER),
        "footer": _words(footer, _("Small print"), limits.MAX_FOOTER),
    }


def _words(text: str, name: str, longest: int) -> str:
    text = str(storable(text)).strip()
    if len(text) > longest:
        raise InvalidMessage(
            _("%(name)s: at most %(limit)d characters; these are %(length)d.")
            % {"name": name, "limit": longest, "length": len(text)}
        )
    return text


def _needed(text: str, name: str, longest: int) -> str:
    text = _words(text, name, longest)
    if not text:
        raise InvalidMessage(_("%(name)s is missing.") % {"name": name})
    return text


def _count(given: Sequence[object], too_few: str, too_many: str, most: int) -> None:
    if not given:
        raise InvalidMessage(too_few)
    if len(given) > most:
        raise InvalidMessage(too_many % {"limit": most})


def _no_two_alike(titles: Sequence[str], why_not: str) -> None:
    if len(set(titles)) < len(titles):
        raise InvalidMessage(why_not)


def _phone(typed: str) -> str:
    """E.164; short numbers that are called within one country stay as they are, in ASCII digits."""
    try:
        return phone_of(typed)
    except NotAnAddress as refusal:
        plain = "".join(str(int(c)) if c.isdecimal() else c for c in typed if unicodedata.category(c) != "Cf")
        digits = "".join(c for c in plain if c.isdecimal())
        if not SHORTEST_PHONE <= len(digits) <= LONGEST_SHORT or not set(plain) <= set("0123456789 -."):
            raise InvalidMessage(str(refusal)) from None
        return digits
