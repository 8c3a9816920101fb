"""What is drawn of a file, once, by the worker: the small picture of a picture or film, the waveform of a sound."""

from typing import Any

from whatsapp.codecs import apart, stills, thumbnails
from whatsapp.codecs.faults import CannotUse
from whatsapp.codecs.waveforms import waveform
from whatsapp.models import StoredFile

from .inline import FILMS, PICTURES, SOUNDS
from .keeping import keep_thumbnail, source_of

NO_WAVEFORM: list[int] = []
"""Looked at, and nothing could be read: nobody looks again."""


def drawn(stored: StoredFile) -> StoredFile:
    """The same row, with what can be drawn of it."""
    facts: dict[str, Any] = {}
    if stored.mime_type in SOUNDS and stored.peaks is None:
        facts = _heard(source_of(stored))
    elif stored.mime_type in PICTURES | FILMS and not stored.thumbnail:
        facts = _seen(stored, source_of(stored))
    for name, value in facts.items():
        setattr(stored, name, value)
    if facts:
        stored.save(update_fields=list(facts))
    return stored


def _heard(sound: apart.Source) -> dict[str, Any]:
    try:
        found = apart.do_with(sound, waveform)
    except CannotUse:
        return {"peaks": NO_WAVEFORM}
    return {"peaks": list(found.peaks), "duration": round(found.seconds, 2)}


def _seen(stored: StoredFile, file: apart.Source) -> dict[str, Any]:
    facts: dict[str, Any] = {}
    look = None
    if stored.mime_type in PICTURES:
        look = apart.do_with(file, thumbnails.look_at)
    elif film := apart.do_with(file, stills.look_at):
        look, facts["duration"] = film.look, film.seconds
    if look is not None:
        facts |= {"width": look.width, "height": look.height}
        facts["thumbnail"] = keep_thumbnail(stored.sha256, look.thumbnail) if look.thumbnail else ""
    return facts
