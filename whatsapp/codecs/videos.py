"""Videos as Meta takes them: H.264 and AAC in MP4 or 3GPP, the index in front (Cloud API: media).

What only stands in another container is moved into MP4, which costs milliseconds. Other codecs (iPhones take HEVC),
and H.264 with frames that some Androids can't show, are encoded again, while that takes no longer than a minute or
two; what is longer is refused by the name of its codec, and can go as a document.
"""

from __future__ import annotations

import io
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .faults import Empty, NotTaken, TooLarge, Unreadable
from .kinds import LARGEST

if TYPE_CHECKING:
    from av.container import InputContainer

_FORMATS = frozenset({"mov,mp4,m4a,3gp,3g2,mj2"})
PICTURE_CODECS = frozenset({"h264"})
SOUND_CODECS = frozenset({"aac", "amrnb", "amr_nb"})
UNTOUCHED = ("video/mp4", "video/3gpp")
HIGH = "High"
"""Of H.264's profiles the one that, with B-frames, Android shows as nothing (Cloud API: media)."""


@dataclass(frozen=True, slots=True)
class Video:
    data: bytes
    mime_type: str
    width: int  # 0 when there is only sound
    height: int


def sendable(data: bytes, mime_type: str) -> Video:
    """`mime_type` as `kinds.sniff` found it. Raises Empty, TooLarge, NotTaken, Unreadable."""
    if not data:
        raise Empty
    if len(data) > LARGEST["video"]:
        raise TooLarge("video", LARGEST["video"])
    import av  # noqa: PLC0415

    try:
        with av.open(io.BytesIO(data), "r", metadata_errors="replace") as source:
            return _video(source, data, mime_type)
    except (av.FFmpegError, ValueError, EOFError, OverflowError) as error:
        raise Unreadable("video") from error


def _video(source: InputContainer, data: bytes, mime_type: str) -> Video:
    from . import film_encoding  # noqa: PLC0415 (it loads av)

    pictures, sounds = list(source.streams.video), list(source.streams.audio)
    if source.format.name not in _FORMATS or not (pictures or sounds):
        raise Unreadable("video")
    if not pictures:
        return Video(data, mime_type, 0, 0)
    if strange := _strange(pictures, sounds):
        if film_encoding.is_too_long(source):
            raise NotTaken(f"video ({strange})")
        return Video(*film_encoding.encoded(source, pictures[0], sounds[:1]))
    # The index comes first, or a customer has to load all of it before anything is seen.
    is_fast = 0 <= data.find(b"moov") < data.find(b"mdat")
    size = pictures[0].width, pictures[0].height
    if mime_type in UNTOUCHED and is_fast and len(sounds) < 2:
        return Video(data, mime_type, *size)
    return Video(_moved(source, [*pictures[:1], *sounds[:1]]), "video/mp4", *size)


def _strange(pictures: list[Any], sounds: list[Any]) -> str:
    """The name of what Meta does not take of it; empty when it takes all."""
    for stream in pictures[:1]:
        codec = stream.codec_context
        if codec.name not in PICTURE_CODECS or (codec.profile == HIGH and codec.has_b_frames):
            return str(codec.name)
    return next((s.codec_context.name for s in sounds[:1] if s.codec_context.name not in SOUND_CODECS), "")


def _moved(source: InputContainer, streams: list[Any]) -> bytes:
    import av  # noqa: PLC0415

    with tempfile.TemporaryDirectory() as folder:
        # FFmpeg reads the file again to put its index in front: that needs a name.
        path = Path(folder, "video.mp4")
        with av.open(str(path), "w", format="mp4", options={"movflags": "faststart"}) as target:
            tracks = {stream.index: target.add_stream_from_template(stream) for stream in streams}
            for packet in source.demux(*streams):
                if packet.dts is not None:
                    packet.stream = tracks[packet.stream.index]
                    target.mux(packet)
        return path.read_bytes()
