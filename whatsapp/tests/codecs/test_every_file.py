"""Real small files, from their bytes to what Meta's other side takes (Cloud API: media).

Every kind and limit of its table, what is made into one of them, and what lies, is broken, or is too much.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from functools import cache
from pathlib import Path
from random import Random

import pytest
from PIL import Image

from whatsapp.codecs.faults import CannotUse
from whatsapp.codecs.kinds import HEAD, plan, plan_voice
from whatsapp.codecs.prepare import Prepared, prepare
from whatsapp.simulator.media_types import TAKEN, ending_fits, fits, is_mono_opus

from .recorded import hours_of_silence, picture, sound, video

HERE = Path(__file__).parent
MB = 1024 * 1024
HTML = b"<!doctype html><script>alert(1)</script>"
OFFICE = "application/vnd.openxmlformats-officedocument."


def real(name: str) -> bytes:
    return (HERE / name).read_bytes()


@cache
def office(folder: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        for name in ("[Content_Types].xml", "_rels/.rels", f"{folder}/document.xml"):
            packed.writestr(name, "<?xml version='1.0'?><x/>")
    return out.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHH", 0x3E, 3, 0xFFFE) + bytes(482)
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def noise(side: int) -> bytes:
    """A PNG of which nothing can be left out: three bytes a pixel."""
    out = io.BytesIO()
    Image.frombytes("RGB", (side, side), Random(1).randbytes(side * side * 3)).save(
        out, "PNG", compress_level=1
    )
    return out.getvalue()


def png(width: int, height: int, depth: int, rows: bytes) -> bytes:
    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def with_html_inside(jpeg: bytes) -> bytes:
    """A polyglot: a JPEG for whoever looks at its bytes, a page for whoever looks for tags."""
    return jpeg[:2] + b"\xff\xfe" + struct.pack(">H", len(HTML) + 2) + HTML + jpeg[2:]


JPEG, AS_IT_IS = picture("JPEG"), True
TAKEN_AS = [
    # Meta's own table
    ("a.jpg", JPEG, "image", "image/jpeg", AS_IT_IS),
    ("a.png", picture("PNG", "RGBA"), "image", "image/png", AS_IT_IS),
    ("a.aac", sound("aac"), "audio", "audio/aac", AS_IT_IS),
    ("a.amr", sound("amr"), "audio", "audio/amr", AS_IT_IS),
    ("a.mp3", sound("mp3"), "audio", "audio/mpeg", AS_IT_IS),
    ("a.m4a", real("samples/voice-aac.m4a"), "audio", "audio/mp4", AS_IT_IS),
    ("a.ogg", sound("firefox"), "audio", "audio/ogg", not AS_IT_IS),  # packet by packet
    ("a.mp4", video(), "video", "video/mp4", not AS_IT_IS),  # its index was at the end
    ("a.3gp", video("3gp"), "video", "video/mp4", not AS_IT_IS),
    ("أسعار.txt", "السعر ١٥٠".encode(), "document", "text/plain", AS_IT_IS),
    ("فاتورة.pdf", PDF, "document", "application/pdf", AS_IT_IS),
    ("a.doc", OLE, "document", "application/msword", AS_IT_IS),
    ("a.xls", OLE, "document", "application/vnd.ms-excel", AS_IT_IS),
    ("a.ppt", OLE, "document", "application/vnd.ms-powerpoint", AS_IT_IS),
    ("a.docx", office("word"), "document", OFFICE + "wordprocessingml.document", AS_IT_IS),
    ("a.xlsx", office("xl"), "document", OFFICE + "spreadsheetml.sheet", AS_IT_IS),
    ("a.pptx", office("ppt"), "document", OFFICE + "presentationml.presentation", AS_IT_IS),
    # made into one of them
    *(
        (f"a.{name.lower()}", picture(name), "image", "image/jpeg", not AS_IT_IS)
        for name in ("WEBP", "GIF", "BMP", "TIFF", "AVIF")
    ),
    ("a.heic", real("red.heic"), "image", "image/jpeg", not AS_IT_IS),
    ("cmyk.jpg", picture("JPEG", "CMYK"), "image", "image/jpeg", not AS_IT_IS),
    ("grey.png", picture("PNG", "I;16"), "image", "image/jpeg", not AS_IT_IS),
    ("deep.png", png(4, 4, 16, (b"\0" + bytes(24)) * 4), "image", "image/jpeg", not AS_IT_IS),
    ("large.png", noise(1400), "image", "image/jpeg", not AS_IT_IS),
    ("a.wav", sound("wav"), "audio", "audio/ogg", not AS_IT_IS),
    ("a.flac", sound("flac"), "audio", "audio/ogg", not AS_IT_IS),
    ("stereo.ogg", sound("stereo ogg"), "audio", "audio/ogg", not AS_IT_IS),
    ("opus.mp4", real("samples/chromium-voice-opus.mp4"), "audio", "audio/ogg", not AS_IT_IS),
    ("a.mov", video("mov"), "video", "video/mp4", not AS_IT_IS),
    ("mpeg4.mp4", video("mp4", "mpeg4"), "video", "video/mp4", not AS_IT_IS),
    ("b-frames.mp4", video(is_plain=False), "video", "video/mp4", not AS_IT_IS),
    # wrong ending, wrong type: the bytes decide
    ("a.pdf", JPEG, "image", "image/jpeg", AS_IT_IS),
    ("photo.jpg", PDF, "document", "application/pdf", AS_IT_IS),
    ("song.exe", sound("mp3"), "audio", "audio/mpeg", AS_IT_IS),
    ("polyglot.html", with_html_inside(JPEG), "image", "image/jpeg", AS_IT_IS),
    # as long as its bytes allow
    ("lecture.mp3", hours_of_silence(3), "audio", "audio/mpeg", AS_IT_IS),
]
REFUSED = [
    ("zero.jpg", b"", "empty"),
    ("page.jpg", HTML, "not_taken"),
    ("page.html", HTML, "not_taken"),
    ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "not_taken"),
    ("a.exe", b"MZ\x90\x00" + bytes(60), "not_taken"),
    ("a.zip", office("other")[:30] + bytes(30), "not_taken"),
    ("film.webm", sound("chrome"), "not_taken"),  # not recorded here: a file
    ("jpeg-head-and-html.jpg", b"\xff\xd8\xff\xe0" + HTML, "unreadable"),
    ("bomb.png", png(60_000, 60_000, 8, bytes(1000)), "too_many_pixels"),
    ("smaller-bomb.png", png(9_000, 9_000, 8, bytes(1000)), "too_many_pixels"),
    ("half.jpg", picture("JPEG", size=(200, 200))[:-400], "unreadable"),
    ("half.webp", picture("WEBP")[:-20], "unreadable"),
    ("half.png", picture("PNG", size=(200, 200))[:-40], "unreadable"),
    ("half.mp4", video()[:-1600], "unreadable"),
    ("half.m4a", real("samples/voice-aac.m4a")[:9000], "unreadable"),
    ("50.webp", b"RIFF\0\0\0\0WEBPVP8 " + bytes(50 * MB), "too_large"),
    ("16.mp3", sound("mp3") + bytes(16 * MB), "too_large"),
    ("16.mp4", video() + bytes(16 * MB), "too_large"),
    ("100.pdf", PDF + bytes(100 * MB), "too_large"),
]
RECORDINGS = [
    ("Chrome", real("samples/chromium-voice.webm")),
    ("Chrome, Opus in MP4", real("samples/chromium-voice-opus.mp4")),
    ("Firefox", sound("firefox")),
    ("Safari", real("samples/voice-aac.m4a")),
]


def made_of(name: str, data: bytes) -> Prepared:
    return prepare(data, plan(data[:HEAD], len(data), name))


def test_every_kind_of_file_arrives_as_one_that_whatsapp_takes():
    for name, data, kind, mime_type, as_it_is in TAKEN_AS:
        made = made_of(name, data)
        assert (made.kind, made.mime_type, made.data == data) == (kind, mime_type, as_it_is), name
        assert fits(made.mime_type, made.data), name
        assert ending_fits(made.mime_type, made.upload_name), name
        assert 0 < len(made.data) <= TAKEN[made.mime_type].largest, name
        if mime_type == "audio/ogg":
            assert is_mono_opus(made.data), name
    assert {mime_type for _, _, _, mime_type, _ in TAKEN_AS} | {"image/webp", "video/3gpp"} == set(TAKEN)


def test_what_lies_is_broken_or_too_much_is_refused_and_says_why():
    for name, data, why in REFUSED:
        with pytest.raises(CannotUse) as refused:
            made_of(name, data)
        assert refused.value.code == why, name
        if why == "too_large":
            assert refused.value.limit in (16 * MB, 50 * MB, 100 * MB), name


def test_every_browsers_recording_becomes_a_voice_message():
    for browser, data in RECORDINGS:
        made = prepare(data, plan_voice(data[:HEAD], len(data)))
        assert (made.mime_type, made.is_voice, made.upload_name) == ("audio/ogg", True, "voice.ogg"), browser
        assert is_mono_opus(made.data), browser
    hours = hours_of_silence(3)
    with pytest.raises(CannotUse) as refused:
        prepare(hours, plan_voice(hours[:HEAD], len(hours)))
    assert refused.value.code == "too_long"
