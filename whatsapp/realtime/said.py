"""What a browser may say over the websocket: where it is and whether somebody types, short and seldom."""

import json
import time
from collections.abc import Callable
from dataclasses import dataclass

LONGEST = 200  # characters
AT_ONCE, A_SECOND = 20, 2.0
"""So many words in a go, and so many a second after that. What is beyond is not heard."""
TOO_MANY = 200
"""Who has not been heard so often is no browser of ours."""
GREATEST_ID = 2**63 - 1


@dataclass(frozen=True)
class Said:
    at: int | None  # the conversation that is open in a tab in front
    types: bool


def read(text: str | None) -> Said | None:
    """None for anything that our page would not say."""
    if text is None or len(text) > LONGEST:
        return None
    try:
        words = json.loads(text)
    except ValueError:
        return None
    if not isinstance(words, dict):
        return None
    at, types = words.get("at"), words.get("types", False)
    is_place = at is None or (type(at) is int and 0 < at <= GREATEST_ID)
    return Said(at, types) if is_place and isinstance(types, bool) else None


class Patience:
    """How much one socket may still say."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock, self._at = clock, clock()
        self._left, self.not_heard = float(AT_ONCE), 0

    def hears(self) -> bool:
        now = self._clock()
        self._left = min(float(AT_ONCE), self._left + (now - self._at) * A_SECOND)
        self._at = now
        if self._left < 1:
            self.not_heard += 1
            return False
        self._left -= 1
        return True

    @property
    def is_at_an_end(self) -> bool:
        return self.not_heard >= TOO_MANY
