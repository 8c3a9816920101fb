"""What is to happen later. Plain data, so that a restart loses nothing of it."""

from __future__ import annotations

import heapq
from dataclasses import dataclass, field
from typing import Any


@dataclass(order=True)
class Due:
    """`verb` names what to do (see `meta.VERBS`), `detail` is what it needs; JSON only."""

    at: float
    number: int
    verb: str = field(compare=False)
    detail: dict[str, Any] = field(compare=False)


class Schedule:
    """A heap of things to do, soonest first; those of the same moment in the order they were asked for."""

    def __init__(self) -> None:
        self._heap: list[Due] = []
        self._count = 0

    def add(self, at: float, verb: str, detail: dict[str, Any]) -> None:
        self._count += 1
        heapq.heappush(self._heap, Due(at, self._count, verb, detail))

    def pop_ripe(self, now: float) -> Due | None:
        return heapq.heappop(self._heap) if self._heap and self._heap[0].at <= now else None

    def next_at(self) -> float | None:
        return self._heap[0].at if self._heap else None

    def waiting(self) -> list[Due]:
        return sorted(self._heap)
