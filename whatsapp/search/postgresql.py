"""The index on PostgreSQL: a GIN index on the tsvectors of `whatsapp_search_entries`."""

from collections.abc import Collection, Iterable

from django.db import connection

from .tokens import Asked, Token, conversation_token, sealed

INSERT = (
    "INSERT INTO whatsapp_search_entries (position, message_id, conversation_id, words) "
    "VALUES (%s, %s, %s, array_to_tsvector(%s::text[]))"
)
LATEST = 3000
AMONG_THE_LATEST = (
    "SELECT position FROM (SELECT position, words FROM whatsapp_search_entries "
    "WHERE position > %s AND position < %s ORDER BY position DESC LIMIT %s) AS latest "
    "WHERE words @@ %s::tsquery ORDER BY position DESC LIMIT %s"
)
AMONG_ALL = (
    "WITH found AS MATERIALIZED (SELECT position FROM whatsapp_search_entries "
    "WHERE words @@ %s::tsquery AND position > %s AND position < %s) "
    "SELECT position FROM found ORDER BY position DESC LIMIT %s"
)


def put(entries: Iterable[tuple[int, int | None, int | None, set[str]]]) -> None:
    """Position, message, conversation, tokens."""
    rows = [(*ids, sealed(tokens)) for *ids, tokens in entries]
    with connection.cursor() as cursor:
        cursor.executemany(INSERT, rows)


def newest(asked: Asked, *, after: int, before: int, most: int, among: Collection[int] = ()) -> list[int]:
    """Positions between these two, the highest first; `among` are conversations, none means all.

    GIN knows no order: of a word that half of all messages have it would sort a million. Such a word stands in the
    latest too: these are looked through first, in their order, and only what is rarer there is asked of GIN. The
    planner would choose between the two by its statistics, which know nothing of words that avoid each other.
    """
    expression = _expression(asked, among)
    with connection.cursor() as cursor:
        if not among and after >= 0:
            cursor.execute(AMONG_THE_LATEST, [after, before, LATEST, expression, most])
            found = [position for (position,) in cursor.fetchall()]
            if len(found) == most:
                return found
        cursor.execute(AMONG_ALL, [expression, after, before, most])
        return [position for (position,) in cursor.fetchall()]


def _expression(asked: Asked, among: Collection[int]) -> str:
    terms = [*asked.terms]
    if among:
        terms.append(tuple(Token(conversation_token(pk)) for pk in among))
    return " & ".join(f"({' | '.join(map(_written, term))})" for term in terms)


def _written(token: Token) -> str:
    (word,) = sealed([token.word])
    return f"'{word}'{':*' if token.is_prefix else ''}"
