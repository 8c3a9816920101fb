"""The test database. Its migrations take as long as a hundred tests, so a copy of what they made is kept.

The copy serves as long as migrations and models are the same. A clean clone, as in CI, has none: there the
migrations run, as they do for `--create-db`, and on PostgreSQL always.
"""

import hashlib
import shutil
from pathlib import Path

import django
import pytest
from django.conf import settings
from django.db import connection
from pytest_django import DjangoDbBlocker

MADE_BY = ("migrations", "models")


@pytest.fixture(scope="session")
def kept_database(pytestconfig: pytest.Config) -> Path | None:
    """Where the copy is, or will be."""
    cache = getattr(pytestconfig, "cache", None)
    if cache is None or connection.vendor != "sqlite":
        return None
    return cache.mkdir("database") / f"{_fingerprint()}.sqlite3"


def _fingerprint() -> str:
    digest = hashlib.sha256(django.__version__.encode())
    for folder in MADE_BY:
        for path in sorted((settings.BASE_DIR / "whatsapp" / folder).rglob("*.py")):
            digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()


@pytest.fixture(scope="session")
def django_db_keepdb(
    django_db_keepdb: bool,
    django_db_createdb: bool,
    django_db_modify_db_settings: None,
    kept_database: Path | None,
) -> bool:
    """Django finds the copy in the place of its test database, and only looks whether anything is missing there."""
    if django_db_createdb or kept_database is None or not kept_database.exists():
        return django_db_keepdb
    place = Path(connection.settings_dict["TEST"]["NAME"])
    place.parent.mkdir(exist_ok=True)
    for of_a_killed_run in ("-wal", "-shm"):
        place.with_name(place.name + of_a_killed_run).unlink(missing_ok=True)
    shutil.copyfile(kept_database, place)
    return True


@pytest.fixture(scope="session")
def django_db_setup(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, kept_database: Path | None
) -> None:
    """Keeps what the migrations made, before a test sees it. Two workers may do so at once: each moves its own."""
    if kept_database is None or kept_database.exists():
        return
    for outdated in kept_database.parent.glob("*.sqlite3"):
        outdated.unlink(missing_ok=True)
    ours = kept_database.with_name(Path(connection.settings_dict["NAME"]).name + ".new")
    ours.unlink(missing_ok=True)
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(ours)])
    ours.replace(kept_database)
