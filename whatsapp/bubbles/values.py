"""One value out of a stored payload. Nothing here raises: every key is optional, and may hold anything."""

import math
import re
from typing import Any

from whatsapp.cloud_api.notifications.updates import Json

INVISIBLE = re.compile(r"[\x00-\x1f\x7f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
"""Control characters, and those that turn the writing over: `invoice<U+202E>fdp.exe` would read as a PDF."""


def words(value: Any) -> str:
    """What can be shown of a string. Half an emoji is legal in JSON, but no browser can be sent it."""
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else ""


def a_name(value: Any) -> str:
    """A name that somebody gave to a file: on one line, and what it seems to be."""
    return INVISIBLE.sub("", words(value)).strip()[:200]


def a_number(value: Any) -> float | None:
    """Finite, also when it came as text."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        number = float(value)
    except (ValueError, OverflowError):
        return None
    return number if math.isfinite(number) else None


def a_count(value: Any) -> int | None:
    number = a_number(value)
    return int(number) if number is not None and 0 <= number < 10**12 else None


def a_link(value: Any) -> str:
    """Only to the web: `javascript:` and the like are no links."""
    address = words(value).strip()
    return address if re.match(r"https?://[^\s/]", address, re.IGNORECASE) else ""


def first_object(value: Any) -> Json:
    """The first of a list of objects; empty when there is none."""
    first = value[0] if isinstance(value, list) and value else None
    return first if isinstance(first, dict) else {}
