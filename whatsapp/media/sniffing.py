"""What bytes are, by how they begin: never by what somebody called them."""

HEAD = 4096
"""Bytes that `sniff` wants to see."""

UNKNOWN = "application/octet-stream"
"""Also what a file is served as that no browser should open by itself."""

PICTURES = frozenset({"image/jpeg", "image/png", "image/webp", "image/gif"})
FILMS = frozenset({"video/mp4", "video/3gpp", "video/webm", "video/quicktime"})
SOUNDS = frozenset({"audio/ogg", "audio/mpeg", "audio/mp4", "audio/aac", "audio/amr", "audio/wav"})
PDF = "application/pdf"
INLINE = PICTURES | FILMS | SOUNDS | {PDF}
"""What may be opened in our origin: none of it can run anything there."""

ENDINGS = {
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/webp": "webp",
    "image/gif": "gif",
    "video/mp4": "mp4",
    "video/3gpp": "3gp",
    "video/webm": "webm",
    "video/quicktime": "mov",
    "audio/ogg": "ogg",
    "audio/mpeg": "mp3",
    "audio/mp4": "m4a",
    "audio/aac": "aac",
    "audio/amr": "amr",
    "audio/wav": "wav",
    PDF: "pdf",
}

_MARKS = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"OggS", "audio/ogg"),
    (b"#!AMR", "audio/amr"),
    (b"ID3", "audio/mpeg"),
    (b"%PDF-", PDF),
)
_RIFF = {b"WEBP": "image/webp", b"WAVE": "audio/wav"}
_BRANDS = ((b"3g", "video/3gpp"), (b"M4A", "audio/mp4"), (b"M4B", "audio/mp4"), (b"qt", "video/quicktime"))
_PICTURE_BRANDS = (b"heic", b"heix", b"hevc", b"mif1", b"msf1", b"avif", b"avis")


def sniff(head: bytes) -> str:
    """The MIME type of a file that begins so; UNKNOWN for what is not among those we show."""
    for mark, mime_type in _MARKS:
        if head.startswith(mark):
            return mime_type
    if head[:4] == b"RIFF":
        return _RIFF.get(head[8:12], UNKNOWN)
    if head[4:8] == b"ftyp":
        return _boxed(head)
    if head[:4] == b"\x1aE\xdf\xa3":
        return "video/webm" if b"webm" in head[:64] else UNKNOWN
    if len(head) > 1 and head[0] == 0xFF:
        return _framed(head[1])
    return UNKNOWN


def _boxed(head: bytes) -> str:
    """MP4 and its relatives name themselves in the brand."""
    brand = head[8:12]
    if brand in _PICTURE_BRANDS:
        return UNKNOWN  # HEIC and AVIF: few browsers draw them
    found = next((mime for begin, mime in _BRANDS if brand.startswith(begin)), "video/mp4")
    # Phones put voice into "isom" too: without a video track it is a sound. The tracks may stand at the end
    # of the file, beyond the head: then it counts as a film, which plays sounds as well.
    is_sound = found == "video/mp4" and b"soun" in head and b"vide" not in head
    return "audio/mp4" if is_sound else found


def _framed(second: int) -> str:
    """Raw AAC (ADTS) and MP3 have no head, only frames."""
    if second & 0xF6 == 0xF0:
        return "audio/aac"
    is_third_layer = second & 0xE6 == 0xE2  # not FF FE, with which texts in UTF-16 begin
    return "audio/mpeg" if is_third_layer else UNKNOWN
