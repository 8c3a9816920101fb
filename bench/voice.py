"""How long a voice message takes from the browser's bytes to what is uploaded, and how long its waveform.

python -m bench.voice
"""

import statistics
import time
from collections.abc import Callable
from functools import partial

from whatsapp.codecs.kinds import HEAD, plan_voice
from whatsapp.codecs.prepare import prepare
from whatsapp.codecs.waveforms import waveform
from whatsapp.tests.codecs.recorded import sound

SECONDS, TURNS = 60, 7
MOVED_MS, ENCODED_MS = 50, 1000
RECORDINGS = {
    "webm/opus, one channel (Chrome), moved": ("chrome", MOVED_MS),
    "mp4/opus, one channel (Chromium), moved": ("chrome, as audio/mp4", MOVED_MS),
    "ogg/opus, one channel (Firefox), moved": ("firefox", MOVED_MS),
    "webm/opus, two channels, encoded": ("chrome, stereo", ENCODED_MS),
    "mp4/aac (Safari), encoded": ("safari", ENCODED_MS),
}


def milliseconds(work: Callable[[], object]) -> list[float]:
    times = []
    for _ in range(TURNS):
        start = time.perf_counter()
        work()
        times.append((time.perf_counter() - start) * 1000)
    return times


def made_ready(data: bytes) -> object:
    return prepare(data, plan_voice(data[:HEAD], len(data)))


def report() -> list[str]:
    """The names of those that took too long."""
    made_ready(sound("chrome"))  # the library is loaded once a process
    print(f"{SECONDS} s of sound, {TURNS} turns: median and worst, in milliseconds")
    too_slow = []
    for name, (maker, limit) in RECORDINGS.items():
        data = sound(maker, float(SECONDS))
        ready = milliseconds(partial(made_ready, data))
        print(f"{name:44} {len(data) / 1024:6.0f} KiB  {statistics.median(ready):7.1f} {max(ready):7.1f}")
        too_slow += [name] if max(ready) > limit else []
    note = prepare(data, plan_voice(data[:HEAD], len(data))).data
    drawn = milliseconds(lambda: waveform(note))
    print(
        f"{'the waveform of it':44} {len(note) / 1024:6.0f} KiB  {statistics.median(drawn):7.1f} {max(drawn):7.1f}"
    )
    return too_slow


def main() -> None:
    if too_slow := report():
        raise SystemExit(f"too slow: {', '.join(too_slow)}")


if __name__ == "__main__":
    main()
