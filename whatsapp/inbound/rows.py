"""Many rows in one statement, the same on SQLite and PostgreSQL: the hot path's only raw SQL.

It speaks to the driver's own cursor, inside Django's transaction: Django's wrapper would rewrite the
placeholders of each statement, at the cost of the statement itself (bench/ingest.py).
"""

import sqlite3
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from functools import lru_cache
from time import monotonic
from typing import Any

from django.db import DEFAULT_DB_ALIAS, OperationalError, connection, connections, models, transaction

AT_ONCE = 200
"""Rows in one INSERT: keeps the statement well under the 32 766 parameters of SQLite."""

LONGEST_TURN = 20
"""Seconds until somebody who waits to write gives up."""

NAMES, EARLY_STATUSES, NOTICES = 7_226_001, 7_226_002, 7_226_003
"""PostgreSQL's advisory locks around who is called what, around statuses that come before their message, and around
trouble and its end: what no constraint can forbid. Any numbers, as long as they are always these."""

Row = Sequence[Any]


def insert(
    model: type[models.Model],
    columns: Sequence[str],
    rows: Sequence[Row],
    *,
    unless_there: bool,
    returning: str,
) -> list[tuple[Any, ...]]:
    """Inserts, and answers with `returning` of what was really inserted, in no particular order."""
    inserted: list[tuple[Any, ...]] = []
    for start in range(0, len(rows), AT_ONCE):
        some = rows[start : start + AT_ONCE]
        sql = _insert_statement(model, tuple(columns), len(some), unless_there, returning)
        inserted += _execute(sql, [value for row in some for value in row])
    return inserted


def update(model: type[models.Model], columns: Sequence[str], rows: Iterable[Row]) -> None:
    """Each row: the new values in the order of `columns`, then the id."""
    with _Driver() as driver, closing(driver.cursor()) as cursor:
        cursor.executemany(_update_statement(model, tuple(columns)), list(rows))


def select(
    model: type[models.Model],
    columns: Sequence[str],
    where: str,
    values: Sequence[Any],
    *,
    lock: bool = False,
) -> list[tuple[Any, ...]]:
    """With `lock`, nobody else changes these rows before we commit (on SQLite, IMMEDIATE sees to that)."""
    suffix = _lock() if lock else ""
    return _execute(
        f"SELECT {', '.join(columns)} FROM {model._meta.db_table} WHERE {where}{suffix}",  # noqa: S608 (our names)
        values,
    )


def hold(lock: int, *, shared: bool = False) -> bool:
    """Until the commit nobody else holds it, but for others who share it.

    False where nobody had to be waited for: SQLite has one writer at a time anyway.
    """
    if connection.vendor != "postgresql":
        return False
    verb = "pg_advisory_xact_lock_shared" if shared else "pg_advisory_xact_lock"
    _execute(f"SELECT {verb}(%s)", [lock])
    return True


def among(column: str, values: Sequence[Any]) -> str:
    """`column IN (…)`, for `where`. With no values it is true of nothing."""
    return f"{column} IN ({', '.join([_mark()] * len(values))})"


def equals(column: str) -> str:
    return f"{column} = {_mark()}"


@lru_cache(maxsize=1024)
def moment(value: datetime | None) -> Any:
    """A time as the database's driver wants it (SQLite: text in UTC, as Django writes it)."""
    if value is None or connection.vendor != "sqlite":
        return value
    return str(value.astimezone(UTC).replace(tzinfo=None))


def read_moment(value: Any) -> datetime | None:
    """A time as a raw cursor gave it: aware from PostgreSQL, naive UTC or text from SQLite."""
    if value is None:
        return None
    time = value if isinstance(value, datetime) else datetime.fromisoformat(value)
    return time if time.tzinfo else time.replace(tzinfo=UTC)


@contextmanager
def turn() -> Iterator[None]:
    """A transaction; on SQLite, as soon as the writer before us has ended.

    Who finds SQLite busy sleeps, each time longer, up to a tenth of a second, while others come, write and go.
    A thread that was `hurried` looks again every millisecond instead.
    """
    block, until = transaction.atomic(), monotonic() + LONGEST_TURN
    while True:
        try:
            block.__enter__()
            break
        except OperationalError as error:
            if not _is_busy(error) or monotonic() > until:
                raise
    # As `with` would do it, had it not to begin again and again.
    try:
        yield
    except BaseException:
        block.__exit__(*sys.exc_info())
        raise
    block.__exit__(None, None, None)


def hurry() -> None:
    """From now on this thread's connection does not sleep long for others."""
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        connection.connection.execute("PRAGMA busy_timeout = 2")


def _is_busy(error: OperationalError) -> bool:
    return getattr(error.__cause__, "sqlite_errorcode", None) == sqlite3.SQLITE_BUSY


def _execute(sql: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    with _Driver() as driver:
        cursor = driver.cursor()
        try:
            return list(cursor.execute(sql, values).fetchall())
        finally:
            cursor.close()


class _Driver:
    """The driver's connection of this thread; its errors come as Django's. No generator: it is entered often."""

    __slots__ = ("database",)

    def __enter__(self) -> Any:
        self.database = connections[DEFAULT_DB_ALIAS]
        self.database.ensure_connection()
        self.database.wrap_database_errors.__enter__()
        return self.database.connection

    def __exit__(self, *error: Any) -> None:
        self.database.wrap_database_errors.__exit__(*error)


@lru_cache(maxsize=1)
def _lock() -> str:
    return " ORDER BY id FOR UPDATE" if connection.features.has_select_for_update else ""


@lru_cache(maxsize=1)
def _mark() -> str:
    return "?" if connection.vendor == "sqlite" else "%s"


@lru_cache(maxsize=512)
def _insert_statement(
    model: type[models.Model], columns: tuple[str, ...], count: int, unless_there: bool, returning: str
) -> str:
    one = f"({', '.join([_mark()] * len(columns))})"
    conflict = " ON CONFLICT DO NOTHING" if unless_there else ""
    values = ", ".join([one] * count)
    names = ", ".join(columns)
    return f"INSERT INTO {model._meta.db_table} ({names}) VALUES {values}{conflict} RETURNING {returning}"  # noqa: S608


@lru_cache(maxsize=16)
def _update_statement(model: type[models.Model], columns: tuple[str, ...]) -> str:
    assignments = ", ".join(equals(column) for column in columns)
    return f"UPDATE {model._meta.db_table} SET {assignments} WHERE {equals('id')}"  # noqa: S608
