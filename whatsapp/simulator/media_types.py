"""What Meta takes: MIME types, their file endings, their sizes, and how their bytes begin."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

_DAY = 24 * 3600
UPLOAD_LIFE, INBOUND_LIFE = 30 * _DAY, 7 * _DAY
_MB = 1024 * 1024


@dataclass(frozen=True)
class MediaFile:
    """`at` is when it came, unix seconds; `mime_type` as it was declared."""

    id: str
    mime_type: str
    filename: str | None
    at: float
    inbound: bool
    data: bytes

    def ends_at(self) -> float:
        return self.at + (INBOUND_LIFE if self.inbound else UPLOAD_LIFE)


class MediaType(NamedTuple):
    kind: str
    largest: int  # bytes
    endings: tuple[str, ...]


_OFFICE = "application/vnd.openxmlformats-officedocument."

TAKEN: dict[str, MediaType] = {
    "audio/aac": MediaType("audio", 16 * _MB, ("aac",)),
    "audio/amr": MediaType("audio", 16 * _MB, ("amr",)),
    "audio/mpeg": MediaType("audio", 16 * _MB, ("mp3",)),
    "audio/mp4": MediaType("audio", 16 * _MB, ("m4a", "mp4")),
    "audio/ogg": MediaType("audio", 16 * _MB, ("ogg", "opus")),
    "image/jpeg": MediaType("image", 5 * _MB, ("jpg", "jpeg")),
    "image/png": MediaType("image", 5 * _MB, ("png",)),
    "image/webp": MediaType("sticker", 500 * 1024, ("webp",)),
    "video/mp4": MediaType("video", 16 * _MB, ("mp4",)),
    "video/3gpp": MediaType("video", 16 * _MB, ("3gp",)),
    "text/plain": MediaType("document", 100 * _MB, ("txt",)),
    "application/pdf": MediaType("document", 100 * _MB, ("pdf",)),
    "application/msword": MediaType("document", 100 * _MB, ("doc",)),
    "application/vnd.ms-excel": MediaType("document", 100 * _MB, ("xls",)),
    "application/vnd.ms-powerpoint": MediaType("document", 100 * _MB, ("ppt",)),
    _OFFICE + "wordprocessingml.document": MediaType("document", 100 * _MB, ("docx",)),
    _OFFICE + "spreadsheetml.sheet": MediaType("document", 100 * _MB, ("xlsx",)),
    _OFFICE + "presentationml.presentation": MediaType("document", 100 * _MB, ("pptx",)),
}

ANY_DOCUMENT = MediaType("document", 100 * _MB, ())
"""Customers send files of every type; a business only those above."""

_BEGINNINGS: tuple[tuple[int, bytes, frozenset[str]], ...] = (
    (0, b"\xff\xd8\xff", frozenset({"image/jpeg"})),
    (0, b"\x89PNG\r\n\x1a\n", frozenset({"image/png"})),
    (8, b"WEBP", frozenset({"image/webp"})),
    (0, b"OggS", frozenset({"audio/ogg"})),
    (0, b"#!AMR", frozenset({"audio/amr"})),
    (0, b"ID3", frozenset({"audio/mpeg"})),
    *(
        (0, bytes((0xFF, second)), frozenset({"audio/mpeg"}))  # the third layer of MPEG-1, 2 and 2.5
        for second in (0xFB, 0xFA, 0xF3, 0xF2, 0xE3, 0xE2)
    ),
    (0, b"\xff\xf1", frozenset({"audio/aac"})),
    (0, b"\xff\xf9", frozenset({"audio/aac"})),
    (4, b"ftyp3g", frozenset({"video/3gpp"})),
    (4, b"ftyp", frozenset({"video/mp4", "audio/mp4", "video/3gpp"})),
    (0, b"%PDF-", frozenset({"application/pdf"})),
    (0, b"\x1a\x45\xdf\xa3", frozenset({"video/webm", "audio/webm"})),
    (0, b"GIF8", frozenset({"image/gif"})),
)
_FREE_FORM = {mime for mime, kind in TAKEN.items() if kind.kind == "document"} - {"application/pdf"}


def bare(mime_type: str) -> str:
    """`audio/ogg; codecs=opus` is audio/ogg."""
    return mime_type.partition(";")[0].strip().lower()


def kinds_of(data: bytes) -> frozenset[str]:
    """The MIME types that bytes with this beginning can be; empty when the beginning tells nothing."""
    return next((mimes for at, mark, mimes in _BEGINNINGS if data[at : at + len(mark)] == mark), frozenset())


def fits(mime_type: str, data: bytes) -> bool:
    """Whether the bytes are what they are called. Text and office files begin in too many ways to tell."""
    found = kinds_of(data)
    return mime_type in found or (mime_type in _FREE_FORM and not found)


def ending_fits(mime_type: str, filename: str | None) -> bool:
    """Meta reads the file's ending too: an unknown one, or that of another type, is refused."""
    ending = (filename or "").rpartition(".")[2].lower()
    return ending in TAKEN[mime_type].endings if "." in (filename or "") else True


def is_mono_opus(data: bytes) -> bool:
    """A voice note: OGG with OPUS inside and nothing before it, one channel."""
    at = data.find(b"OpusHead", 0, 256)
    return data.startswith(b"OggS") and at >= 0 and data[at + 9 : at + 10] == b"\x01"
