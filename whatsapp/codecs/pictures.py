"""Pictures as Meta takes them: JPEG or PNG, 8 bits, RGB or RGBA, 5 MB (Cloud API: media).

A JPEG or PNG that fits goes as it is, unless it was laid down sideways: some phones don't read EXIF. All else
becomes a JPEG, and what is too large loses first quality, then size, as WhatsApp's own app does it.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .faults import Empty, TooLarge, TooManyPixels, Unreadable
from .kinds import LARGEST, LARGEST_PICTURE_BEFORE

if TYPE_CHECKING:
    from PIL.Image import Image

MOST_PIXELS = 64_000_000
"""A phone's 50-megapixel photo passes, and takes 200 MB of memory while it is worked on. Beyond, a few kilobytes
may ask for gigabytes: a decompression bomb."""

LONGEST_SIDE = 4096
SMALLEST = (1, 1)
QUALITIES = (90, 80, 70)
PASSABLE_MODES = frozenset({"RGB", "RGBA"})
READ = ("JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF", "AVIF", "HEIF")
ORIENTATION, UPRIGHT = 0x0112, 1  # Exif 2.3


@dataclass(frozen=True, slots=True)
class Picture:
    data: bytes
    mime_type: str
    width: int
    height: int


def sendable(data: bytes) -> Picture:
    """Raises Empty, TooLarge, TooManyPixels, Unreadable."""
    if not data:
        raise Empty
    if len(data) > LARGEST_PICTURE_BEFORE:
        raise TooLarge("image", LARGEST_PICTURE_BEFORE)
    image, size = _read(data)
    if _goes_as_it_is(image, data):
        return Picture(data, f"image/{(image.format or '').lower()}", *size)
    # The profile of a CMYK picture is of no use to an RGB one.
    profile = image.info.get("icc_profile") if image.mode in PASSABLE_MODES else None
    return _shrunk(_flat(image), profile)


def _read(data: bytes) -> tuple[Image, tuple[int, int]]:
    """And how large it is. To the last line: what was cut off, or was never a picture, is found out here."""
    import pi_heif  # noqa: PLC0415
    import PIL.Image  # noqa: PLC0415

    pi_heif.register_heif_opener()
    try:
        image = PIL.Image.open(io.BytesIO(data), formats=READ)
        size = image.size
        if image.width * image.height > MOST_PIXELS:
            raise TooManyPixels("image", MOST_PIXELS)
        _look_no_closer_than_needed(image, data)
        image.load()
    except PIL.Image.DecompressionBombError:
        raise TooManyPixels("image", MOST_PIXELS) from None
    except (OSError, ValueError, SyntaxError, EOFError, IndexError, TypeError, MemoryError) as error:
        raise Unreadable("image") from error
    return image, size


def _look_no_closer_than_needed(image: Image, data: bytes) -> None:
    """A JPEG can be decoded at half, a quarter, an eighth of its size: much less memory, and less to do."""
    if image.format != "JPEG":
        return
    if len(data) > LARGEST["image"]:
        image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
    elif _goes_as_it_is(image, data):
        image.draft(None, SMALLEST)  # nobody will see it: all that is asked is whether it has an end


def _goes_as_it_is(image: Image, data: bytes) -> bool:
    # Pillow reads 16-bit colours as 8-bit ones, without a word: only the PNG's own header tells.
    is_deep = image.format == "PNG" and data[24] > 8
    is_taken = image.format in {"JPEG", "PNG"} and image.mode in PASSABLE_MODES and not is_deep
    is_upright = image.getexif().get(ORIENTATION, UPRIGHT) == UPRIGHT
    return is_taken and is_upright and len(data) <= LARGEST["image"]


def _flat(image: Image) -> Image:
    """Upright, 8-bit RGB; what was transparent is white, as it is on the customer's screen."""
    import PIL.Image  # noqa: PLC0415
    from PIL import ImageOps  # noqa: PLC0415

    image = ImageOps.exif_transpose(image)
    if image.mode.startswith("I"):
        image = image.convert("I").point(lambda value: value * (1 / 256) + 0).convert("L")
    if image.mode in {"P", "PA", "LA", "La", "RGBa"} or "transparency" in image.info:
        image = image.convert("RGBA")
    if image.mode != "RGBA":
        return image.convert("RGB")
    ground = PIL.Image.new("RGB", image.size, "white")
    ground.paste(image, mask=image.getchannel("A"))
    return ground


def _shrunk(image: Image, profile: bytes | None) -> Picture:
    image.thumbnail((LONGEST_SIDE, LONGEST_SIDE), reducing_gap=2.0)
    while True:
        for quality in QUALITIES:
            out = io.BytesIO()
            image.save(out, "JPEG", quality=quality, optimize=True, icc_profile=profile)
            if out.tell() <= LARGEST["image"]:
                return Picture(out.getvalue(), "image/jpeg", *image.size)
        image = image.resize((max(1, image.width * 3 // 4), max(1, image.height * 3 // 4)))
