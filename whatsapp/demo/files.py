"""The pictures and papers of the story, drawn when they are wanted: nothing to carry along, nobody's photograph."""

import base64
import hashlib
import io
import math
import random
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from PIL import Image, ImageDraw, ImageFilter

SIZE = (1280, 960)
BROWN, DARK = "#b5814f", "#5d3a22"


@dataclass(frozen=True)
class Sample:
    kind: str  # as Meta names it
    mime_type: str
    make: Callable[[], bytes]
    name: str = ""  # only documents have one


@dataclass(frozen=True)
class Drawn:
    """A sample with its bytes; `media_id` is the same on both sides and at every start."""

    sample: Sample
    data: bytes
    media_id: str

    @property
    def sha256(self) -> str:
        """In base64, as webhooks have it."""
        return base64.b64encode(hashlib.sha256(self.data).digest()).decode()


@lru_cache
def drawn(key: str) -> Drawn:
    """Raises KeyError."""
    sample = SAMPLES[key]
    digits = int.from_bytes(hashlib.sha256(key.encode()).digest()[:6])
    return Drawn(sample, sample.make(), f"{10**15 + digits}")


def _table(wall: str, wood: str) -> tuple[Image.Image, ImageDraw.ImageDraw]:
    picture = Image.new("RGB", SIZE, wall)
    brush = ImageDraw.Draw(picture)
    brush.rectangle((0, 560, *SIZE), fill=wood)
    for y in range(600, SIZE[1], 70):
        brush.line((0, y, SIZE[0], y + 12), fill="#00000022", width=2)
    return picture, brush


def _jpeg(picture: Image.Image) -> bytes:
    file = io.BytesIO()
    picture.filter(ImageFilter.GaussianBlur(0.8)).save(file, "JPEG", quality=86)
    return file.getvalue()


def _broken_box() -> bytes:
    picture, brush = _table("#d9d2c5", "#8d7358")
    brush.ellipse((250, 690, 1060, 860), fill="#6f5942")
    brush.polygon([(330, 400), (860, 360), (980, 780), (300, 800)], fill="#c79a66")
    brush.polygon([(860, 360), (1010, 430), (1080, 760), (980, 780)], fill="#a87b4c")
    brush.polygon([(330, 400), (520, 250), (700, 330), (560, 395)], fill="#dcb485")
    brush.polygon([(620, 385), (900, 240), (1000, 330), (860, 362)], fill="#d3a876")
    brush.polygon([(560, 395), (640, 470), (700, 420), (760, 520), (860, 362)], fill=DARK)
    brush.line([(590, 800), (620, 660), (570, 600), (650, 500)], fill=DARK, width=7)
    dice = random.Random(7)
    for _ in range(26):
        x, y, r = dice.randint(250, 1050), dice.randint(800, 900), dice.randint(10, 26)
        brush.ellipse((x, y, x + 2 * r, y + r), fill=dice.choice(("#8a5a33", "#e2c08f", "#5a3018")))
    return _jpeg(picture)


def _dates() -> bytes:
    picture, brush = _table("#efe3cf", "#b08d63")
    brush.ellipse((170, 250, 1110, 900), fill="#f7f3ea", outline="#d8cdb8", width=14)
    brush.ellipse((270, 330, 1010, 820), fill="#ede4d2")
    dice = random.Random(3)
    for row in range(9):
        for column in range(9):
            x, y = 330 + column * 70 + dice.randint(-14, 14), 370 + row * 45 + dice.randint(-8, 8)
            if ((x - 610) / 330) ** 2 + ((y - 560) / 215) ** 2 < 1:
                shade = dice.choice(("#5b3216", "#6e3f1c", "#824d22", "#4a2811"))
                brush.rounded_rectangle((x, y, x + 74, y + 42), 21, fill=shade)
                brush.arc((x + 10, y + 7, x + 60, y + 32), 190, 280, fill="#c08a52", width=4)
    return _jpeg(picture)


def _sticker() -> bytes:
    picture = Image.new("RGBA", (512, 512), (0, 0, 0, 0))
    brush = ImageDraw.Draw(picture)
    brush.polygon([(238, 250), (278, 250), (296, 490), (216, 490)], fill=BROWN)
    for y in range(280, 490, 34):
        brush.line((222, y + 10, 290, y), fill=DARK, width=6)
    for degrees in (165, 205, 250, 290, 335, 375):
        brush.polygon(_leaf(258, 250, math.radians(degrees)), fill="#1f8f5f", outline="#146b46", width=6)
    for x, y in ((214, 250), (258, 262), (236, 284)):
        brush.ellipse((x, y, x + 40, y + 46), fill="#8a4b1e")
    file = io.BytesIO()
    picture.save(file, "WEBP", quality=80)
    return file.getvalue()


def _leaf(x: float, y: float, angle: float) -> list[tuple[float, float]]:
    """Long and pointed, from the top of the trunk outwards."""
    shape = ((0, 0), (70, -34), (150, -40), (235, 22), (140, 30), (60, 26))
    turn = math.cos(angle), math.sin(angle)
    return [(x + a * turn[0] - b * turn[1], y + a * turn[1] + b * turn[0]) for a, b in shape]


def _receipt() -> bytes:
    """A PDF of one page, by hand (ISO 32000: header, objects, cross-reference table, trailer)."""
    lines = ("NAKHEEL STORE", "Transfer receipt", "Order 10517", "Amount 265.00 SAR", "Paid")
    words = " ".join(f"({line}) Tj 0 -34 Td" for line in lines)
    drawing = f"0.04 0.49 0.36 rg 60 700 475 6 re f BT 0 g /F1 22 Tf 72 650 Td {words} ET".encode()
    font = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>"
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        page,
        b"<</Length %d>>stream\n%s\nendstream" % (len(drawing), drawing),
        font,
    ]
    body, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(body))
        body += b"%d 0 obj%s endobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    trailer = b"trailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % len(body)
    return body + b"xref\n0 6\n0000000000 65535 f \n" + table + trailer


SAMPLES = {
    "broken box": Sample("image", "image/jpeg", _broken_box),
    "dates": Sample("image", "image/jpeg", _dates),
    "palm": Sample("sticker", "image/webp", _sticker),
    "receipt": Sample("document", "application/pdf", _receipt, "إيصال التحويل.pdf"),
}
