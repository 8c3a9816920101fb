"""What Meta takes, and how much of it; as what a file can go (Cloud API: media)."""

from typing import NamedTuple

from . import sniffing
from .faults import Empty, NotTaken, TooLarge
from .sniffing import HEAD, sniff

MB = 1024 * 1024
LARGEST = {"image": 5 * MB, "audio": 16 * MB, "video": 16 * MB, "document": 100 * MB}
"""Bytes, of each kind that a message can have. Meta's own limits; stickers are not sent from here."""

LARGEST_PICTURE_BEFORE = 50 * MB
"""A picture above Meta's limit is made smaller, but not from any size."""

_TAKEN = (
    *("image/jpeg", "image/png"),
    *("audio/aac", "audio/amr", "audio/mpeg", "audio/mp4", "audio/ogg"),
    *("video/mp4", "video/3gpp"),
    *("text/plain", "application/pdf", *sniffing.ZIPS.values(), *sniffing.OLES.values()),
)
ENDINGS = {mime: sniffing.ENDINGS[mime] for mime in _TAKEN}
"""Every type that Meta takes (but the sticker's), and the ending a file of it has to have."""


class Plan(NamedTuple):
    """As what a file goes to Meta, and whether somebody has to work on it first."""

    kind: str  # the type of the message: image, audio, video, document
    mime_type: str  # as it is now
    is_voice: bool = False


PICTURES = frozenset(
    {
        "image/jpeg",
        "image/png",
        "image/gif",
        "image/bmp",
        "image/tiff",
        "image/webp",
        "image/heic",
        "image/avif",
    }
)
VIDEOS = frozenset({"video/mp4", "video/3gpp", "video/quicktime"})
SOUNDS = frozenset(mime for mime in ENDINGS if mime.startswith("audio/")) | {"audio/wav", "audio/flac"}
HOLD_SOUND = SOUNDS | VIDEOS | {"video/webm", "video/x-matroska"}


def plan(head: bytes, size: int, name: str, *, as_document: bool = False) -> Plan:
    """As what this can be sent. Looks at the beginning only, so it costs nothing.

    Raises Empty, TooLarge, NotTaken.
    """
    mime_type = _named(head, size, name)
    if as_document and mime_type in ENDINGS:
        kind = "document"
    elif mime_type in PICTURES:
        return Plan("image", _no_larger(mime_type, "image", size, LARGEST_PICTURE_BEFORE))
    elif mime_type in SOUNDS:
        kind = "audio"
    elif mime_type in VIDEOS:
        kind = "video"
    elif mime_type in ENDINGS:
        kind = "document"
    else:
        raise NotTaken(mime_type)
    return Plan(kind, _no_larger(mime_type, kind, size, _limit(mime_type, kind)))


def plan_voice(head: bytes, size: int) -> Plan:
    """The same for what a browser recorded. Raises Empty, TooLarge, NotTaken."""
    mime_type = _named(head, size, "")
    if mime_type not in HOLD_SOUND:
        raise NotTaken(mime_type)
    return Plan("audio", _no_larger(mime_type, "audio", size, LARGEST["audio"]), is_voice=True)


def _named(head: bytes, size: int, name: str) -> str:
    if not size:
        raise Empty
    return sniff(head, name)


def _limit(mime_type: str, kind: str) -> int:
    """A picture that goes as a document is still counted as a picture when it is uploaded."""
    own = mime_type.partition("/")[0]
    return LARGEST[own] if own in LARGEST else LARGEST[kind]


def _no_larger(mime_type: str, kind: str, size: int, limit: int) -> str:
    if size > limit:
        raise TooLarge(kind, limit)
    return mime_type


CHOOSABLE = sorted(
    set(ENDINGS.values())
    | sniffing.TEXTS
    | {"jpeg", "webp", "heic", "heif", "avif", "gif", "bmp", "tif", "tiff"}
    | {"wav", "flac", "oga", "opus", "mp4", "mov", "m4v"}
)
"""Endings of files that probably can be sent: for a first word before an upload. The bytes decide."""

__all__ = ["ENDINGS", "HEAD", "LARGEST", "Plan", "plan", "plan_voice", "sniff"]
