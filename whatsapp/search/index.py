"""The index of this database, behind one interface: `put` and `newest` (see `sqlite` and `postgresql`)."""

from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

from django.db import connection

from . import postgresql, sqlite
from .tokens import Asked

Entry = tuple[int, int | None, int | None, set[str]]
"""Position, id of a message, id of a conversation, tokens."""


@cache
def _module() -> Any:
    return postgresql if connection.vendor == "postgresql" else sqlite


def put(entries: Iterable[Entry]) -> None:
    _module().put(entries)


def newest(asked: Asked, **where: Any) -> list[int]:
    found: Callable[..., list[int]] = _module().newest
    return found(asked, **where)
