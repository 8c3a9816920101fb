"""A film made anew: H.264 Main without B-frames, AAC with one or two channels, MP4 with its index in front.

As large as the customer's phone shows it, and no larger in bytes than Meta takes (Cloud API: media).
This module loads av, which takes a quarter of a second: it is imported where a film is in hand.
"""

from __future__ import annotations

import tempfile
from fractions import Fraction
from math import inf
from pathlib import Path
from typing import Any

import av
from av.container import InputContainer
from av.filter import Graph
from av.video.stream import VideoStream

from .faults import TooLarge, Unreadable
from .kinds import LARGEST

LONGEST = 3 * 60  # seconds
LONGEST_SIDE, MOST_FRAMES = 1280, 30  # pixels, a second
SOUND_RATE, SOUND_BITS = 48_000, 96_000
MOST_BITS = 2_500_000  # a second: what WhatsApp's own app makes of a film
FULL = 0.9  # of Meta's limit: an encoder does not hit the mark
PIXELS_AT_MOST = 4096 * 2304
TURNS = {
    90: ("transpose=cclock",),
    -90: ("transpose=clock",),
    180: ("hflip", "vflip"),
    -180: ("hflip", "vflip"),
}
"""By the degrees that a phone noted, counterclockwise. What is encoded anew is turned, and notes nothing."""


def is_too_long(source: InputContainer) -> bool:
    return (source.duration or inf) > LONGEST * av.time_base


def encoded(source: InputContainer, pictures: VideoStream, sounds: list[Any]) -> tuple[bytes, str, int, int]:
    """The bytes, their type, width and height. Raises TooLarge, Unreadable."""
    if pictures.width * pictures.height > PIXELS_AT_MOST:
        raise Unreadable("video")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "video.mp4")
        with av.open(str(path), "w", format="mp4", options={"movflags": "faststart"}) as target:
            size = _write(source, pictures, sounds, target)
        data = path.read_bytes()
    if len(data) > LARGEST["video"]:
        raise TooLarge("video", LARGEST["video"])
    return data, "video/mp4", *size


def _write(source: InputContainer, pictures: VideoStream, sounds: list[Any], target: Any) -> tuple[int, int]:
    seen: Film | None = None
    heard = target.add_stream("aac", rate=SOUND_RATE, layout="stereo") if sounds else None
    resampler = av.AudioResampler("fltp", "stereo", SOUND_RATE)
    bits = _bits(source)
    for packet in source.demux(pictures, *sounds):
        for frame in packet.decode():
            if isinstance(frame, av.VideoFrame):
                seen = seen or Film(target, pictures, frame, bits)
                seen.add(frame)
            elif heard and isinstance(frame, av.AudioFrame):
                for piece in resampler.resample(frame):
                    target.mux(heard.encode(piece))
    if seen is None:
        raise Unreadable("video")
    seen.end()
    if heard:
        for rest in [*resampler.resample(None), None]:
            target.mux(heard.encode(rest))
    return seen.size


def _bits(source: InputContainer) -> int:
    """A second, for the pictures."""
    seconds = max(1.0, (source.duration or 0) / av.time_base)
    return int(min(MOST_BITS, LARGEST["video"] * 8 * FULL / seconds - SOUND_BITS))


class Film:
    """The pictures' way through the filters and the encoder."""

    def __init__(self, target: Any, pictures: VideoStream, first: Any, bits: int) -> None:
        self.target, self.last = target, -1
        self.graph = _graph(pictures, getattr(first, "rotation", 0))
        rate = min(Fraction(pictures.average_rate or MOST_FRAMES), Fraction(MOST_FRAMES))
        options = {"profile": "main", "preset": "veryfast", "bf": "0"}
        self.track = target.add_stream("libx264", rate=rate.limit_denominator(1001), options=options)
        self.track.pix_fmt, self.track.bit_rate = "yuv420p", bits
        self.step = 1 / rate
        self.size = (0, 0)

    def add(self, frame: Any) -> None:
        self.graph.push(frame)
        self._pull()

    def end(self) -> None:
        self.graph.push(None)
        self._pull()
        self.target.mux(self.track.encode(None))

    def _pull(self) -> None:
        while True:
            try:
                frame: Any = self.graph.pull()
            except (BlockingIOError, av.EOFError):
                return
            number = int(frame.pts * frame.time_base / self.step) if frame.pts is not None else self.last + 1
            if number <= self.last:
                continue  # more frames a second than are wanted
            if self.last < 0:
                self.size = self.track.width, self.track.height = frame.width, frame.height
            self.last = number
            frame.pts, frame.time_base = number, self.step
            frame.pict_type = 0
            self.target.mux(self.track.encode(frame))


def _graph(pictures: VideoStream, turned: int) -> Graph:
    graph = av.filter.Graph()
    nodes: list[Any] = [graph.add_buffer(template=pictures)]
    side = LONGEST_SIDE
    scale = f"w='min({side},iw)':h='min({side},ih)':force_original_aspect_ratio=decrease:force_divisible_by=2"
    steps = [("scale", scale), *(step.partition("=")[::2] for step in TURNS.get(turned, ()))]
    for name, options in [*steps, ("format", "yuv420p")]:
        nodes.append(graph.add(name, options or None))
    nodes.append(graph.add("buffersink"))
    graph.link_nodes(*nodes).configure()
    return graph
