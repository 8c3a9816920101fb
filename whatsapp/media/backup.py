"""The files of the storage in a folder, and back: incremental, checked by their SHA-256, to be broken off at will.

The folder holds the files under their names in the storage, and `manifest.jsonl`, a line for each: name, sha256,
size. A file is copied beside its place and renamed, then its line is written: what has a line is whole.
"""

import hashlib
import json
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO

from django.core.files.base import File
from django.core.files.storage import default_storage

from whatsapp.models import StoredFile

from .keeping import IncomingFile, bytes_of

MANIFEST = "manifest.jsonl"
PIECE = 1024 * 1024
EVERY = 200
"""Files between two lines of progress."""


@dataclass(frozen=True)
class Entry:
    name: str
    sha256: str
    size: int

    @property
    def is_sound(self) -> bool:
        """A name inside the folder: a manifest may have been touched by anybody."""
        path = PurePosixPath(self.name)
        return bool(path.parts) and not path.is_absolute() and ".." not in path.parts


@dataclass
class Progress:
    total: int
    copied: int = 0
    there: int = 0
    faults: int = 0  # missing where they should be, or not the bytes they should be

    @property
    def done(self) -> int:
        return self.copied + self.there + self.faults


def go_through(steps: Iterable[Progress], tell: Callable[[str], object]) -> Progress:
    """To the end, with a line now and then; returns where it ended."""
    progress = Progress(0)
    for progress in steps:
        if progress.done % EVERY == 0:
            tell(f"{progress.done} / {progress.total}")
    return progress


class Damaged(Exception):
    """Other bytes than were expected."""


def known_files() -> Iterator[tuple[str, str]]:
    """Name in the storage, and the SHA-256 it must have; empty for a thumbnail, of which nobody noted it."""
    for name, sha256, thumbnail in StoredFile.objects.order_by("pk").values_list(
        "name", "sha256", "thumbnail"
    ):
        yield name, sha256
        if thumbnail:
            yield thumbnail, ""


def back_up(folder: Path, *, dry_run: bool = False) -> Iterator[Progress]:
    """Copies what the folder does not have yet; says after each file how far it is."""
    kept, known = read_manifest(folder), dict(known_files())
    progress = Progress(len(known))
    if not dry_run:
        folder.mkdir(parents=True, exist_ok=True)
    for name, sha256 in known.items():
        entry = kept.get(name)
        place = folder / name
        if entry and place.is_file() and place.stat().st_size == entry.size and sha256 in ("", entry.sha256):
            progress.there += 1
        elif dry_run:
            progress.copied += 1
        else:
            _tally(progress, lambda name=name, sha256=sha256: _copy_out(folder, name, sha256))  # type: ignore[misc]
        yield progress


def restore(folder: Path, *, dry_run: bool = False) -> Iterator[Progress]:
    """Puts back what the storage does not have; every file is checked before it counts."""
    entries = read_manifest(folder)
    progress = Progress(len(entries))
    for entry in entries.values():
        if not entry.is_sound:
            progress.faults += 1
        elif default_storage.exists(entry.name) and default_storage.size(entry.name) == entry.size:
            progress.there += 1
        elif dry_run:
            progress.copied += 1
        else:
            _tally(progress, lambda entry=entry: _copy_in(folder, entry))  # type: ignore[misc]
        yield progress


def lost_files() -> int:
    """How many files the database knows that are not in the storage."""
    return sum(not default_storage.exists(name) for name in dict(known_files()))


def read_manifest(folder: Path) -> dict[str, Entry]:
    """By name. The last line may be half written: its file is copied again."""
    entries: dict[str, Entry] = {}
    with suppress(FileNotFoundError):
        for line in (folder / MANIFEST).read_text(encoding="utf-8").splitlines():
            with suppress(ValueError, KeyError, TypeError):
                told = json.loads(line)
                entries[told["name"]] = Entry(str(told["name"]), str(told["sha256"]), int(told["size"]))
    return entries


def _tally(progress: Progress, copy: Callable[[], None]) -> None:
    try:
        copy()
    except (OSError, Damaged):
        progress.faults += 1
    else:
        progress.copied += 1


def _copy_out(folder: Path, name: str, sha256: str) -> None:
    place = folder / name
    place.parent.mkdir(parents=True, exist_ok=True)
    part = place.with_name(place.name + ".part")
    with default_storage.open(name) as source, part.open("wb") as target:
        digest, size = _copy(source, target)
        os.fsync(target.fileno())
    if sha256 and digest != sha256:
        part.unlink()
        raise Damaged
    part.replace(place)
    line = json.dumps({"name": name, "sha256": digest, "size": size})
    with (folder / MANIFEST).open("a", encoding="utf-8") as manifest:
        # On a line of its own also behind one that was broken off.
        manifest.write(f"{'' if _ends_well(folder) else chr(10)}{line}\n")


def _ends_well(folder: Path) -> bool:
    with (folder / MANIFEST).open("rb") as manifest:
        if manifest.seek(0, os.SEEK_END) == 0:
            return True
        manifest.seek(-1, os.SEEK_END)
        return manifest.read() == b"\n"


def _copy_in(folder: Path, entry: Entry) -> None:
    with (folder / entry.name).open("rb") as source, IncomingFile() as target:
        raw = bytes_of(target)
        digest, size = _copy(source, raw)
        if (digest, size) != (entry.sha256, entry.size):
            raise Damaged
        raw.flush()
        os.fsync(raw.fileno())
        raw.seek(0)
        target.size = size
        if default_storage.exists(entry.name):
            default_storage.delete(entry.name)  # of another size: half of it, from an earlier accident
        default_storage.save(entry.name, target)


def _copy(source: "IO[bytes] | File[bytes]", target: IO[bytes]) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    while piece := source.read(PIECE):
        digest.update(piece)
        size += target.write(piece)
    return digest.hexdigest(), size
