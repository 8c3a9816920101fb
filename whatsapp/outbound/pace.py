"""Meta's budget of messages a second for one number, kept before Meta complains (Cloud API: throughput)."""

import threading
import time
from collections import defaultdict

PER_SECOND = 80
NOT_WORTH_SLEEPING = 0.001


class Pace:
    """A token bucket for each number, for this process: holds a second's worth and refills evenly.

    Several worker processes would each have one: what they overdraw together Meta answers with 130429, and the
    number waits (`refusals`).
    """

    def __init__(self, per_second: int = PER_SECOND) -> None:
        self.per_second = per_second
        self._lock = threading.Lock()
        self._free_at: defaultdict[int, float] = defaultdict(float)

    def reserve(self, number_id: int, now: float) -> float:
        """Takes the next free place; returns the seconds until it begins."""
        with self._lock:
            begins = max(self._free_at[number_id], now - 1)
            self._free_at[number_id] = begins + 1 / self.per_second
        wait = begins + 1 / self.per_second - now
        return wait if wait > NOT_WORTH_SLEEPING else 0.0

    def wait(self, number_id: int) -> None:
        seconds = self.reserve(number_id, time.monotonic())
        if seconds > 0:
            time.sleep(seconds)


pace = Pace()
