"""Into the storage, by content: the same bytes lie there once, whatever they are called."""

import os
import time
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, default_storage
from django.core.files.uploadedfile import TemporaryUploadedFile, UploadedFile
from django.utils import timezone

from whatsapp.codecs import thumbnails
from whatsapp.codecs.apart import Source
from whatsapp.codecs.sniffing import HEAD, sniff
from whatsapp.models import StoredFile

from .inline import PICTURES

LEFT_BEHIND_SECONDS = 24 * 3600


class IncomingFile(TemporaryUploadedFile):
    """A place to write to before it is known what comes. It is gone when it is closed, unless it was kept.

    On the disk of a local storage, so that keeping it is a rename: nobody ever sees half a file.
    """

    def __init__(self) -> None:
        folder = _incoming()
        folder.mkdir(parents=True, exist_ok=True)
        file = NamedTemporaryFile(dir=folder)  # noqa: SIM115 (closed with this one)
        UploadedFile.__init__(self, file, "incoming", None, 0, None)


def forget_leftovers() -> None:
    """What killed processes left in the middle of a download."""
    yesterday = time.time() - LEFT_BEHIND_SECONDS
    for path in _incoming().glob("*"):
        with suppress(FileNotFoundError):  # another process may be at it too
            if path.stat().st_mtime < yesterday:
                path.unlink()


def _incoming() -> Path:
    return Path(settings.MEDIA_ROOT) / "incoming"


def bytes_of(file: TemporaryUploadedFile) -> IO[bytes]:
    assert file.file is not None
    return file.file


def keep(file: TemporaryUploadedFile, sha256: str) -> StoredFile:
    """The row of these bytes, new or known. First the bytes, then the row: a row always has its file."""
    # Marked as taken before it is looked for: what prunes unused files then leaves it alone, or has done its work.
    same = StoredFile.objects.filter(sha256=sha256)
    if same.update(stored_at=timezone.now()) and default_storage.exists((known := same.get()).name):
        return known
    raw = bytes_of(file)
    raw.flush()
    os.fsync(raw.fileno())
    size = raw.tell()
    raw.seek(0)
    mime_type = sniff(raw.read(HEAD))
    # The box of a picture is known at once. What takes longer is drawn by the worker (`drawing`).
    width, height = (mime_type in PICTURES and thumbnails.size_of(raw)) or (None, None)
    raw.seek(0)
    file.size = size
    facts = {"size": size, "mime_type": mime_type, "width": width, "height": height}
    facts["name"] = _save(_place("files", sha256), file)
    stored, _made = StoredFile.objects.update_or_create(sha256=sha256, defaults=facts)
    return stored


def source_of(stored: StoredFile) -> Source:
    """Its path on this machine's disk; from a store elsewhere, its bytes."""
    if isinstance(default_storage, FileSystemStorage):
        return Path(default_storage.path(stored.name))
    with default_storage.open(stored.name) as file:
        return bytes(file.read())


def keep_thumbnail(sha256: str, thumbnail: bytes) -> str:
    """Where it lies: under the name of what it shows."""
    return _save(_place("thumbnails", sha256) + ".webp", ContentFile(thumbnail))


def _place(room: str, sha256: str) -> str:
    """Two hundred and fifty-six folders: no directory gets too long."""
    return f"{room}/{sha256[:2]}/{sha256[2:]}"


def _save(name: str, content: "ContentFile[bytes] | TemporaryUploadedFile") -> str:
    """The name it has there: what lies there already under this name is the same."""
    return name if default_storage.exists(name) else default_storage.save(name, content)
