"""What no message has any more goes, and nothing else, whoever takes it meanwhile."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.utils import timezone

from whatsapp.media import pruning
from whatsapp.media.queue import fetch_waiting
from whatsapp.media.taking import take
from whatsapp.models import BusinessNumber, StoredFile, Upload

from .conftest import a_picture


def prune_files(*arguments: str) -> str:
    out = StringIO()
    call_command("prune_files", *arguments, stdout=out)
    return out.getvalue().strip()


def test_only_what_nobody_has_is_deleted_after_a_week(wire, sends, clock):
    used, unused = sends(a_picture()), sends(a_picture((90, 60)))
    fetch_waiting()
    gone = StoredFile.objects.get(width=90)
    Upload.objects.create(
        stored=gone, number=BusinessNumber.objects.get(), media_id="1", ends_at=timezone.now()
    )
    unused.delete()
    assert prune_files().startswith("حُذف: 0")
    clock.shift(timedelta(days=7, minutes=1))
    new = take([b"%PDF-1.7 just given"])
    assert prune_files("--dry-run").startswith("سيُحذف: 1")
    assert StoredFile.objects.count() == 3
    assert prune_files().startswith("حُذف: 1")
    assert {stored.pk for stored in StoredFile.objects.all()} == {new.pk, used.file.stored_id}
    assert not default_storage.exists(gone.name)
    assert not default_storage.exists(gone.thumbnail)
    assert default_storage.exists(used.file.stored.name)
    with pytest.raises(CommandError):
        prune_files("--days", "0")


def test_what_somebody_takes_in_this_moment_stays(db, clock, monkeypatch):
    """It was on the list; before its turn came, an agent chose the same file again."""
    data = b"%PDF-1.7 the price list"
    stored = take([data])
    clock.shift(timedelta(days=8))
    turns = pruning.prune(timezone.now() - timedelta(days=7))
    real = pruning._forget
    monkeypatch.setattr(pruning, "_forget", lambda *asked: (take([data]), real(*asked))[1])
    assert [turn.files for turn in turns] == [0]
    assert default_storage.open(StoredFile.objects.get(pk=stored.pk).name).read() == data


def test_what_was_deleted_a_moment_ago_is_stored_anew(db, clock):
    data = b"%PDF-1.7 the price list"
    first = take([data])
    clock.shift(timedelta(days=8))
    prune_files()
    assert not default_storage.exists(first.name)
    assert default_storage.open(take([data]).name).read() == data
