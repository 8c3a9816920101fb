"""A place out of what people paste: two numbers, or a link of a map."""

import re
from urllib.parse import unquote

_INVISIBLE = "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_TO_ASCII = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹٫،؛\u2212", "01234567890123456789.,,-", _INVISIBLE)
_NUMBER = r"([+-]?\d{1,3}(?:\.\d+)?)°?"
_PAIR = re.compile(rf"\(?\s*{_NUMBER}\s*[,\s;]\s*{_NUMBER}\s*\)?")
_IN_A_LINK = (
    # The pin of a place comes before the middle of the map that happens to be in view.
    re.compile(rf"!3d{_NUMBER}!4d{_NUMBER}"),
    re.compile(
        rf"[?&#](?:q|query|ll|sll|daddr|destination|center|mlat)=(?:loc:)?{_NUMBER}(?:,\s*\+?|&mlon=){_NUMBER}"
    ),
    re.compile(rf"(?:/|geo:){_NUMBER},\s*\+?{_NUMBER}"),
    re.compile(rf"@{_NUMBER},{_NUMBER}"),
)


def read_coordinates(text: str) -> tuple[float, float] | None:
    """Latitude and longitude in degrees; None when there are none, or none that are on the globe.

    A shortened link (maps.app.goo.gl) holds none: only its server knows them.
    """
    plain = unquote(text.translate(_TO_ASCII)).strip()
    is_link = "://" in plain or plain.startswith("geo:")
    found = _first(plain) if is_link else _PAIR.fullmatch(plain)
    if found is None:
        return None
    latitude, longitude = float(found[1]), float(found[2])
    return (latitude, longitude) if is_on_the_globe(latitude, longitude) else None


def is_on_the_globe(latitude: float, longitude: float) -> bool:
    return abs(latitude) <= 90 and abs(longitude) <= 180


def _first(link: str) -> re.Match[str] | None:
    return next((found for pattern in _IN_A_LINK if (found := pattern.search(link))), None)
