"""The files of a template message: of its heading, and of the cards of a carousel.

They are kept beside the message as any file is, and the worker brings them to Meta. Meta wants a file of this very
message: the sample with which the template was reviewed is not sent by itself (Cloud API: templates).
"""

from collections.abc import Collection, Iterator, Mapping
from copy import deepcopy
from typing import Any

from django.utils.translation import gettext as _

from whatsapp.cloud_api.notifications.fields import a_list, an_object
from whatsapp.cloud_api.text import storable
from whatsapp.codecs.faults import NotTaken
from whatsapp.codecs.kinds import Plan
from whatsapp.codecs.prepare import Prepared
from whatsapp.message_templates.definition import Definition, Json
from whatsapp.message_templates.form import Field, fields_of
from whatsapp.models import BusinessNumber, CardFile, Message, MessageFile, StoredFile, Upload

from .attach import attach
from .files import bring
from .given import FileRefused, GivenFile, given_again

IN_HEADER = "header.media"
WANTED = {
    "IMAGE": lambda: _("A photo belongs here: JPEG or PNG."),
    "VIDEO": lambda: _("A video belongs here: MP4."),
    "DOCUMENT": lambda: _("A document belongs here, best a PDF."),
}


def file_fields(definition: Definition) -> list[Field]:
    return [field for field in fields_of(definition) if field.kind == "media"]


def is_document(field: Field) -> bool:
    return field.name == "DOCUMENT"


def misplaced(definition: Definition, files: Mapping[str, GivenFile]) -> dict[str, str]:
    """What is wrong with them, by key."""
    formats = {field.key: field.name for field in file_fields(definition)}
    return {
        key: WANTED.get(formats.get(key, ""), WANTED["DOCUMENT"])()
        for key, given in files.items()
        if given.plan.kind != formats.get(key, "").lower()
    }


def held_here(
    number: BusinessNumber, definition: Definition, parameters: Mapping[str, Any]
) -> dict[str, GivenFile]:
    """Those whose ids at Meta are ours: the file itself is worth more, since the id ends in thirty days."""
    found = {}
    for field in file_fields(definition):
        media_id = storable(str(parameters.get(field.key, "")))
        upload = Upload.objects.filter(number=number, media_id=media_id).select_related("stored").first()
        if upload and (given := _fitting(upload.stored, field)):
            found[field.key] = given
    return found


def _fitting(stored: StoredFile, field: Field) -> GivenFile | None:
    name = stored.uses.exclude(name="").values_list("name", flat=True).first() or ""
    try:
        given = given_again(stored, name, as_document=is_document(field))
    except (FileRefused, OSError):
        return None
    return given if given.plan.kind == field.name.lower() else None


def attach_all(message: Message, files: Mapping[str, GivenFile]) -> None:
    """Call it in the transaction that wrote the message."""
    for key, given in files.items():
        if key == IN_HEADER:
            attach(message, given)
        else:
            card = int(key.split(".")[1])
            CardFile.objects.create(message=message, card=card, stored=given.stored, name=given.name)


def with_media_ids(message: Message) -> Json:
    """The template as it goes on the wire. Raises CannotUse, Refused, NoAnswer or NotSent."""
    wire: Json = deepcopy(message.payload["template"])
    parts = a_list(wire.get("components"))
    for kind, file in _without_id(parts):
        file["id"] = _header_id(message, kind)
    for part in parts:
        for card in map(an_object, a_list(part.get("cards"))):
            for kind, file in _without_id(a_list(card.get("components"))):
                file["id"] = _card_id(message, card["card_index"], kind)
    return wire


def _without_id(parts: Collection[Any]) -> Iterator[tuple[str, Json]]:
    for part in parts:
        if part.get("type") == "header":
            for parameter in part["parameters"]:
                kind = parameter["type"]
                if kind in ("image", "video", "document") and "id" not in parameter[kind]:
                    yield kind, parameter[kind]


def _header_id(message: Message, kind: str) -> str:
    file = MessageFile.objects.select_related("stored").get(pk=message.pk)
    assert file.stored is not None  # it was stored before the message was written

    def note(stored: StoredFile, made: Prepared) -> None:
        _require_kind(made, kind)
        if stored != file.stored:
            file.original, file.stored = file.stored, stored
        message.media_mime_type = made.mime_type
        file.save(update_fields=["stored", "original"])
        message.save(update_fields=["media_mime_type"])

    return bring(message, file.stored, Plan(kind, message.media_mime_type), note)


def _card_id(message: Message, card: int, kind: str) -> str:
    file = message.card_files.select_related("stored").get(card=card)

    def note(stored: StoredFile, made: Prepared) -> None:
        _require_kind(made, kind)
        file.stored = stored
        file.save(update_fields=["stored"])

    return bring(message, file.stored, Plan(kind, file.stored.mime_type), note)


def _require_kind(made: Prepared, kind: str) -> None:
    """A film may turn out to be a sound: no heading has one."""
    if made.kind != kind:
        raise NotTaken(made.mime_type)
