"""One value out of Meta's JSON, or nothing: every key is optional, and may hold anything."""

from datetime import UTC, datetime
from typing import Any

from .updates import Json

LATEST = 2**34
"""In the year 2514: what is later is no time of ours, and too near the end of Python's calendar."""


def an_object(value: Any) -> Json:
    return value if isinstance(value, dict) else {}


def a_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def a_text(value: Any, longest: int | None = None) -> str:
    """The string itself; empty when it is none, or longer than an identifier of its kind can be."""
    if not isinstance(value, str) or (longest is not None and len(value) > longest):
        return ""
    return value


def a_word(value: Any) -> str:
    """A name of Meta's for a reason line: short, and never a customer's text."""
    return value[:40] if isinstance(value, str) and value.replace("_", "").isalnum() else "(unreadable)"


def an_identifier(value: Any, longest: int) -> str:
    """Meta writes identifiers of an account as text, those of templates and alerts as numbers."""
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value) if abs(value) < 10**longest else ""
    return a_text(value, longest)


def digits(value: str) -> str | None:
    return value if value.isascii() and value.isdigit() and len(value) <= 20 else None


def an_integer(value: Any) -> int | None:
    """Meta writes numbers now as ints, now as strings."""
    try:
        number = int(value)
    except (TypeError, ValueError, OverflowError):
        return None
    return number if abs(number) < 2**31 else None


def a_time(value: Any) -> datetime | None:
    """Unix seconds, as a string in messages and statuses, as an int elsewhere."""
    try:
        seconds = int(value)
    except (TypeError, ValueError, OverflowError):
        return None
    return datetime.fromtimestamp(seconds, UTC) if 0 < seconds < LATEST and value is not True else None


def first_text(value: Json, *keys: str) -> str:
    """What the first of these keys says that says anything."""
    for key in keys:
        if text := a_text(value.get(key)):
            return text
    return ""
