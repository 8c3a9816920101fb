"""The index on PostgreSQL: a GIN index on the tsvectors of `whatsapp_search_entries`."""

from collections.abc import Collection, Iterable

from django.db import connection

from .tokens import Asked, Token, conversation_token, sealed

INSERT = (
    "INSERT INTO whatsapp_search_entries (position, message_id, note_id, conversation_id, words) "
    "VALUES (%s, %s, %s, %s, array_to_tsvector(%s::text[])) "
    "ON CONFLICT (position) DO UPDATE SET words = excluded.words"
)
LATEST = 20_000
"""Looked through in some 5 ms. A word of one message in 250 fills a page; of a rarer one GIN has few hits."""
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
SIFTED = AMONG_ALL.replace(
    "position < %s)", "position < %s AND CASE WHEN words @@ %s::tsquery THEN true ELSE false END)"
)
"""What is in a CASE is not asked of GIN."""


def put(entries: Iterable[tuple[int, int | None, int | None, int | None, set[str]]]) -> None:
    """Position, message, note, conversation, tokens."""
    rows = [(*ids, sealed(tokens)) for *ids, tokens in entries]
    with connection.cursor() as cursor:
        cursor.executemany(INSERT, rows)


def after_many() -> None:
    """Without fresh figures the planner takes a range of positions for a few rows, and reads all of them."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE whatsapp_search_entries")


def newest(asked: Asked, *, after: int, before: int, most: int, among: Collection[int] = ()) -> list[int]:
    """Positions between these two, the highest first; `among` are conversations, none means all.

    GIN knows no order: of a word that half of all messages have it would sort a million. Such a word stands in the
    latest too: these are looked through first, in their order, and only what is rarer there is asked of GIN. The
    planner would choose between the two by its statistics, which know nothing of words that avoid each other.
    """
    terms = [" | ".join(map(_written, term)) for term in asked.terms]
    chats = " | ".join(_written(Token(conversation_token(pk))) for pk in among)
    with connection.cursor() as cursor:
        if not among and before > 0:
            cursor.execute(AMONG_THE_LATEST, [after, before, LATEST, _all_of(terms), most])
            found = [position for (position,) in cursor.fetchall()]
            if len(found) == most:
                return found
        first, then = _parted(asked, terms, chats)
        if then:
            cursor.execute(SIFTED, [first, after, before, then, most])
        else:
            cursor.execute(AMONG_ALL, [first, after, before, most])
        return [position for (position,) in cursor.fetchall()]


def _parted(asked: Asked, terms: list[str], chats: str) -> tuple[str, str]:
    """What GIN is asked, and what its hits are sifted by: of a prefix it would gather all there is."""
    short = [any(token.is_prefix for token in term) for term in asked.terms]
    whole = [term for term, is_short in zip(terms, short, strict=True) if not is_short]
    if chats:
        whole.append(chats)
    if not whole:
        return _all_of(terms), ""
    return _all_of(whole), _all_of([term for term, is_short in zip(terms, short, strict=True) if is_short])


def _all_of(terms: list[str]) -> str:
    return " & ".join(f"({term})" for term in terms)


def _written(token: Token) -> str:
    (word,) = sealed([token.word])
    return f"'{word}'{':*' if token.is_prefix else ''}"
