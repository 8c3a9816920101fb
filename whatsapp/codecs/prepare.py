"""From a file as it came to one that Meta takes: what the worker does before an upload."""

from dataclasses import dataclass, replace

from . import pictures, videos, voice
from .faults import CannotUse, TooLarge
from .kinds import ENDINGS, LARGEST, Plan

PLAIN_OPUS = "audio/ogg"
"""How an OGG/Opus file is called towards Meta; `audio/opus`, which sniffers say, is refused with 131053."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """`data` is what is uploaded. Pixels and seconds are 0 where there are none."""

    kind: str
    mime_type: str
    data: bytes
    is_voice: bool = False
    width: int = 0
    height: int = 0

    @property
    def upload_name(self) -> str:
        """Plain ASCII: Meta reads only its ending, which must fit the type."""
        return f"{'voice' if self.is_voice else 'file'}.{ENDINGS[self.mime_type]}"


def prepare(data: bytes, plan: Plan) -> Prepared:
    """Seconds of work at worst. Raises CannotUse."""
    if plan.is_voice:
        return _no_larger(Prepared("audio", PLAIN_OPUS, voice.voice_note(data).data, is_voice=True))
    if plan.kind == "image":
        picture = pictures.sendable(data)
        return Prepared("image", picture.mime_type, picture.data, width=picture.width, height=picture.height)
    if plan.kind == "audio":
        return _sound(data, plan.mime_type)
    if plan.kind == "video":
        return _video(data, plan.mime_type)
    return Prepared("document", plan.mime_type, data)


def prepare_change(data: bytes, plan: Plan) -> Prepared:
    """The same without the bytes where they stay as they are: many megabytes, which need not travel back."""
    made = prepare(data, plan)
    return replace(made, data=b"") if made.data == data else made


def _sound(data: bytes, mime_type: str) -> Prepared:
    """What Meta takes goes as it is; of OGG that is Opus with one channel only, of MP4 AAC."""
    if mime_type in ENDINGS and mime_type != PLAIN_OPUS and voice.holds(data, mime_type):
        return Prepared("audio", mime_type, data)
    return _no_larger(Prepared("audio", PLAIN_OPUS, voice.voice_note(data).data))


def _video(data: bytes, mime_type: str) -> Prepared:
    video = videos.sendable(data, mime_type)
    if not video.width:  # sound alone, in a container that is used for both
        return _sound(data, "audio/mp4")
    return Prepared("video", video.mime_type, video.data, width=video.width, height=video.height)


def _no_larger(prepared: Prepared) -> Prepared:
    if len(prepared.data) > LARGEST[prepared.kind]:
        raise TooLarge(prepared.kind, LARGEST[prepared.kind])
    return prepared


__all__ = ["CannotUse", "Plan", "Prepared", "prepare", "prepare_change"]
