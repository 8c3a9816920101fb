"""The index of this database, behind one interface: `put` and `newest` (see `sqlite` and `postgresql`).

Of a prefix both databases would gather all hits before they give the first. So the index knows all words there are
(`whatsapp_search_words`), and what begins with four letters or more is asked for by the whole words that begin so.
"""

from collections.abc import Collection, Iterable, Sequence
from functools import cache
from typing import Any

from django.db import connection

from . import postgresql, sqlite
from .tokens import Asked, Token

Entry = tuple[int, int | None, int | None, int | None, set[str]]
"""Position, id of a message, of a note, of a conversation (one of the three), tokens."""

SHORT = 3
"""Letters of a prefix that too many words begin with. FTS5 has such ones ready."""
MOST_WORDS = 400
LEARN = "INSERT INTO whatsapp_search_words (word) VALUES (%s) ON CONFLICT DO NOTHING"
BEGIN_SO = "SELECT word FROM whatsapp_search_words WHERE word >= %s AND word < %s LIMIT %s"
LAST_LETTER = "\U0010ffff"


@cache
def _module() -> Any:
    return postgresql if connection.vendor == "postgresql" else sqlite


def put(entries: Sequence[Entry]) -> None:
    """In the order of positions: FTS5 is quickest so. Words in one order: who writes the same waits, no more."""
    _module().put(sorted(entries, key=lambda entry: entry[0]))
    words = {word for *_, tokens in entries for word in tokens if _is_listed(word)}
    with connection.cursor() as cursor:
        cursor.executemany(LEARN, [(word,) for word in sorted(words)])


def after_many() -> None:
    """Call it when so many entries were written that the database should look at them anew."""
    _module().after_many()


def newest(asked: Asked, *, after: int, before: int, most: int, among: Collection[int] = ()) -> list[int]:
    """Positions between these two, the highest first; `among` are conversations, none means all."""
    whole = Asked(tuple(tuple(_in_whole_words(term)) for term in asked.terms))
    found: list[int] = _module().newest(whole, after=after, before=before, most=most, among=among)
    return found


def _is_listed(word: str) -> bool:
    return len(word) > SHORT and word.isalnum() and not word.isdecimal()


def _in_whole_words(term: Iterable[Token]) -> list[Token]:
    return [token for given in term for token in (_words_that_begin(given) if given.is_prefix else [given])]


def _words_that_begin(prefix: Token) -> list[Token]:
    if not _is_listed(prefix.word):
        return [prefix]
    with connection.cursor() as cursor:
        cursor.execute(BEGIN_SO, [prefix.word, prefix.word + LAST_LETTER, MOST_WORDS + 1])
        words = [Token(word) for (word,) in cursor.fetchall()]
    if len(words) > MOST_WORDS:
        return [prefix]
    return words or [Token(prefix.word)]
