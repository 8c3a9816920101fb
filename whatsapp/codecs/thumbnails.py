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


def size_of(file: IO[bytes]) -> tuple[int, int] | None:
    """Width and height on the screen, from its head alone: a millisecond. None: no picture, or a bomb."""
    if (picture := _opened(file)) is None:
        return None
    width, height = picture.size
    # A PNG would be read to its end for the Exif that it may have there; cameras write JPEG.
    return (height, width) if picture.format != "PNG" and _is_sideways(picture) else (width, height)


def look_at(data: bytes) -> Look | None:
    """None for what no browser should be asked to draw: no picture at all, or a bomb."""
    if (picture := _opened(io.BytesIO(data))) is None:
        return None
    from PIL import ImageOps  # noqa: PLC0415

    width, height = whole = picture.size
    try:
        picture.draft("RGB", (THUMBNAIL_SIDE, THUMBNAIL_SIDE))  # JPEG is decoded at a fraction of its size
        picture.thumbnail((THUMBNAIL_SIDE, THUMBNAIL_SIDE), reducing_gap=2.0)
        if _is_sideways(picture):
            width, height = height, width
        return Look(width, height, _webp(ImageOps.exif_transpose(picture)))
    except Exception:  # cut off, damaged: a browser may still show some of it
        return Look(*whole)


def _opened(file: IO[bytes]) -> "Image | None":
    """Its head only is read."""
    import PIL.Image  # noqa: PLC0415 (40 ms, for those who never see a picture)

    file.seek(0)
    try:
        picture = PIL.Image.open(file, formats=FORMATS)
        return None if picture.width * picture.height > MOST_PIXELS else picture
    except Exception:  # a hostile file may raise anything
        return None


def _is_sideways(picture: "Image") -> bool:
    try:
        return picture.getexif().get(ORIENTATION) in SIDEWAYS
    except Exception:  # damaged Exif
        return False


def _webp(picture: "Image") -> bytes:
    has_alpha = picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info
    small = io.BytesIO()
    picture.convert("RGBA" if has_alpha else "RGB").save(small, "WEBP", quality=QUALITY, method=2)
    return small.getvalue()
