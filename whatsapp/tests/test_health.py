from datetime import timedelta

import pytest
from django.db import DatabaseError, connection

from whatsapp import worker
from whatsapp.health import SILENCE
from whatsapp.models import Heartbeat


@pytest.fixture(autouse=True)
def noon(time_machine):
    time_machine.move_to("2026-11-23T12:00:00Z", tick=False)
    return time_machine


def test_healthz_needs_neither_a_sign_in_nor_the_database(client):
    """This test may not touch the database: pytest-django would stop it."""
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"ok": True})
    assert "no-store" in answer.headers["Cache-Control"]


def test_readyz_is_503_where_no_worker_ever_was(client, db):
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()) == (503, {"ok": False, "database": True, "worker": False})


def test_readyz_is_200_while_a_worker_is_heard_of(client, db, noon):
    worker.beat()
    assert client.get("/readyz").json() == {"ok": True, "database": True, "worker": True}
    noon.shift(SILENCE - timedelta(seconds=1))
    assert client.get("/readyz").status_code == 200


def test_readyz_is_503_once_the_worker_has_been_silent_for_too_long(client, db, noon):
    worker.beat()
    noon.shift(SILENCE)
    assert client.get("/readyz").status_code == 503
    worker.beat()
    assert client.get("/readyz").status_code == 200
    assert Heartbeat.objects.count() == 1


def test_readyz_is_503_when_the_database_does_not_answer(client, db):
    def broken(*_args, **_kwargs):
        raise DatabaseError("the disk is gone")

    with connection.execute_wrapper(broken):
        answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["database"]) == (503, False)
    assert b"disk" not in answer.content


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_health_is_for_reading_only(client, db, path):
    assert client.post(path).status_code == 405
