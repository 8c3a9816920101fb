"""A rehearsal: everything is lost, the database and the files come back, and a viewer sees what was there."""

from io import BytesIO, StringIO
from pathlib import Path

import pytest
from django.core.files.storage import InMemoryStorage, default_storage
from django.core.management import CommandError, call_command

from whatsapp.media.backup import MANIFEST
from whatsapp.media.queue import fetch_waiting
from whatsapp.models import BusinessNumber, Contact, Conversation, Message, MessageFile, StoredFile
from whatsapp.tests.conftest import signed_in

from .conftest import PDF, a_picture


def run(command: str, folder: Path, *more: str) -> str:
    out = StringIO()
    call_command(command, str(folder), *more, stdout=out, stderr=StringIO())
    return out.getvalue().strip()


@pytest.fixture
def three_files(wire, sends) -> list[Message]:
    messages = [
        sends(a_picture((90, 60))),
        sends(PDF, "document", "application/pdf", filename="عقد.pdf"),
        sends(a_picture((30, 20))),
    ]
    assert fetch_waiting() == 3
    return messages


def everything(agent) -> list[tuple[bytes, str, bytes]]:
    """What a viewer gets of each message: bytes, headers that matter, small picture."""
    client, seen = signed_in(agent), []
    for message in Message.objects.order_by("pk"):
        full, small = client.get(message.media_url), client.get(message.media_url + "/thumbnail")
        shown = b"".join(small) if small.streaming else b""
        seen.append((b"".join(full), full.headers["Content-Disposition"], shown))
    return seen


def test_database_and_files_come_back_into_an_empty_place(three_files, agent, tmp_path, monkeypatch):
    before = everything(agent)
    database, folder = tmp_path / "database.json", tmp_path / "media"
    call_command("dumpdata", "whatsapp", output=str(database), verbosity=0)
    assert run("backup_media", folder, "--dry-run") == "سيُنسخ: 5. موجود من قبل: 0."
    assert not folder.exists()
    assert run("backup_media", folder) == "نُسخ: 5. موجود من قبل: 0. ناقص أو تالف: 0."
    assert run("backup_media", folder) == "نُسخ: 0. موجود من قبل: 5. ناقص أو تالف: 0."

    for model in (MessageFile, Message, StoredFile, Conversation, Contact, BusinessNumber):
        model.objects.all().delete()
    monkeypatch.setattr(default_storage, "_wrapped", InMemoryStorage())
    call_command("loaddata", str(database), verbosity=0)
    assert run("restore_media", folder, "--dry-run") == "سيُنسخ: 5. موجود من قبل: 0."
    assert run("restore_media", folder) == "نُسخ: 5. موجود من قبل: 0. ناقص أو تالف: 0."
    assert everything(agent) == before
    assert [len(shown) > 0 for _, _, shown in before] == [True, False, True]
    assert run("restore_media", folder) == "نُسخ: 0. موجود من قبل: 5. ناقص أو تالف: 0."


def test_a_backup_that_was_broken_off_goes_on(three_files, tmp_path):
    run("backup_media", tmp_path)
    manifest = tmp_path / MANIFEST
    lines = manifest.read_text().splitlines()
    manifest.write_text("\n".join(lines[:2]) + "\n" + lines[2][:20])
    assert run("backup_media", tmp_path).startswith("نُسخ: 3. موجود من قبل: 2.")
    assert run("backup_media", tmp_path).startswith("نُسخ: 0. موجود من قبل: 5.")


def test_what_is_damaged_is_neither_backed_up_nor_restored(three_files, tmp_path, monkeypatch, storage):
    stored = StoredFile.objects.first()
    whole = storage.open(stored.name).read()
    storage.delete(stored.name)
    storage.save(stored.name, BytesIO(b"x" * len(whole)))
    with pytest.raises(CommandError, match="ناقص أو تالف: 1"):
        run("backup_media", tmp_path)
    assert not (tmp_path / stored.name).exists()
    kept = tmp_path / StoredFile.objects.last().name
    kept.write_bytes(b"y" * kept.stat().st_size)
    with (tmp_path / MANIFEST).open("a") as manifest:
        manifest.write('{"name": "../../outside", "sha256": "", "size": 0}\n')
    monkeypatch.setattr(default_storage, "_wrapped", InMemoryStorage())
    with pytest.raises(CommandError, match=r"ناقص أو تالف: 2\..*: 2\."):
        run("restore_media", tmp_path)
    with pytest.raises(CommandError, match="لا نسخة احتياطية"):
        run("restore_media", tmp_path / "elsewhere")
