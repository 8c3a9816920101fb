"""A place on the map."""

from dataclasses import dataclass

from whatsapp.cloud_api.notifications.fields import an_object
from whatsapp.models import Message

from .values import a_link, a_number, words

MAP = "https://www.openstreetmap.org/?mlat={lat}&mlon={lon}#map=16/{lat}/{lon}"


@dataclass(frozen=True)
class Place:
    name: str
    address: str
    latitude: str  # as figures; empty unless both are on the globe
    longitude: str
    map: str  # made of our own figures only, never of what the sender wrote
    website: str


def read_place(message: Message) -> Place:
    body = an_object(an_object(message.payload).get("location"))
    lat, lon = _degrees(body.get("latitude"), 90), _degrees(body.get("longitude"), 180)
    known = bool(lat and lon)
    return Place(
        name=words(body.get("name")),
        address=words(body.get("address")),
        latitude=lat if known else "",
        longitude=lon if known else "",
        map=MAP.format(lat=lat, lon=lon) if known else "",
        website=a_link(body.get("url")),
    )


def _degrees(value: object, most: int) -> str:
    degrees = a_number(value)
    if degrees is None or abs(degrees) > most:
        return ""
    return f"{degrees:.6f}".rstrip("0").rstrip(".")
