"""Many rows as fast as the database takes them: COPY on PostgreSQL, one statement for all of them on SQLite.

Values are text, numbers and None; times come from `moment`. An id that others need is brought along.
"""

import csv
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from io import StringIO
from itertools import islice
from typing import Any

from django.db import connection, models
from django.db.models import Max

Row = Sequence[Any]
A_PIECE = 1000
"""Rows that are handed to PostgreSQL together."""
NULL = r"\N"
"""What nobody says. An empty text is another thing."""


def first_id(model: type[models.Model]) -> int:
    """Above all that are there."""
    return (model._default_manager.aggregate(highest=Max("pk"))["highest"] or 0) + 1


@contextmanager
def unchecked() -> Iterator[None]:
    """PostgreSQL looks up each foreign key, a third of its work; a superuser may leave it out. Ours are right."""
    with connection.cursor() as cursor:
        if _is_postgresql():
            cursor.execute("SELECT current_setting('is_superuser')")
        if not _is_postgresql() or cursor.fetchone() != ("on",):
            yield
            return
        cursor.execute("SET session_replication_role = replica")
        try:
            yield
        finally:
            cursor.execute("SET session_replication_role = DEFAULT")


def pour(model: type[models.Model], columns: Sequence[str], rows: Iterable[Row]) -> None:
    """While the database takes some, the next are made. After rows with ids of their own it counts on."""
    table = model._meta.db_table
    _write(table, columns, rows)
    if columns[0] == "id" and _is_postgresql():
        with connection.cursor() as cursor:
            counter = f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id)) FROM {table}"  # noqa: S608
            cursor.execute(counter)


def correct(model: type[models.Model], columns: Sequence[str], rows: Sequence[Row]) -> None:
    """Each row: the id, then the new values in the order of `columns`. In a transaction."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if not _is_postgresql():
            values = ", ".join(f"{column} = %s" for column in columns)
            sql = f"UPDATE {table} SET {values} WHERE id = %s"  # noqa: S608 (our names)
            cursor.executemany(sql, [[*row[1:], row[0]] for row in rows])
            return
        names = ", ".join(["id", *columns])
        sql = f"CREATE TEMP TABLE corrected ON COMMIT DROP AS SELECT {names} FROM {table} WITH NO DATA"  # noqa: S608
        cursor.execute(sql)
        _write("corrected", ["id", *columns], rows)
        values = ", ".join(f"{column} = corrected.{column}" for column in columns)
        sql = f"UPDATE {table} SET {values} FROM corrected WHERE {table}.id = corrected.id"  # noqa: S608
        cursor.execute(sql)


def moment(seconds: int) -> str:
    """A time as both databases read it."""
    written = datetime.fromtimestamp(seconds, UTC).isoformat(" ")
    return written if _is_postgresql() else written.removesuffix("+00:00")


def _write(table: str, columns: Sequence[str], rows: Iterable[Row]) -> None:
    names = ", ".join(columns)
    with connection.cursor() as cursor:
        if not _is_postgresql():
            marks = ", ".join(["%s"] * len(columns))
            cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", list(rows))  # noqa: S608
            return
        with cursor.copy(f"COPY {table} ({names}) FROM STDIN (FORMAT csv, NULL '{NULL}')") as copy:
            left = iter(rows)
            while some := list(islice(left, A_PIECE)):
                lines = StringIO()
                csv.writer(lines).writerows(
                    [[NULL if value is None else value for value in row] for row in some]
                )
                copy.write(lines.getvalue())


@cache
def _is_postgresql() -> bool:
    return connection.vendor == "postgresql"
