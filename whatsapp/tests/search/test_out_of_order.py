"""On PostgreSQL ids are committed out of order: what comes late is found all the same."""

from threading import Event, Thread

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from whatsapp.models import Message, SearchEntry, SearchMark
from whatsapp.search import keeping
from whatsapp.search.keeping import index_waiting

from .conftest import texts

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor == "sqlite", reason="SQLite has one writer: ids come in their order"
    ),
]


def test_an_id_that_is_committed_after_higher_ones_is_found_and_indexed(say):
    written, may_commit = Event(), Event()

    def write_slowly() -> None:
        try:
            with transaction.atomic():
                say("متأخرة")
                written.set()
                may_commit.wait(10)
        finally:
            connection.close()

    slow = Thread(target=write_slowly)
    slow.start()
    assert written.wait(10)
    higher = say("سريعة")
    for _ in range(4):
        index_waiting()
    assert SearchEntry.objects.filter(message=higher).exists()
    assert SearchMark.objects.get(noun="message").up_to < higher.pk, "the mark waits for the slow one"
    may_commit.set()
    slow.join()
    assert texts("متأخرة") == ["متأخرة"]
    for _ in range(200):  # transactions of other databases of this server are waited for too
        index_waiting()
        if SearchMark.objects.get(noun="message").up_to == higher.pk:
            break
        Event().wait(0.05)
    late = Message.objects.get(content="متأخرة")
    assert late.pk < higher.pk
    assert SearchEntry.objects.filter(message=late).exists()
    assert SearchMark.objects.get(noun="message").up_to == higher.pk
    assert texts("متأخرة") == ["متأخرة"]


def test_what_was_rebuilt_is_not_looked_for_in_the_tables_too(say, monkeypatch):
    monkeypatch.setattr(keeping, "AT_ONCE", 1)
    monkeypatch.setattr(keeping, "MOST", 1)  # in a turn: there is more than that
    say("أقدم")
    message = say("قديمة")
    call_command("rebuild_search")
    mark = SearchMark.objects.get(noun="message")
    # A transaction of somebody else that has not ended keeps the mark from its second step, which the worker does.
    assert message.pk in (mark.up_to, mark.seen_id)
    assert texts("قديمة") == ["قديمة"]
