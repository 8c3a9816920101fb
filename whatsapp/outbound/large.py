"""Large files on their way to Meta: a few at a time, so that there is always a thread for the texts of others.

What is limited is this process, its line and its processor; another worker has its own.
"""

import threading

from django.db.models import QuerySet

from whatsapp.models import Message

AT_ONCE = 3
LARGE = 1024 * 1024
"""Bytes. Voice messages are smaller, and never wait for anybody's film."""

SIZE = "file__stored__size"

_lock = threading.Lock()
_on_their_way: set[int] = set()


def without_more(messages: QuerySet[Message]) -> QuerySet[Message]:
    """Those that could leave now: while all places are taken, none with a large file."""
    is_full = len(_on_their_way) >= AT_ONCE
    return messages.exclude(**{f"{SIZE}__gt": LARGE}) if is_full else messages


def enter(pk: int, size: int | None) -> bool:
    """False when it has to wait for a place, or another thread was quicker. A small one needs none."""
    if size is None or size <= LARGE:
        return True
    with _lock:
        if pk in _on_their_way or len(_on_their_way) >= AT_ONCE:
            return False
        _on_their_way.add(pk)
    return True


def leave(pk: int) -> None:
    """Whatever came of it. Nobody is woken: who leaves looks for the next one itself."""
    with _lock:
        _on_their_way.discard(pk)
