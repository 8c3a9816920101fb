"""The files of a template's form: chosen now, or sent before.

A file that was taken stays with the form, under a signed name, however often the rest of the form is refused.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.core import signing
from django.http import Http404
from django.urls import reverse

from whatsapp.access import messages_for
from whatsapp.message_templates.form import Field
from whatsapp.models import BusinessNumber, CardFile, MessageFile, StoredFile, Upload
from whatsapp.outbound.given import FileRefused, GivenFile, given_again, take_file
from whatsapp.outbound.template_files import is_document

CHOSEN, KEPT = ".file", ".kept"
"""What the names of the form's two fields of a file end with: the file itself, and one that is here already."""
KEPT_FOR = 24 * 3600
MOST_RECENT = 12
TYPES = {"IMAGE": ("image/jpeg", "image/png"), "VIDEO": ("video/mp4", "video/3gpp")}
"""Of what was sent before. Any other type is a document."""


@dataclass(frozen=True)
class KeptFile:
    """One that can be taken again."""

    key: str
    stored: StoredFile
    name: str

    @property
    def look(self) -> str:
        """Where a small picture of it is; empty for what has none."""
        is_picture = self.stored.mime_type.startswith("image/")
        return reverse("inbox:kept_file", args=[self.key]) if is_picture or self.stored.thumbnail else ""


@dataclass(frozen=True)
class FormFiles:
    """By the keys of their fields: those that came with the form, how each stays with it, why one was not taken."""

    fields: list[Field]
    taken: dict[str, GivenFile]
    kept: dict[str, KeptFile]
    faults: dict[str, str]

    def given(self) -> dict[str, GivenFile]:
        """What is sent. Those that were here already are looked at once more, which a preview need not do."""
        return self.taken | {
            field.key: given_again(kept.stored, kept.name, as_document=is_document(field))
            for field in self.fields
            if (kept := self.kept.get(field.key)) and field.key not in self.taken
        }


def read_files(
    fields: list[Field], posted: Mapping[str, str], uploaded: Mapping[str, Any], user: User
) -> FormFiles:
    found = FormFiles(fields, {}, {}, {})
    for field in fields:
        try:
            if file := uploaded.get(field.key + CHOSEN):
                taken = take_file(file, as_document=is_document(field))
                found.taken[field.key], found.kept[field.key] = taken, keep(taken.stored, taken.name, user)
            elif kept := _kept(posted.get(field.key + KEPT, ""), user):
                found.kept[field.key] = kept
        except FileRefused as refusal:
            found.faults[field.key] = str(refusal)
    return found


def _kept(key: str, user: User) -> KeptFile | None:
    try:
        return open_kept(key, user) if key else None
    except Http404:
        return None  # the form is a day old: the file is chosen once more


def keep(stored: StoredFile, name: str, user: User) -> KeptFile:
    return KeptFile(signing.dumps([stored.pk, name], salt=_salt(user)), stored, name)


def open_kept(key: str, user: User) -> KeptFile:
    """Raises Http404 for a key that is not this person's, or too old."""
    try:
        pk, name = signing.loads(key, salt=_salt(user), max_age=KEPT_FOR)
        return KeptFile(key, StoredFile.objects.get(pk=pk), name)
    except (signing.BadSignature, StoredFile.DoesNotExist):
        raise Http404 from None


def _salt(user: User) -> str:
    return f"a file for a template, of {user.pk}"


def sent_before(field: Field, number: BusinessNumber, user: User) -> list[KeptFile]:
    """What Meta had from this number lately, the newest first: each file once, with the name it last had."""
    uploads = Upload.objects.filter(number=number).order_by("-ends_at")
    if field.name in TYPES:
        uploads = uploads.filter(stored__mime_type__in=TYPES[field.name])
    else:
        uploads = uploads.exclude(stored__mime_type__regex="^(image|video|audio)/")
    stored = {upload.stored_id: upload.stored for upload in uploads.select_related("stored")[:MOST_RECENT]}
    names: dict[int, str] = {}
    for files in (CardFile.objects, MessageFile.objects):
        seen = files.filter(stored__in=stored, message__in=messages_for(user))
        names |= dict(seen.order_by("pk").values_list("stored_id", "name"))
    return [keep(file, names[pk], user) for pk, file in stored.items() if pk in names]
