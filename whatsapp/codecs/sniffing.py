"""What bytes are, by how they begin: never by what somebody called them.

The ending of a name decides one thing only: which of the office formats a ZIP or an OLE file is, and that a text is
one, since these differ in nothing else that is cheap to see.
"""

HEAD = 4096
"""As many bytes as `sniff` looks at."""

UNKNOWN = "application/octet-stream"

_OFFICE = "application/vnd.openxmlformats-officedocument."
ZIPS = {
    "docx": _OFFICE + "wordprocessingml.document",
    "xlsx": _OFFICE + "spreadsheetml.sheet",
    "pptx": _OFFICE + "presentationml.presentation",
}
OLES = {
    "doc": "application/msword",
    "xls": "application/vnd.ms-excel",
    "ppt": "application/vnd.ms-powerpoint",
}

ENDINGS = {
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/webp": "webp",
    "image/gif": "gif",
    "image/heic": "heic",
    "image/avif": "avif",
    "image/bmp": "bmp",
    "image/tiff": "tiff",
    "audio/aac": "aac",
    "audio/amr": "amr",
    "audio/mpeg": "mp3",
    "audio/mp4": "m4a",
    "audio/ogg": "ogg",
    "audio/wav": "wav",
    "audio/flac": "flac",
    "video/mp4": "mp4",
    "video/3gpp": "3gp",
    "video/webm": "webm",
    "video/x-matroska": "mkv",
    "video/quicktime": "mov",
    "text/plain": "txt",
    "application/pdf": "pdf",
    "application/zip": "zip",
    **{mime: ending for ending, mime in (ZIPS | OLES).items()},
}
"""How a file of each type is called at the end."""

_SIGNS = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"BM", "image/bmp"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"OggS", "audio/ogg"),
    (b"fLaC", "audio/flac"),
    (b"#!AMR", "audio/amr"),
    (b"ID3", "audio/mpeg"),
    (b"%PDF-", "application/pdf"),
    (b"PK\x03\x04", "application/zip"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
    (b"MZ", "application/x-msdownload"),
    (b"\x7fELF", "application/x-executable"),
)
_RIFF = {b"WEBP": "image/webp", b"WAVE": "audio/wav"}
_BRANDS = (
    (b"3g", "video/3gpp"),
    (b"qt", "video/quicktime"),
    (b"M4A", "audio/mp4"),
    (b"M4B", "audio/mp4"),
    (b"hei", "image/heic"),
    (b"hev", "image/heic"),
    (b"mif1", "image/heic"),
    (b"msf1", "image/heic"),
    (b"avi", "image/avif"),
)
"""How the brands of MP4's relatives begin; all others are MP4."""

_OFFICE_PARTS = (b"[Content_Types].xml", b"_rels/", b"docProps/", b"word/", b"xl/", b"ppt/")
TEXTS = frozenset({"txt", "csv", "tsv", "log", "md", "json", "xml", "vcf", "ics", "srt"})
_BYTE_ORDER_MARKS = (b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")


def sniff(head: bytes, name: str = "") -> str:
    """The MIME type of what begins so; UNKNOWN when nothing is recognised."""
    head, ending = head[:HEAD], name.rpartition(".")[2].lower()
    found = _by_its_sign(head)
    if found == "application/zip" and any(part in head for part in _OFFICE_PARTS):
        return ZIPS.get(ending, found)
    if found == "application/x-ole-storage":
        return OLES.get(ending, found)
    return found or _without_a_sign(head, ending)


def _by_its_sign(head: bytes) -> str:
    if head[:4] == b"RIFF":
        return _RIFF.get(head[8:12], "")
    if head[4:8] == b"ftyp":
        return _boxed(head)
    if head[:4] == b"\x1aE\xdf\xa3":
        return "video/webm" if b"webm" in head[:64] else "video/x-matroska"
    return next((mime for sign, mime in _SIGNS if head.startswith(sign)), "")


def _boxed(head: bytes) -> str:
    """MP4 and its relatives name themselves in the brand."""
    brand = head[8:12]
    found = next((mime for begin, mime in _BRANDS if brand.startswith(begin)), "video/mp4")
    # Phones put voice into "isom" too: without a video track it is a sound. The tracks may stand at the end
    # of the file, beyond the head: then it counts as a film, which plays sounds as well.
    is_sound = found == "video/mp4" and b"soun" in head and b"vide" not in head
    return "audio/mp4" if is_sound else found


def _without_a_sign(head: bytes, ending: str) -> str:
    """MPEG audio and ADTS begin with set bits. Text has no control characters, and says that it is text:
    an HTML page that calls itself a picture is neither.
    """
    marked = head.startswith(_BYTE_ORDER_MARKS)
    if not marked and len(head) > 1 and head[0] == 0xFF and (found := _framed(head[1])):
        return found
    is_text = marked or not any(byte < 32 and byte not in b"\t\n\r\f" for byte in head)
    return "text/plain" if head and is_text and ending in TEXTS else UNKNOWN


def _framed(second: int) -> str:
    """Raw AAC (ADTS) and MP3 have no head, only frames."""
    if second & 0xF6 == 0xF0:
        return "audio/aac"
    return "audio/mpeg" if second & 0xE6 == 0xE2 else ""
