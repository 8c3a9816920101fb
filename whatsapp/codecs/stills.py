"""Size, length and first frame of a film, where PyAV is installed; without it a film has no small picture."""

import io
from dataclasses import dataclass

from . import thumbnails

LONGEST_SIDE = 8192


@dataclass(frozen=True, slots=True)
class Film:
    look: thumbnails.Look | None
    seconds: float | None


def look_at(data: bytes) -> Film | None:
    """None when it can't be read, or nothing is there to read it with."""
    try:
        import av  # noqa: PLC0415 (large, and optional)
    except ImportError:
        return None
    try:
        with av.open(io.BytesIO(data), "r", metadata_errors="ignore") as container:
            seconds = container.duration / av.time_base if container.duration else None
            if not container.streams.video:
                return Film(None, seconds)
            stream = container.streams.video[0]
            if max(stream.width, stream.height) > LONGEST_SIDE:
                return None
            frame = next(container.decode(stream))
            still = io.BytesIO()
            upright = frame.to_image().rotate(frame.rotation, expand=True)
            upright.save(still, "JPEG", quality=90)
    except Exception:  # a hostile file may raise anything
        return None
    return Film(thumbnails.look_at(still.getvalue()), seconds)
