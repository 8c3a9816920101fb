"""Small real files, made where they are needed: each costs milliseconds, and once a run."""

import io
import math
from array import array
from functools import cache

import av
from PIL import Image

BROWSERS = {
    "chrome": ("webm", "libopus", 1),
    "chrome, stereo": ("webm", "libopus", 2),
    "chrome, as audio/mp4": ("mp4", "libopus", 1),
    "firefox": ("ogg", "libopus", 1),
    "safari": ("mp4", "aac", 1),
}
OTHERS = {
    "mp3": ("mp3", "libmp3lame", 1),
    "wav": ("wav", "pcm_s16le", 2),
    "amr": ("amr", "libopencore_amrnb", 1),
    "aac": ("adts", "aac", 1),
    "flac": ("flac", "flac", 1),
    "stereo ogg": ("ogg", "libopus", 2),
    "silence": ("wav", "pcm_s16le", 1),
}
RATES = {"amr": 8000, "mp3": 44100}


@cache
def sound(maker: str, seconds: float = 0.5) -> bytes:
    """A tone that swells, as this maker would record it."""
    container, codec, channels = (BROWSERS | OTHERS)[maker]
    rate, out = RATES.get(maker, 48000), io.BytesIO()
    with av.open(out, "w", format=container) as target:
        track = target.add_stream(codec, rate=rate, layout="mono" if channels == 1 else "stereo")
        resampler = av.AudioResampler(track.format.name, track.layout.name, rate)
        for frame in [
            *resampler.resample(tone(0 if maker == "silence" else 12000, seconds, rate, channels)),
            *resampler.resample(None),
            None,
        ]:
            target.mux(track.encode(frame))
    return out.getvalue()


def tone(loudest: int, seconds: float, rate: int, channels: int) -> av.AudioFrame:
    count = int(seconds * rate)
    swing = (
        int(loudest * i / count * math.sin(i * 2764.6 / rate)) for i in range(count) for _ in range(channels)
    )
    frame = av.AudioFrame(format="s16", layout="mono" if channels == 1 else "stereo", samples=count)
    frame.rate = rate
    frame.planes[0].update(array("h", swing).tobytes().ljust(frame.planes[0].buffer_size, b"\0"))
    return frame


def packets(data: bytes) -> list[bytes]:
    with av.open(io.BytesIO(data)) as source:
        return [bytes(packet) for packet in source.demux(source.streams.audio[0]) if packet.size]


def hours_of_silence(hours: int) -> bytes:
    """MP3 at 8 kbit/s and 8 kHz: 72 bytes are 72 milliseconds."""
    return (b"\xff\xe3\x18\xc4" + bytes(68)) * (hours * 3600 * 1000 // 72)


@cache
def picture(
    file_format: str, mode: str = "RGB", size: tuple[int, int] = (40, 20), **options: object
) -> bytes:
    out = io.BytesIO()
    colour = {
        "RGB": (200, 30, 30),
        "RGBA": (200, 30, 30, 0),
        "CMYK": (0, 200, 200, 40),
        "L": 99,
        "I;16": 40000,
    }
    Image.new(mode, size, colour.get(mode, 0)).save(out, file_format, **options)
    return out.getvalue()


PLAIN = {"profile": "main", "bf": "0"}


def video(
    container: str = "mp4", codec: str = "libx264", *, with_sound: bool = True, is_plain: bool = True
) -> bytes:
    """White on its left half. `is_plain`: no B-frames, as a phone's encoder writes H.264."""
    return _video(container, codec, with_sound, is_plain and codec == "libx264")


@cache
def _video(container: str, codec: str, with_sound: bool, is_plain: bool) -> bytes:
    out = io.BytesIO()
    picture = Image.new("RGB", (32, 16))
    picture.paste("white", (0, 0, 16, 16))
    with av.open(out, "w", format=container) as target:
        track = target.add_stream(codec, rate=10, options=PLAIN if is_plain else {})
        track.width, track.height, track.pix_fmt = 32, 16, "yuv420p"
        heard = target.add_stream("aac", rate=48000, layout="mono") if with_sound else None
        for _ in range(3):
            target.mux(track.encode(av.VideoFrame.from_image(picture)))
        target.mux(track.encode(None))
        if heard:
            resampler = av.AudioResampler("fltp", "mono", 48000)
            for frame in [*resampler.resample(tone(9000, 0.1, 48000, 1)), None]:
                target.mux(heard.encode(frame))
    return out.getvalue()


def laid_on_its_side(data: bytes) -> bytes:
    """As a phone that was held upright notes it: turn it a quarter clockwise (the matrix of its track)."""
    one, unit = b"\x00\x01\x00\x00", b"\x40\x00\x00\x00"
    straight = one + bytes(12) + one + bytes(12) + unit
    turned = bytes(4) + one + bytes(4) + b"\xff\xff\x00\x00" + bytes(16) + unit
    before, of_the_film, after = data.split(straight, 2)
    return before + straight + of_the_film + turned + after
