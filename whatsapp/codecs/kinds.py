"""What a file really is, by its bytes; what Meta takes, and how much of it (Cloud API: media).

Neither the browser's type nor the name's ending is believed. The ending decides one thing only: which of the
office formats a ZIP or an OLE file is, since these differ in nothing else that is cheap to see.
"""

from typing import NamedTuple

from .faults import Empty, NotTaken, TooLarge

MB = 1024 * 1024
LARGEST = {"image": 5 * MB, "audio": 16 * MB, "video": 16 * MB, "document": 100 * MB}
"""Bytes, of each kind that a message can have. Meta's own limits; stickers are not sent from here."""

LARGEST_PICTURE_BEFORE = 50 * MB
"""A picture above Meta's limit is made smaller, but not from any size."""

_OFFICE = "application/vnd.openxmlformats-officedocument."
_ZIPS = {
    "docx": _OFFICE + "wordprocessingml.document",
    "xlsx": _OFFICE + "spreadsheetml.sheet",
    "pptx": _OFFICE + "presentationml.presentation",
}
_OLES = {
    "doc": "application/msword",
    "xls": "application/vnd.ms-excel",
    "ppt": "application/vnd.ms-powerpoint",
}

ENDINGS = {
    "image/jpeg": "jpg",
    "image/png": "png",
    "audio/aac": "aac",
    "audio/amr": "amr",
    "audio/mpeg": "mp3",
    "audio/mp4": "m4a",
    "audio/ogg": "ogg",
    "video/mp4": "mp4",
    "video/3gpp": "3gp",
    "text/plain": "txt",
    "application/pdf": "pdf",
    **{mime: ending for ending, mime in (_ZIPS | _OLES).items()},
}
"""Every type that Meta takes (but the sticker's), and the ending a file of it has to have."""

_SIGNS: tuple[tuple[int, bytes, str], ...] = (
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (0, b"GIF8", "image/gif"),
    (0, b"BM", "image/bmp"),
    (0, b"II*\x00", "image/tiff"),
    (0, b"MM\x00*", "image/tiff"),
    (8, b"WEBP", "image/webp"),
    (8, b"WAVE", "audio/wav"),
    (0, b"OggS", "audio/ogg"),
    (0, b"fLaC", "audio/flac"),
    (0, b"#!AMR", "audio/amr"),
    (0, b"ID3", "audio/mpeg"),
    (0, b"\x1aE\xdf\xa3", "video/webm"),
    (4, b"ftyp3g", "video/3gpp"),
    (4, b"ftypqt", "video/quicktime"),
    (4, b"ftypM4A", "audio/mp4"),
    (4, b"ftyphei", "image/heic"),
    (4, b"ftyphev", "image/heic"),
    (4, b"ftypmif1", "image/heic"),
    (4, b"ftypmsf1", "image/heic"),
    (4, b"ftypavi", "image/avif"),
    (4, b"ftyp", "video/mp4"),
    (0, b"%PDF-", "application/pdf"),
    (0, b"PK\x03\x04", "application/zip"),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
    (0, b"MZ", "application/x-msdownload"),
    (0, b"\x7fELF", "application/x-executable"),
)
HEAD = 4096
"""As many bytes as `sniff` looks at."""

_OFFICE_PARTS = (b"[Content_Types].xml", b"_rels/", b"docProps/", b"word/", b"xl/", b"ppt/")
_TEXTS = frozenset({"txt", "csv", "tsv", "log", "md", "json", "xml", "vcf", "ics", "srt"})
_BYTE_ORDER_MARKS = (b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")


def sniff(head: bytes, name: str = "") -> str:
    """The MIME type of what begins so; empty when nothing is recognised. A container's tracks are not looked at:
    sound alone in MP4 or WebM is `video/…` here.
    """
    head, ending = head[:HEAD], name.rpartition(".")[2].lower()
    found = next((mime for at, sign, mime in _SIGNS if head[at : at + len(sign)] == sign), "")
    if found == "application/zip" and any(part in head for part in _OFFICE_PARTS):
        return _ZIPS.get(ending, found)
    if found == "application/x-ole-storage":
        return _OLES.get(ending, found)
    return found or _without_a_sign(head, ending)


def _without_a_sign(head: bytes, ending: str) -> str:
    """MPEG audio and ADTS begin with eleven set bits. Text has no control characters, and says that it is text:
    an HTML page that calls itself a picture is neither.
    """
    marked = head.startswith(_BYTE_ORDER_MARKS)
    if not marked and len(head) > 3 and head[0] == 0xFF and head[1] & 0xE0 == 0xE0:
        return "audio/mpeg" if head[1] >> 1 & 3 else "audio/aac"
    is_text = marked or not any(byte < 32 and byte not in b"\t\n\r\f" for byte in head)
    return "text/plain" if head and is_text and ending in _TEXTS else ""


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
HOLD_SOUND = SOUNDS | VIDEOS | {"video/webm"}


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
    | _TEXTS
    | {"jpeg", "webp", "heic", "heif", "avif", "gif", "bmp", "tif", "tiff"}
    | {"wav", "flac", "oga", "opus", "mp4", "mov", "m4v"}
)
"""Endings of files that probably can be sent: for a first word before an upload. The bytes decide."""
