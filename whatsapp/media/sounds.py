"""The waveform of a sound, and how long it lasts: found once, by the worker, and kept with the file."""

from django.core.files.storage import default_storage

from whatsapp.codecs.faults import CannotUse
from whatsapp.codecs.waveforms import waveform
from whatsapp.models import StoredFile

from .inline import SOUNDS

NO_WAVEFORM: list[int] = []
"""Looked at, and nothing could be read: nobody looks again."""


def drawn(stored: StoredFile) -> StoredFile:
    """The same row, with its waveform where it is a sound."""
    if stored.mime_type not in SOUNDS or stored.peaks is not None:
        return stored
    try:
        with default_storage.open(stored.name) as file:
            found = waveform(file.read())
        stored.peaks, stored.duration = list(found.peaks), round(found.seconds, 2)
    except CannotUse:
        stored.peaks = NO_WAVEFORM
    stored.save(update_fields=["peaks", "duration"])
    return stored
