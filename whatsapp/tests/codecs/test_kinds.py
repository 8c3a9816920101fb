"""Every type and limit of Meta's table, and what only pretends (Cloud API: media)."""

from __future__ import annotations

import pytest

from whatsapp.codecs.faults import Empty, NotTaken, TooLarge
from whatsapp.codecs.kinds import ENDINGS, HEAD, plan, plan_voice, sniff
from whatsapp.simulator.media_types import TAKEN

from .recorded import picture, sound, video

MB = 1024 * 1024
ZIP = b"PK\x03\x04" + bytes(26) + b"[Content_Types].xml"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(64)
JPEG, PDF, M4A = b"\xff\xd8\xff\xe0" + bytes(64), b"%PDF-1.7\n", b"\x00\x00\x00\x20ftypM4A " + bytes(64)
HTML = b"<!doctype html><script>alert(1)</script>"
ARABIC = "الاسم,الهاتف\nأمل,٠٥٥\n"

OFFICE = "application/vnd.openxmlformats-officedocument."

WHAT_IT_IS = [
    # bytes, name, type, kind and largest size in MB
    (JPEG, "a.jpg", "image/jpeg", "image", 50),
    (b"\x89PNG\r\n\x1a\n", "a.png", "image/png", "image", 50),
    (b"GIF89a", "a.gif", "image/gif", "image", 50),
    (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "a.webp", "image/webp", "image", 50),
    (b"\x00\x00\x00\x1cftypheic", "a.heic", "image/heic", "image", 50),
    (b"OggS", "a.ogg", "audio/ogg", "audio", 16),
    (b"#!AMR\n", "a.amr", "audio/amr", "audio", 16),
    (b"ID3\x04", "a.mp3", "audio/mpeg", "audio", 16),
    (b"\xff\xfb\x90\x00", "a.mp3", "audio/mpeg", "audio", 16),
    (b"\xff\xf1\x50\x80", "a.aac", "audio/aac", "audio", 16),
    (M4A, "a.m4a", "audio/mp4", "audio", 16),
    (b"RIFF\x00\x00\x00\x00WAVEfmt ", "a.wav", "audio/wav", "audio", 16),
    (b"\x00\x00\x00\x20ftypisom", "a.mp4", "video/mp4", "video", 16),
    (b"\x00\x00\x00\x20ftyp3gp5", "a.3gp", "video/3gpp", "video", 16),
    (b"\x00\x00\x00\x14ftypqt  ", "a.mov", "video/quicktime", "video", 16),
    (PDF, "فاتورة.pdf", "application/pdf", "document", 100),
    (ZIP, "a.docx", OFFICE + "wordprocessingml.document", "document", 100),
    (ZIP, "a.XLSX", OFFICE + "spreadsheetml.sheet", "document", 100),
    (ZIP, "a.pptx", OFFICE + "presentationml.presentation", "document", 100),
    (OLE, "a.doc", "application/msword", "document", 100),
    (OLE, "a.xls", "application/vnd.ms-excel", "document", 100),
    (OLE, "a.ppt", "application/vnd.ms-powerpoint", "document", 100),
    (b"plain", "a.txt", "text/plain", "document", 100),
    (ARABIC.encode(), "a.csv", "text/plain", "document", 100),
    (ARABIC[:14].encode("cp1256"), "a.csv", "text/plain", "document", 100),
    (ARABIC.encode("utf-16"), "a.csv", "text/plain", "document", 100),
    # the name lies, the bytes don't
    (JPEG, "a.pdf", "image/jpeg", "image", 50),
    (PDF, "photo.jpg", "application/pdf", "document", 100),
    (M4A, "a.exe", "audio/mp4", "audio", 16),
]

NOT_TAKEN = [
    (HTML, "photo.jpg"),
    (HTML, "page.html"),
    (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "a.svg"),
    (b"MZ\x90\x00", "a.pdf"),
    (b"\x7fELF", "a.txt"),
    (ZIP, "a.zip"),
    (b"PK\x03\x04" + bytes(64), "a.docx"),
    (OLE, "a.msi"),
    (b"\x1aE\xdf\xa3", "film.webm"),
    (b"\x00\x01\x02", "a.txt"),
    (b"#!/bin/sh", "run.sh"),
    (b"plain", "without_an_ending"),
]


def test_every_type_is_known_by_its_bytes_and_has_metas_limit():
    for head, name, mime_type, kind, limit in WHAT_IT_IS:
        found = plan(head, limit * MB, name)
        assert (found.mime_type, found.kind, found.is_voice) == (mime_type, kind, False), name
        with pytest.raises(TooLarge) as refused:
            plan(head, limit * MB + 1, name)
        assert (refused.value.kind, refused.value.limit) == (kind, limit * MB), name
        with pytest.raises(Empty):
            plan(b"", 0, name)


def test_nothing_of_what_meta_takes_is_forgotten():
    assert set(ENDINGS) == set(TAKEN) - {"image/webp"}
    assert all(ending in TAKEN[mime].endings for mime, ending in ENDINGS.items())


def test_what_whatsapp_has_no_place_for_is_refused():
    for head, name in NOT_TAKEN:
        with pytest.raises(NotTaken):
            plan(head, len(head), name)


def test_as_a_document_a_picture_stays_as_it_is_but_is_counted_as_a_picture():
    assert plan(JPEG, 5 * MB, "a.jpg", as_document=True).kind == "document"
    with pytest.raises(TooLarge):
        plan(JPEG, 5 * MB + 1, "a.jpg", as_document=True)
    assert plan(b"GIF89a", 9, "a.gif", as_document=True).kind == "image"  # no document can be a GIF


def test_what_real_programs_write_is_recognised():
    assert [
        sniff(sound(maker)[:HEAD]) for maker in ("chrome", "firefox", "mp3", "wav", "amr", "aac", "flac")
    ] == [*("video/webm", "audio/ogg", "audio/mpeg", "audio/wav", "audio/amr", "audio/aac", "audio/flac")]
    assert [sniff(picture(name)) for name in ("JPEG", "PNG", "WEBP", "BMP", "TIFF", "AVIF")] == [
        f"image/{name}" for name in ("jpeg", "png", "webp", "bmp", "tiff", "avif")
    ]
    assert (sniff(video()), sniff(video("mov"))) == ("video/mp4", "video/quicktime")


def test_a_recording_may_come_in_any_container_that_holds_sound():
    for head in (b"\x1aE\xdf\xa3", b"OggS", b"\x00\x00\x00\x20ftypisom", M4A):
        assert plan_voice(head, 9)._replace(mime_type="") == ("audio", "", True)
        with pytest.raises(TooLarge) as refused:
            plan_voice(head, 16 * MB + 1)
        assert refused.value.limit == 16 * MB
    for head in (JPEG, PDF, HTML, b"plain"):
        with pytest.raises(NotTaken):
            plan_voice(head, 9)
    with pytest.raises(Empty):
        plan_voice(b"", 0)
