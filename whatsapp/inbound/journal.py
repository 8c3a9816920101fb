"""One writer for all webhooks: whatever waits is kept and applied in one transaction (group commit).

Sixteen webhooks that arrive together cost one fsync instead of sixteen. A body's `keep` returns only after
the commit that holds it.
"""

import asyncio
import logging
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from time import monotonic

from django.db import DatabaseError, connection

from .keep import keep_and_apply
from .rows import hurry

logger = logging.getLogger(__name__)

BODIES_AT_ONCE = 256
LINGER_SECONDS = 0.001
BYTES_AT_ONCE = 16 * 1024 * 1024


class NotKept(Exception):
    """The database took nothing: the sender has to come again."""


@dataclass(slots=True)
class Waiting:
    body: bytes
    done: asyncio.Future[None]


class Journal:
    """Started and stopped with the server; `keep` is called on the server's event loop."""

    def __init__(self) -> None:
        self._queue: SimpleQueue[Waiting | None] = SimpleQueue()
        self._thread = threading.Thread(target=self._write, name="journal", daemon=True)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._last_group = 1

    def start(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._thread.start()

    async def stop(self) -> None:
        """Writes what is waiting, then ends."""
        self._queue.put(None)
        await asyncio.to_thread(self._thread.join)

    async def keep(self, body: bytes) -> None:
        """Raises NotKept."""
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._queue.put(Waiting(body, done))
        await done

    def _write(self) -> None:
        try:
            while group := self._next_group():
                error = self._commit([waiting.body for waiting in group])
                assert self._loop is not None
                self._loop.call_soon_threadsafe(_answer, group, error)
        finally:
            connection.close()

    def _next_group(self) -> list[Waiting]:
        """All that waits now, at least one; empty when the journal is stopped."""
        first = self._queue.get()
        group = [first] if first is not None else []
        size = len(first.body) if first is not None else 0
        patience = monotonic() + LINGER_SECONDS
        while group and len(group) < BODIES_AT_ONCE and size < BYTES_AT_ONCE:
            try:
                # The senders of the last group were just answered: their next bodies are on the way, and
                # a commit for the first of them alone would make all the others wait for a second one.
                missing = self._last_group - len(group)
                item = self._queue.get(missing > 0, max(0.0, patience - monotonic()) if missing > 0 else None)
            except Empty:
                break
            if item is None:
                self._queue.put(None)  # the stop is for the next turn
                break
            group.append(item)
            size += len(item.body)
        self._last_group = len(group)
        return group

    def _commit(self, bodies: Sequence[bytes]) -> Exception | None:
        try:
            if connection.connection is None:
                hurry()
            keep_and_apply(bodies)
        except DatabaseError as error:
            logger.exception("webhooks could not be kept")
            # A connection that a restarted server left behind: the next group gets a new one.
            connection.close()
            return NotKept(type(error).__name__)
        except Exception as error:
            logger.exception("webhooks could not be kept")
            return NotKept(type(error).__name__)
        return None


def _answer(group: Sequence[Waiting], error: Exception | None) -> None:
    for waiting in group:
        if waiting.done.done():
            continue  # the sender hung up meanwhile
        if error is None:
            waiting.done.set_result(None)
        else:
            waiting.done.set_exception(error)
