from __future__ import annotations

import io
import struct
import zlib
from pathlib import Path

import pytest
from PIL import Image

from whatsapp.codecs import pictures
from whatsapp.codecs.faults import Empty, TooLarge, TooManyPixels, Unreadable
from whatsapp.codecs.pictures import sendable

from .recorded import picture

HEIC = (Path(__file__).parent / "red.heic").read_bytes()
MADE_ANEW = [
    ("WEBP", "RGB"),
    ("WEBP", "RGBA"),
    ("GIF", "P"),
    ("BMP", "RGB"),
    ("TIFF", "RGB"),
    ("AVIF", "RGB"),
    ("JPEG", "CMYK"),
    ("JPEG", "L"),
    ("PNG", "P"),
    ("PNG", "L"),
    ("PNG", "I;16"),
]


def opened(made: pictures.Picture) -> Image.Image:
    image = Image.open(io.BytesIO(made.data))
    image.load()
    return image


def png(width: int, height: int, depth: int, rows: bytes) -> bytes:
    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def test_a_jpeg_or_png_that_fits_goes_as_it_is():
    for data, mime_type in (
        (picture("JPEG"), "image/jpeg"),
        (picture("PNG"), "image/png"),
        (picture("PNG", "RGBA"), "image/png"),
    ):
        assert sendable(data) == pictures.Picture(data, mime_type, 40, 20)


def test_all_else_becomes_an_8_bit_rgb_jpeg():
    for data in (HEIC, *(picture(*kind) for kind in MADE_ANEW)):
        made = sendable(data)
        image = opened(made)
        assert (made.mime_type, image.format, image.mode, image.size) == (
            "image/jpeg",
            "JPEG",
            "RGB",
            (40, 20),
        )
        assert (made.width, made.height) == (40, 20)


def test_colours_stay_what_they_are():
    def middle(data: bytes) -> tuple[int, ...]:
        return opened(sendable(data)).getpixel((20, 10))

    assert middle(HEIC) == pytest.approx((200, 30, 30), abs=8)
    assert middle(picture("WEBP")) == pytest.approx((200, 30, 30), abs=8)
    assert middle(picture("WEBP", "RGBA")) == pytest.approx((255, 255, 255), abs=3)  # clear is white
    assert middle(picture("PNG", "I;16")) == pytest.approx((156, 156, 156), abs=3)
    assert middle(picture("JPEG", "CMYK"))[0] > 150


def test_sixteen_bits_a_colour_are_seen_although_the_library_hides_them():
    deep = png(4, 4, 16, (b"\0" + b"\xc8\0\x1e\0\x1e\0" * 4) * 4)
    made = sendable(deep)
    assert (made.mime_type, opened(made).mode) == ("image/jpeg", "RGB")


def test_a_picture_that_lay_on_its_side_stands_up():
    exif = Image.Exif()
    exif[pictures.ORIENTATION] = 6
    made = sendable(picture("JPEG", exif=exif.tobytes()))
    assert opened(made).size == (20, 40) == (made.width, made.height)
    assert pictures.ORIENTATION not in opened(made).getexif()


def test_what_is_too_large_for_meta_is_made_smaller(monkeypatch):
    monkeypatch.setitem(pictures.LARGEST, "image", 6000)
    noise = Image.effect_noise((300, 200), 90).convert("RGB")
    out = io.BytesIO()
    noise.save(out, "PNG")
    made = sendable(out.getvalue())
    assert len(made.data) <= 6000 < len(out.getvalue())
    assert opened(made).size == (made.width, made.height)
    assert made.width / made.height == pytest.approx(1.5, abs=0.05)


def test_a_bomb_is_not_lit():
    for data in (
        png(60_000, 60_000, 8, bytes(1000)),
        png(9_000, 9_000, 8, bytes(1000)),
    ):
        with pytest.raises(TooManyPixels) as refused:
            sendable(data)
        assert refused.value.limit == pictures.MOST_PIXELS


def test_what_is_no_picture_is_said_to_be_none():
    jpeg = picture("JPEG", size=(200, 200))
    broken = [
        b"\xff\xd8\xff\xe0<!doctype html><script>alert(1)</script>",
        b"\xff\xd8\xff" + bytes(500),
        jpeg[: len(jpeg) // 2],
        picture("PNG", size=(200, 200))[:-40],
        picture("WEBP")[:20],
        HEIC[:200],
        b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n",
        b"nothing at all",
    ]
    for data in broken:
        with pytest.raises(Unreadable):
            sendable(data)
    with pytest.raises(Empty):
        sendable(b"")
    with pytest.raises(TooLarge):
        sendable(jpeg + bytes(50 * 1024 * 1024))
