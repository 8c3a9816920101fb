"""Notices to open browsers. Call them on commit."""

import asyncio
import logging
import threading
from collections.abc import Iterable

from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer
from django.conf import settings

logger = logging.getLogger(__name__)

INBOX = "inbox"
GATHER_SECONDS = 0.05
"""The first change goes out at once, those within this time after it as one notice: a storm of webhooks is none of
notices."""


class _Notices:
    """Gathers ids, and tells them on the server's event loop: Channels' queues in memory belong to it alone.

    The loop is woken once in a storm, not by each commit: to wake it costs more than to add to a set.
    """

    def __init__(self) -> None:
        self.loop: asyncio.AbstractEventLoop | None = None
        self._lock = threading.Lock()
        self._ids: set[int] = set()
        self._is_telling = False
        self._task: asyncio.Task[None] | None = None  # the loop itself holds tasks weakly

    def listen_on(self, loop: asyncio.AbstractEventLoop | None) -> None:
        with self._lock:
            self.loop, self._ids, self._is_telling = loop, set(), False

    def add(self, ids: set[int]) -> None:
        with self._lock:
            self._ids |= ids
            is_told_anyway, self._is_telling = self._is_telling, True
        if not is_told_anyway and self.loop is not None:
            self.loop.call_soon_threadsafe(self._begin)

    def _begin(self) -> None:
        self._task = asyncio.ensure_future(self._tell())

    async def _tell(self) -> None:
        while ids := self._take():
            await send(ids)
            await asyncio.sleep(GATHER_SECONDS)

    def _take(self) -> set[int]:
        with self._lock:
            ids, self._ids = self._ids, set()
            self._is_telling = bool(ids)
        return ids


async def send(ids: set[int]) -> None:
    """One notice to every open inbox of every process that shares the channel layer."""
    try:
        await get_channel_layer().group_send(INBOX, {"type": "conversations.changed", "ids": sorted(ids)})
    except Exception:
        # A notice is a courtesy: the 5-second refresh brings the same news.
        logger.warning("a notice to the browsers could not be sent", exc_info=True)


_notices = _Notices()


def conversations_changed(ids: Iterable[int]) -> None:
    """From any thread. A command or an external worker has no browsers of its own: Redis carries its notices."""
    changed, loop = set(ids), _notices.loop
    if changed and loop is not None and not loop.is_closed():
        _notices.add(changed)
    elif changed and settings.REDIS_URL:
        async_to_sync(send)(changed)


def listen_on(loop: asyncio.AbstractEventLoop | None) -> None:
    """The server's loop, while it runs; None when it ends. What an earlier one didn't tell is forgotten."""
    _notices.listen_on(loop)
