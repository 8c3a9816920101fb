"""What a browser is given: true types, ranges, names, and nothing that could run in our origin."""

import struct
import zlib

import pytest
from django.http import Http404
from django.test import RequestFactory
from PIL import Image

from whatsapp.codecs import thumbnails
from whatsapp.codecs.sniffing import UNKNOWN, sniff
from whatsapp.media.queue import fetch_waiting
from whatsapp.media.serving import NotSatisfiable, Part, download_name, read_range, serve_file
from whatsapp.models import MessageFile, StoredFile

from .conftest import PDF, a_picture


def answer(file: MessageFile, **headers: str):
    return serve_file(RequestFactory().get("/", headers=headers), file)


def body(response) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


SCRIPT = b"<html><script>alert(1)</script></html>"
PICTURE = a_picture()
HOSTILE = [
    # what arrives, as what kind and type, and what it is given out as; None: only as a download
    ("a page called a picture", SCRIPT, "image", "image/jpeg", None),
    ("a page in a picture", PICTURE[:20] + SCRIPT + PICTURE[20:], "image", "image/jpeg", "image/jpeg"),
    ("a page behind a picture", PICTURE + SCRIPT, "image", "image/jpeg", "image/jpeg"),
    ("a picture called a document", PICTURE, "document", "application/pdf", "image/jpeg"),
    ("a PDF called a picture", PDF, "image", "image/png", "application/pdf"),
    ("an SVG", b'<svg xmlns="http://www.w3.org/2000/svg" onload="x"/>', "document", "image/svg+xml", None),
    ("a page", SCRIPT, "document", "text/html", None),
    ("half a picture", PICTURE[:-30], "image", "image/jpeg", "image/jpeg"),
    ("nothing", b"", "image", "image/jpeg", None),
    ("a text", b"hello", "document", "text/plain", None),
    ("a zip", b"PK\x03\x04" + b"\0" * 30, "document", "application/pdf", None),
    ("a HEIC", b"\0\0\0\x18ftypheic\0\0\0\0", "image", "image/jpeg", None),
]


@pytest.mark.parametrize(
    ("data", "kind", "mime", "given"), [row[1:] for row in HOSTILE], ids=[row[0] for row in HOSTILE]
)
def test_a_file_is_given_out_as_what_it_is(wire, sends, file_of, data, kind, mime, given):
    file = file_of(sends(data, kind, mime, filename="فاتورة.html"))
    fetch_waiting()
    file = file_of(file.message)
    response = answer(file)
    assert body(response) == data
    headers = response.headers
    assert headers["Content-Type"] == (given or "application/octet-stream")
    assert headers["Content-Disposition"].startswith("inline" if given else "attachment")
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert ("sandbox" in headers["Content-Security-Policy"]) == (given != "application/pdf")
    assert (file.stored.width, file.stored.height) == ((60, 40) if given == "image/jpeg" else (None, None))


def test_a_bomb_is_kept_and_never_drawn(monkeypatch, wire, sends, file_of):
    monkeypatch.setattr(thumbnails, "MOST_PIXELS", 60 * 40 - 1)
    message = sends(PICTURE)
    fetch_waiting()
    stored = file_of(message).stored
    assert (stored.width, stored.height, stored.thumbnail) == (None, None, "")
    assert body(answer(file_of(message))) == PICTURE


def a_promise(side: int) -> bytes:
    """A PNG of some sixty bytes that says it is so many pixels wide and high."""
    head = struct.pack(">4sIIBBBBB", b"IHDR", side, side, 8, 2, 0, 0, 0)
    pieces = struct.pack(">I", 13) + head + struct.pack(">I", zlib.crc32(head))
    return b"\x89PNG\r\n\x1a\n" + pieces + struct.pack(">I4sI", 0, b"IDAT", zlib.crc32(b"IDAT"))


def test_a_few_bytes_that_ask_for_gigabytes_are_refused():
    assert sniff(a_promise(60_000)) == "image/png"
    assert thumbnails.look_at(a_promise(60_000)) is None
    assert thumbnails.look_at(a_promise(9_000)) is None, "below the library's own limit"
    assert thumbnails.look_at(a_promise(100)) == thumbnails.Look(100, 100)


def test_a_picture_stands_upright(tmp_path):
    exif = Image.Exif()
    exif[thumbnails.ORIENTATION] = 6
    path = tmp_path / "sideways.jpg"
    Image.new("RGB", (60, 40)).save(path, exif=exif)
    with path.open("rb") as file:
        look = thumbnails.look_at(file.read())
    assert (look.width, look.height) == (40, 60)
    (tmp_path / "small.webp").write_bytes(look.thumbnail)
    assert Image.open(tmp_path / "small.webp").size == (40, 60)


def test_ranges_are_those_of_the_rule_book():
    parts = {"bytes=0-0": (0, 1), "bytes=2-": (2, 10), "bytes=4-99": (4, 10), "bytes=-3": (7, 10)}
    parts["bytes=-30"] = (0, 10)
    assert {asked: read_range(asked, 10) for asked in parts} == {a: Part(*p) for a, p in parts.items()}
    for whole in (
        "",
        "bytes=",
        "bytes=-",
        "bytes=5-2",
        "lines=1-2",
        "bytes=0-1,4-5",
        "bytes=٠-١",
        "bytes=a-b",
    ):
        assert read_range(whole, 10) is None, whole
    for beyond, size in (("bytes=10-", 10), ("bytes=-0", 10), ("bytes=0-", 0)):
        with pytest.raises(NotSatisfiable):
            read_range(beyond, size)


def test_parts_and_the_browsers_own_copy(wire, sends, file_of):
    message = sends(PICTURE)
    with pytest.raises(Http404):
        answer(file_of(message))
    fetch_waiting()
    file = file_of(message)
    etag = answer(file).headers["ETag"]
    part = answer(file, Range="bytes=2-5")
    assert (part.status_code, body(part)) == (206, PICTURE[2:6])
    assert part.headers["Content-Range"] == f"bytes 2-5/{len(PICTURE)}"
    assert part.headers["Content-Length"] == "4"
    assert answer(file, Range="bytes=2-5", **{"If-Range": '"another"'}).status_code == 200
    assert answer(file, Range="bytes=2-5", **{"If-Range": etag}).status_code == 206
    beyond = answer(file, Range="bytes=99999-")
    assert (beyond.status_code, beyond.headers["Content-Range"]) == (416, f"bytes */{len(PICTURE)}")
    known = answer(file, **{"If-None-Match": etag})
    assert (known.status_code, known.headers["Cache-Control"]) == (
        304,
        "private, max-age=31536000, immutable",
    )
    head = serve_file(RequestFactory().head("/"), file)
    assert (head.content, head.headers["Content-Length"]) == (b"", str(len(PICTURE)))


def test_a_name_stays_what_its_sender_called_it_but_hurts_nobody():
    jpeg, unknown = StoredFile(mime_type="image/jpeg"), StoredFile(mime_type=UNKNOWN)
    assert download_name("عقد الإيجار ٢٠٢٦.pdf", unknown, 7) == "عقد الإيجار ٢٠٢٦.pdf"
    assert download_name("../../etc/passwd", unknown, 7) == "etcpasswd"
    assert download_name("invoice\u202efdp.exe", unknown, 7) == "invoicefdp.exe"
    assert download_name('a"b\r\nSet-Cookie: x', unknown, 7) == "abSet-Cookie x"
    assert download_name("صورة", jpeg, 7) == "صورة.jpg"
    assert (download_name("", jpeg, 7), download_name(" .. ", unknown, 7)) == (
        "whatsapp-7.jpg",
        "whatsapp-7.bin",
    )
    assert len(download_name("ا" * 300, unknown, 7)) == 150


def test_an_arabic_name_travels_as_rfc_6266_has_it(wire, sends, file_of):
    message = sends(b"hello", "document", "text/plain", filename="عقد.txt")
    fetch_waiting()
    disposition = answer(file_of(message)).headers["Content-Disposition"]
    assert disposition == "attachment; filename*=utf-8''%D8%B9%D9%82%D8%AF.txt"


@pytest.mark.parametrize(
    ("head", "mime"),
    [
        (b"OggS\0", "audio/ogg"),
        (b"\xff\xf1\x50", "audio/aac"),
        (b"\xff\xfb\x90", "audio/mpeg"),
        (b"ID3\x04", "audio/mpeg"),
        (b"#!AMR\n", "audio/amr"),
        (b"\0\0\0\x20ftypM4A \0", "audio/mp4"),
        (b"\0\0\0\x20ftypisom\0\0 moov mdia hdlr soun", "audio/mp4"),
        (b"\0\0\0\x20ftypisom\0\0 moov mdia hdlr vide soun", "video/mp4"),
        (b"\0\0\0\x20ftyp3gp4", "video/3gpp"),
        (b"\x1aE\xdf\xa3\x9fB\x86\x81webm", "video/webm"),
        (b"RIFF\0\0\0\0WEBPVP8 ", "image/webp"),
        (b"GIF89a", "image/gif"),
        (b"\xff\xfeh\0i\0", UNKNOWN),  # a text in UTF-16
        (b"", UNKNOWN),
    ],
)
def test_bytes_say_what_they_are(head, mime):
    assert sniff(head) == mime
