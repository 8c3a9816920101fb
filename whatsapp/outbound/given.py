"""A file that somebody gave us to send: known by its first bytes, and stored. Nothing is decoded meanwhile."""

from dataclasses import dataclass
from typing import Any

from django.core.files.base import File
from django.core.files.storage import default_storage

from whatsapp.cloud_api.text import storable
from whatsapp.codecs import kinds
from whatsapp.codecs.faults import CannotUse, TooLarge
from whatsapp.codecs.names import fitting_name
from whatsapp.media.taking import take
from whatsapp.models import StoredFile

from .compose import CannotSend
from .refused_files import in_words


class FileRefused(CannotSend):
    """`code` says which of the faults of `codecs.faults` it is."""

    def __init__(self, fault: CannotUse) -> None:
        super().__init__(in_words(fault))
        self.code, self.is_too_large = fault.code, isinstance(fault, TooLarge)


@dataclass(frozen=True)
class GivenFile:
    """`plan` says as what it can go; `name` is the one that its receiver sees, empty for what was recorded."""

    stored: StoredFile
    plan: kinds.Plan
    name: str


def take_file(file: "File[Any]", *, is_voice: bool = False, as_document: bool = False) -> GivenFile:
    """Outside of any transaction: a disk may take its time. Raises FileRefused, and then nothing is stored."""
    head = file.read(kinds.HEAD)
    file.seek(0)
    plan = plan_of(head, file.size, file.name or "", is_voice=is_voice, as_document=as_document)
    return GivenFile(take(file.chunks()), plan, _shown_name(file.name or "", plan))


def given_again(
    stored: StoredFile, name: str, *, is_voice: bool = False, as_document: bool = False
) -> GivenFile:
    """What we have already: of a ready reply, or sent before. Raises FileRefused."""
    with default_storage.open(stored.name) as content:
        head = content.read(kinds.HEAD)
    plan = plan_of(head, stored.size, name, is_voice=is_voice, as_document=as_document)
    return GivenFile(stored, plan, _shown_name(name, plan))


def plan_of(head: bytes, size: int, name: str, *, is_voice: bool, as_document: bool) -> kinds.Plan:
    """Raises FileRefused."""
    try:
        if is_voice:
            return kinds.plan_voice(head, size)
        return kinds.plan(head, size, name, as_document=as_document)
    except CannotUse as fault:
        raise FileRefused(fault) from None


def _shown_name(name: str, plan: kinds.Plan) -> str:
    return "" if plan.is_voice else fitting_name(storable(name), plan.mime_type)
