"""A voice message or another sound: what the player draws."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from whatsapp.models import Message, file_of

from .files import File, read_file

BARS, HEIGHT, PITCH = 64, 32, 4
SHORTEST = 3
"""Of a bar, in units of the drawing: silence is a row of dots."""
HEARD = frozenset({"sound", "film"})
"""Sound alone in a container of films is a sound too."""


@dataclass(frozen=True)
class Sound:
    file: File
    is_voice: bool
    label: str
    url: str  # empty while there is nothing that a browser can play
    original: str  # what was recorded, for browsers that don't play what was made of it; mostly empty
    seconds: float | None
    wave: str  # the path of an SVG drawing, BARS * PITCH wide and HEIGHT high
    is_played: bool

    @property
    def lasts(self) -> timedelta:
        return timedelta(seconds=self.seconds or 0)

    @property
    def version(self) -> str:
        """The browser keeps its player, playing or not, while this stays the same."""
        return f"{self.url}-{self.seconds}-{self.is_played}"


def read_sound(message: Message) -> Sound:
    file, kept = read_file(message), file_of(message)
    stored = kept.stored if kept else None
    return Sound(
        file=file,
        is_voice=file.is_voice,
        label=file.label,
        # What was recorded and what was made of it have one address: the hash keeps a browser's cache honest.
        url=f"{file.here.url}?v={stored.sha256[:8]}"
        if stored and file.here and file.here.shows in HEARD
        else "",
        original=file.here.original if file.here else "",
        seconds=stored.duration if stored else None,
        wave=draw(stored.peaks or [] if stored else []),
        is_played=message.played_at is not None,
    )


def draw(peaks: Sequence[int]) -> str:
    """Bars around the middle line, one a peak (0 to 255)."""
    heights = [max(SHORTEST, peak * HEIGHT // 255) for peak in peaks] or [SHORTEST] * BARS
    bars = (f"M{n * PITCH + PITCH // 2} {(HEIGHT - high) / 2:g}v{high}" for n, high in enumerate(heights))
    return "".join(bars)
