"""Webhooks beside other writers."""

from __future__ import annotations

import threading

import pytest
from django.db import OperationalError, connection, transaction

from whatsapp.inbound import rows
from whatsapp.models import Label

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("connection.vendor != 'sqlite'", reason="SQLite alone has one writer at a time"),
]


def test_who_is_in_a_hurry_asks_again_and_again_until_the_other_writer_has_ended(monkeypatch):
    begun, ended = threading.Event(), threading.Event()

    def another() -> None:
        with transaction.atomic():
            Label.objects.create(name="first")
            begun.set()
            ended.wait(10)
        connection.close()

    writer = threading.Thread(target=another)
    writer.start()
    begun.wait(10)
    rows.hurry()
    with pytest.raises(OperationalError), transaction.atomic():
        pass
    monkeypatch.setattr(rows, "LONGEST_TURN", 0)
    with pytest.raises(OperationalError), rows.turn():
        pass
    monkeypatch.setattr(rows, "LONGEST_TURN", 20)
    threading.Timer(0.05, ended.set).start()
    with rows.turn():
        Label.objects.create(name="second")
    writer.join()
    assert list(Label.objects.order_by("pk").values_list("name", flat=True)) == ["first", "second"]

    def fail() -> None:
        with rows.turn():
            Label.objects.create(name="third")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert not Label.objects.filter(name="third").exists()
    connection.close()
