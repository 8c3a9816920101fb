"""The index on SQLite: the FTS5 table `whatsapp_search`, which follows `whatsapp_search_entries` by triggers.

Its rowids are the positions, so that the newest hits of whole words come first without sorting. Of a prefix FTS5
would bring all hits together first; but it keeps those of two and three letters ready, and for a longer one
`whatsapp_search_words` knows which words begin so.
"""

from collections.abc import Collection, Iterable

from django.db import connection

from .tokens import Asked, Token, conversation_token, sealed

INSERT = (
    "INSERT INTO whatsapp_search_entries (position, message_id, conversation_id, words) "
    "VALUES (%s, %s, %s, %s)"
)
LEARN = "INSERT OR IGNORE INTO whatsapp_search_words (word) VALUES (%s)"
BEGIN_SO = "SELECT word FROM whatsapp_search_words WHERE word >= %s AND word < %s LIMIT %s"
READY_PREFIX = 3
"""Letters; longer ones are made of whole words."""
MOST_WORDS = 400
NEWEST = (
    "SELECT rowid FROM whatsapp_search WHERE whatsapp_search MATCH %s AND rowid > %s AND rowid < %s "
    "ORDER BY rowid DESC LIMIT %s"
)


def put(entries: Iterable[tuple[int, int | None, int | None, set[str]]]) -> None:
    """Position, message, conversation, tokens. In the order of positions: FTS5 is quickest so."""
    entries = sorted(entries, key=lambda entry: entry[0])
    rows = [(*ids, " ".join(sealed(tokens))) for *ids, tokens in entries]
    with connection.cursor() as cursor:
        cursor.executemany(INSERT, rows)
        cursor.executemany(LEARN, [(word,) for word in sorted(_worth_knowing(entries))])


def _worth_knowing(entries: Iterable[tuple[int, int | None, int | None, set[str]]]) -> set[str]:
    words = {word for *_, tokens in entries for word in tokens}
    return {word for word in words if len(word) > READY_PREFIX and word.isalnum() and not word.isdecimal()}


def newest(asked: Asked, *, after: int, before: int, most: int, among: Collection[int] = ()) -> list[int]:
    """Positions between these two, the highest first; `among` are conversations, none means all."""
    with connection.cursor() as cursor:
        cursor.execute(NEWEST, [_expression(asked, among), after, before, most])
        return [position for (position,) in cursor.fetchall()]


def _expression(asked: Asked, among: Collection[int]) -> str:
    terms = [[token for given in term for token in _in_whole_words(given)] for term in asked.terms]
    if among:
        terms.append([Token(conversation_token(pk)) for pk in among])
    return " AND ".join(f"({' OR '.join(map(_written, term))})" for term in terms)


def _in_whole_words(token: Token) -> list[Token]:
    if (
        not token.is_prefix
        or len(token.word) <= READY_PREFIX
        or not token.word.isalnum()
        or token.word.isdecimal()
    ):
        return [token]
    with connection.cursor() as cursor:
        cursor.execute(BEGIN_SO, [token.word, token.word + "\U0010ffff", MOST_WORDS + 1])
        words = [Token(word) for (word,) in cursor.fetchall()]
    if len(words) > MOST_WORDS:
        return [token]
    return words or [Token(token.word)]


def _written(token: Token) -> str:
    (word,) = sealed([token.word])
    return f'"{word}"{" *" if token.is_prefix else ""}'
