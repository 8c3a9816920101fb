"""Photos, videos, sounds, documents, stickers."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from whatsapp.cloud_api.notifications.fields import an_object
from whatsapp.conversations.failures import advice_on, title_of
from whatsapp.models import Message

from .stored import Here, Missing, where_it_is
from .values import a_count, a_name, first_object

MEDIA_DOWNLOAD_FAILED = 131052

FORMATS = {
    "application/msword": "DOC",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "DOCX",
    "application/vnd.ms-excel": "XLS",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "XLSX",
    "application/vnd.ms-powerpoint": "PPT",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": "PPTX",
    "text/plain": "TXT",
}
"""How people call what has a long name. The rest is named by the second half of its MIME type."""


@dataclass(frozen=True)
class File:
    label: str  # what it is: a photo, a voice message
    name: str  # as its sender named it; only documents have one
    format: str  # "PDF"; empty when nobody says, or when there is only one
    size: int | None  # bytes
    trouble: str  # what to do, when Meta could not fetch it from the sender
    is_voice: bool
    is_animated: bool
    here: Here | None
    missing: Missing | None


def read_file(message: Message, kind: str = "") -> File:
    """`kind` where the message itself is of another: the file in the heading of a template."""
    kind = kind or message.message_type
    payload = an_object(message.payload)
    body = an_object(payload.get(kind))
    is_voice, is_animated = body.get("voice") is True, body.get("animated") is True
    name, is_sticker = a_name(body.get("filename")), kind == "sticker"
    place = where_it_is(message)
    here, missing = (place, None) if isinstance(place, Here) else (None, place)
    failed = a_count(first_object(payload.get("errors")).get("code"))
    return File(
        label=_label(kind, is_voice, is_animated),
        name=name,
        format="" if is_sticker else _format(message.media_mime_type or a_name(body.get("mime_type")), name),
        size=here.size if here else a_count(body.get("file_size")),
        trouble=f"{title_of(failed)}. {advice_on(failed)}" if failed == MEDIA_DOWNLOAD_FAILED else "",
        is_voice=is_voice,
        is_animated=is_animated,
        here=here,
        missing=missing,
    )


def _label(message_type: str, is_voice: bool, is_animated: bool) -> str:
    return {
        "image": _("Photo"),
        "video": _("Video"),
        "audio": _("Voice message") if is_voice else _("Audio file"),
        "document": _("Document"),
        "sticker": _("Animated sticker") if is_animated else _("Sticker"),
    }.get(message_type, "")


def _format(mime_type: str, name: str) -> str:
    """By the end of its name, else by its MIME type without parameters."""
    ending = name.rpartition(".")[2]
    if "." in name and ending.isascii() and ending.isalnum() and len(ending) <= 5:
        return ending.upper()
    bare = mime_type.partition(";")[0].strip().lower()
    return FORMATS.get(bare, bare.partition("/")[2].upper()[:12])
