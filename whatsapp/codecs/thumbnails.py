"""Pixel size and small picture of a picture. Pillow is loaded when the first one comes."""

import io
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING

from .pictures import MOST_PIXELS, ORIENTATION

if TYPE_CHECKING:
    from PIL.Image import Image

THUMBNAIL_SIDE = 640
"""Pixels of the longer side: a bubble is about 330 wide, and screens have two for each."""
QUALITY = 76
FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
SIDEWAYS = frozenset({5, 6, 7, 8})
"""EXIF orientations that turn a picture by a quarter (Exif 2.3, tag 0x0112)."""


@dataclass(frozen=True, slots=True)
class Look:
    """How large it is on the screen, and a WebP of it; empty when a small picture could not be made."""

    width: int
    height: int
    thumbnail: bytes = b""


def look_at(file: IO[bytes]) -> Look | None:
    """None for what no browser should be asked to draw: no picture at all, or a bomb."""
    from PIL import Image, ImageOps  # noqa: PLC0415 (40 ms, for those who never see a picture)

    try:
        picture = Image.open(file, formats=FORMATS)  # reads its head only
        width, height = picture.size
        if width * height > MOST_PIXELS:
            return None
    except Exception:  # a hostile file may raise anything
        return None
    try:
        if picture.getexif().get(ORIENTATION) in SIDEWAYS:  # of a PNG, this reads all of it
            width, height = height, width
        picture.draft("RGB", (THUMBNAIL_SIDE, THUMBNAIL_SIDE))  # JPEG is decoded at a fraction of its size
        picture.thumbnail((THUMBNAIL_SIDE, THUMBNAIL_SIDE), reducing_gap=2.0)
        upright = ImageOps.exif_transpose(picture)
        return Look(width, height, _webp(upright))
    except Exception:  # cut off, damaged: a browser may still show some of it
        return Look(width, height)


def _webp(picture: "Image") -> bytes:
    has_alpha = picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info
    small = io.BytesIO()
    picture.convert("RGBA" if has_alpha else "RGB").save(small, "WEBP", quality=QUALITY, method=2)
    return small.getvalue()
