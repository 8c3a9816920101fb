"""Voice messages: OGG/Opus with one channel, whatever a browser recorded (Cloud API: media).

Chrome records Opus in WebM or in MP4, Firefox Opus in OGG, Safari AAC in MP4. What is Opus with one channel
already is moved into OGG packet by packet, which loses nothing; all else is decoded and encoded again.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from math import inf
from typing import TYPE_CHECKING, Any

from .faults import Empty, TooLarge, TooLong, Unreadable
from .kinds import LARGEST

if TYPE_CHECKING:
    from av.audio.stream import AudioStream
    from av.container import InputContainer

RATE = 48_000  # samples a second: Opus knows no other
BIT_RATE = 24_000
LONGEST = 30 * 60  # seconds

_FORMATS = frozenset({"matroska,webm", "ogg", "mov,mp4,m4a,3gp,3g2,mj2", "mp3", "wav", "aac", "amr", "flac"})
"""As FFmpeg calls them. Playlists and the like, which would fetch other files, are not among them."""


@dataclass(frozen=True, slots=True)
class Voice:
    data: bytes  # OGG/Opus, one channel
    was_moved: bool  # its packets are the recorded ones


def voice_note(data: bytes) -> Voice:
    """Raises Empty, TooLarge, TooLong, Unreadable."""
    with opened(data) as (source, stream):
        if stream.codec_context.name in {"opus", "libopus"} and stream.codec_context.channels == 1:
            return Voice(_moved(source, stream), was_moved=True)
        return Voice(_encoded(source, stream), was_moved=False)


def holds(data: bytes, mime_type: str) -> bool:
    """Whether it is the sound that its container promises: MP4 may hold anything, and Meta takes AAC in it. It may
    last as long as its bytes allow: nobody decodes it. Raises Empty, TooLarge, Unreadable.
    """
    with opened(data, longest=inf) as (_source, stream):
        return bool(mime_type != "audio/mp4" or stream.codec_context.name == "aac")


@contextmanager
def opened(data: bytes, *, longest: float = LONGEST) -> Iterator[tuple[InputContainer, AudioStream]]:
    """Everything that FFmpeg may say about strange bytes becomes Unreadable. How long it is, a file tells or not;
    who reads it counts, too. `longest` in seconds.
    """
    if not data:
        raise Empty
    if len(data) > LARGEST["audio"]:
        raise TooLarge("audio", LARGEST["audio"])
    import av  # noqa: PLC0415

    try:
        with av.open(io.BytesIO(data), "r", metadata_errors="replace") as source:
            if source.format.name not in _FORMATS or not source.streams.audio:
                raise Unreadable("audio")
            if (source.duration or 0) > longest * av.time_base:
                raise TooLong("audio", LONGEST)
            yield source, source.streams.audio[0]
    except (av.FFmpegError, ValueError, EOFError, OverflowError) as error:
        raise Unreadable("audio") from error


def _moved(source: InputContainer, stream: AudioStream) -> bytes:
    out, count = io.BytesIO(), 0
    with _written(out) as target:
        track = target.add_stream_from_template(stream)
        for packet in source.demux(stream):
            if packet.dts is None:  # the empty packet at the end
                continue
            if float(packet.dts * packet.time_base) > LONGEST:
                raise TooLong("audio", LONGEST)
            packet.stream = track
            target.mux(packet)
            count += 1
    if not count:
        raise Unreadable("audio")
    return out.getvalue()


def _encoded(source: InputContainer, stream: AudioStream) -> bytes:
    import av  # noqa: PLC0415

    out, samples = io.BytesIO(), 0
    with _written(out) as target:
        track: AudioStream = target.add_stream(
            "libopus", rate=RATE, layout="mono", options={"application": "voip"}
        )
        track.bit_rate = BIT_RATE
        for frame in frames(source, stream, av.AudioResampler("s16", "mono", RATE)):
            samples += frame.samples
            target.mux(track.encode(frame))
        target.mux(track.encode(None))  # else the last twentieth of a second is lost
    if not samples:
        raise Unreadable("audio")
    return out.getvalue()


def _written(out: io.BytesIO) -> Any:
    import av  # noqa: PLC0415

    # Else each stream gets a number at random, and the same recording would be another file each time.
    return av.open(out, "w", format="ogg", options={"fflags": "+bitexact"})


def frames(source: InputContainer, stream: AudioStream, resampler: Any) -> Iterator[Any]:
    """Resampled, to the very end. A few bytes can hold days of silence: it is cut at LONGEST, as they come."""
    import av  # noqa: PLC0415

    seconds = 0.0
    for packet in source.demux(stream):
        try:
            decoded = packet.decode()
        except av.InvalidDataError:
            continue  # one bad packet in a row of good ones: a click, no more
        for frame in decoded:
            seconds += frame.samples / frame.sample_rate
            if seconds > LONGEST:
                raise TooLong("audio", LONGEST)
            frame.pts = None  # recorders leave gaps; what counts is what was heard
            yield from resampler.resample(frame)
    yield from resampler.resample(None)
