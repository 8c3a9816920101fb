"""Many rows in one statement, the same on SQLite and PostgreSQL: the hot path's only raw SQL."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

from django.db import connection, models

AT_ONCE = 200
"""Rows in one INSERT: keeps the statement well under the 32 766 parameters of SQLite."""

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
    head = f"INSERT INTO {model._meta.db_table} ({', '.join(columns)}) VALUES "  # noqa: S608 (names are ours)
    tail = f"{' ON CONFLICT DO NOTHING' if unless_there else ''} RETURNING {returning}"
    one = f"({', '.join(['%s'] * len(columns))})"
    inserted: list[tuple[Any, ...]] = []
    with connection.cursor() as cursor:
        for start in range(0, len(rows), AT_ONCE):
            some = rows[start : start + AT_ONCE]
            cursor.execute(
                head + ", ".join([one] * len(some)) + tail, [value for row in some for value in row]
            )
            inserted += cursor.fetchall()
    return inserted


def update(model: type[models.Model], columns: Sequence[str], rows: Iterable[Row]) -> None:
    """Each row: the new values in the order of `columns`, then the id."""
    assignments = ", ".join(f"{column} = %s" for column in columns)
    with connection.cursor() as cursor:
        cursor.executemany(f"UPDATE {model._meta.db_table} SET {assignments} WHERE id = %s", list(rows))  # noqa: S608


def select(
    model: type[models.Model],
    columns: Sequence[str],
    where: str,
    values: Sequence[Any],
    *,
    lock: bool = False,
) -> list[tuple[Any, ...]]:
    """With `lock`, nobody else changes these rows before we commit (on SQLite, IMMEDIATE sees to that)."""
    suffix = " ORDER BY id FOR UPDATE" if lock and connection.features.has_select_for_update else ""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {', '.join(columns)} FROM {model._meta.db_table} WHERE {where}{suffix}",  # noqa: S608
            list(values),
        )
        return cursor.fetchall()


def placeholders(values: Sequence[Any]) -> str:
    return ", ".join(["%s"] * len(values))


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
