"""The index on SQLite: the FTS5 table `whatsapp_search`, which follows `whatsapp_search_entries` by triggers.

Its rowids are the positions, so that the newest hits come first without sorting.
"""

from collections.abc import Collection, Iterable

from django.db import connection

from .tokens import Asked, Token, conversation_token, sealed

INSERT = (
    "INSERT INTO whatsapp_search_entries (position, message_id, note_id, conversation_id, words) "
    "VALUES (%s, %s, %s, %s, %s) ON CONFLICT (position) DO UPDATE SET words = excluded.words"
)
NEWEST = (
    "SELECT rowid FROM whatsapp_search WHERE whatsapp_search MATCH %s AND rowid > %s AND rowid < %s "
    "ORDER BY rowid DESC LIMIT %s"
)


def put(entries: Iterable[tuple[int, int | None, int | None, int | None, set[str]]]) -> None:
    """Position, message, note, conversation, tokens."""
    rows = [(*ids, " ".join(sealed(tokens))) for *ids, tokens in entries]
    with connection.cursor() as cursor:
        cursor.executemany(INSERT, rows)


def after_many() -> None:
    """FTS5 plans without figures."""


def newest(asked: Asked, *, after: int, before: int, most: int, among: Collection[int] = ()) -> list[int]:
    """Positions between these two, the highest first; `among` are conversations, none means all."""
    with connection.cursor() as cursor:
        cursor.execute(NEWEST, [_expression(asked, among), after, before, most])
        return [position for (position,) in cursor.fetchall()]


def _expression(asked: Asked, among: Collection[int]) -> str:
    terms = [*asked.terms]
    if among:
        terms.append(tuple(Token(conversation_token(pk)) for pk in among))
    return " AND ".join(f"({' OR '.join(map(_written, term))})" for term in terms)


def _written(token: Token) -> str:
    (word,) = sealed([token.word])
    return f'"{word}"{" *" if token.is_prefix else ""}'
