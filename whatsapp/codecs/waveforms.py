"""How loud a sound is along its way: what the player draws, and how long it lasts."""

from dataclasses import dataclass
from itertools import pairwise

from .faults import Unreadable
from .voice import frames, opened

PEAKS = 64
RATE, WINDOW = 8_000, 400  # samples: a peak is first taken of each twentieth of a second
QUIET = 1_000  # of 32 768: what stays below is a whisper or noise, and is drawn small


@dataclass(frozen=True, slots=True)
class Waveform:
    seconds: float
    peaks: bytes  # PEAKS of them, 0 to 255, the loudest 255 unless all is quiet


def waveform(data: bytes) -> Waveform:
    """Raises Empty, TooLarge, TooLong, Unreadable."""
    import av  # noqa: PLC0415

    loudness: list[int] = []
    rest, samples = b"", 0
    with opened(data) as (source, stream):
        for frame in frames(source, stream, av.AudioResampler("s16", "mono", RATE)):
            samples += frame.samples
            rest += bytes(frame.planes[0])[: frame.samples * 2]
            whole = len(rest) // (WINDOW * 2) * WINDOW * 2
            loudness += _loudness(rest[:whole])
            rest = rest[whole:]
    if not samples:
        raise Unreadable("audio")
    return Waveform(samples / RATE, _folded(loudness + _loudness(rest)))


def _loudness(pcm: bytes) -> list[int]:
    """The highest swing of each window; `pcm` is 16-bit, one channel."""
    heard = memoryview(pcm).cast("h")
    windows = (heard[start : start + WINDOW] for start in range(0, len(heard), WINDOW))
    return [max((max(window), -min(window))) for window in windows]


def _folded(loudness: list[int]) -> bytes:
    """PEAKS values out of any number of them."""
    top, count = max(QUIET, *loudness), len(loudness)
    edges = [index * count // PEAKS for index in range(PEAKS + 1)]
    parts = (loudness[start : max(end, start + 1)] for start, end in pairwise(edges))
    return bytes(max(part) * 255 // top for part in parts)
