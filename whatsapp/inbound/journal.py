"""One writer for all webhooks: whatever waits is kept and applied in one transaction (group commit).

Sixteen webhooks that arrive together cost one fsync instead of sixteen. A body's `keep` returns only after
the commit that holds it. The group is gathered on the server's event loop, and the writer's thread wakes once for
all of it: waking for each body costs as much as applying it.
"""

import asyncio
import logging
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from queue import SimpleQueue

from django.db import DatabaseError, connection

from .keep import keep_and_apply
from .rows import hurry

logger = logging.getLogger(__name__)

BODIES_AT_ONCE = 256
LINGER_SECONDS = 0.002
BYTES_AT_ONCE = 16 * 1024 * 1024


class NotKept(Exception):
    """The database took nothing: the sender has to come again."""


@dataclass(slots=True)
class Waiting:
    body: bytes
    done: asyncio.Future[None]


class Journal:
    """Started and stopped with the server. All but `_write` and `_commit` runs on the server's event loop."""

    def __init__(self) -> None:
        self._groups: SimpleQueue[list[Waiting]] = SimpleQueue()
        self._thread = threading.Thread(target=self._write, name="journal", daemon=True)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._waiting: list[Waiting] = []
        self._is_writing = False
        self._patience: asyncio.TimerHandle | None = None
        self._senders = 1

    def start(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._thread.start()

    async def stop(self) -> None:
        """Writes what is waiting, then ends."""
        while self._waiting or self._is_writing:
            self._hand_over()
            await asyncio.sleep(0.001)
        self._groups.put([])
        await asyncio.to_thread(self._thread.join)

    async def keep(self, body: bytes) -> None:
        """Raises NotKept."""
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append(Waiting(body, done))
        self._gather()
        await done

    def _gather(self) -> None:
        """The senders of the last group were just answered: their next bodies are on the way, and a commit for the
        first of them alone would make all the others wait for a second one. So it waits, for a moment, for as many
        as were sending when that group was written: those in it, and those who came meanwhile.
        """
        if self._is_writing:
            return
        if len(self._waiting) >= self._senders:
            self._hand_over()
        elif self._patience is None and self._loop is not None:
            self._patience = self._loop.call_later(LINGER_SECONDS, self._hand_over)

    def _hand_over(self) -> None:
        """All that waits now, as far as one transaction should take it."""
        if self._patience is not None:
            self._patience.cancel()
            self._patience = None
        if self._waiting and not self._is_writing:
            group = self._waiting[: _how_many(self._waiting)]
            del self._waiting[: len(group)]
            self._is_writing = True
            self._groups.put(group)

    def _write(self) -> None:
        try:
            while group := self._groups.get():
                error = self._commit([waiting.body for waiting in group])
                assert self._loop is not None
                self._loop.call_soon_threadsafe(self._written, group, error)
        finally:
            connection.close()

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

    def _written(self, group: Sequence[Waiting], error: Exception | None) -> None:
        self._is_writing, self._senders = False, len(group) + len(self._waiting)
        for waiting in group:
            if waiting.done.done():
                continue  # the sender hung up meanwhile
            if error is None:
                waiting.done.set_result(None)
            else:
                waiting.done.set_exception(error)
        if self._waiting:
            self._gather()


def _how_many(waiting: Sequence[Waiting]) -> int:
    """At least one, however large it is."""
    size = 0
    for count, one in enumerate(waiting[:BODIES_AT_ONCE]):
        size += len(one.body)
        if size > BYTES_AT_ONCE and count:
            return count
    return min(len(waiting), BODIES_AT_ONCE)
