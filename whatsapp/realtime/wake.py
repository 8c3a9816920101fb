"""Wakes a queue of the embedded worker; a worker elsewhere comes by its own clock."""

import threading
from collections import defaultdict

_bells: defaultdict[str, threading.Semaphore] = defaultdict(lambda: threading.Semaphore(0))


def ring(queue: str) -> None:
    _bells[queue].release()


def wait(queue: str, seconds: float) -> bool:
    """True when somebody rang before the time was over."""
    return _bells[queue].acquire(timeout=seconds)
