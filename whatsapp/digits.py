"""With which digits times and counts are written in Arabic: 3:45 or ٣:٤٥, as each member of the team likes it.

What people wrote, and phone numbers, stay as they are.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.utils.translation import get_language

WESTERN, ARABIC = "western", "arabic"
COOKIE = "digits"

_TABLE = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
_chosen: ContextVar[str] = ContextVar("digits", default=WESTERN)


@contextmanager
def written_with(digits: str) -> Iterator[None]:
    token = _chosen.set(digits if digits == ARABIC else WESTERN)
    try:
        yield
    finally:
        _chosen.reset(token)


def digits_in_use() -> str:
    """Other languages than Arabic have their own."""
    return _chosen.get() if get_language() == "ar" else WESTERN


def in_digits(text: str) -> str:
    return text.translate(_TABLE) if digits_in_use() == ARABIC else text
