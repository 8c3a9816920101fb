"""How fast a number may send: 80 a second in all; to one person 1 in 6 seconds, with a burst of 45."""

from __future__ import annotations

from collections import deque

from whatsapp.simulator.refusals import Refusal

PER_SECOND = 80
PAIR_BURST = 45
PAIR_SECONDS = 6.0


class Limits:
    """Sliding second for the number, a bucket for each person that a burst empties and time pays back."""

    def __init__(self) -> None:
        self._second: deque[float] = deque()
        self._buckets: dict[str, tuple[float, float]] = {}  # person > (tokens left, at)

    def take(self, person: str, now: float) -> None:
        """Count one message. Raises `Refusal` 130429 or 131056, and then counts nothing."""
        while self._second and now - self._second[0] >= 1.0:
            self._second.popleft()
        if len(self._second) >= PER_SECOND:
            raise Refusal.known(130429, "Message failed to send because there were too many messages sent")
        tokens, at = self._buckets.get(person, (float(PAIR_BURST), now))
        tokens = min(float(PAIR_BURST), tokens + max(0.0, now - at) / PAIR_SECONDS)
        if tokens < 1:
            raise Refusal.known(131056, "Too many messages sent from this number to the same WhatsApp user")
        self._second.append(now)
        self._buckets[person] = (tokens - 1, now)
