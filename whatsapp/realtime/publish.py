"""Notices to open browsers. Call them on commit."""

import asyncio
import logging
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
    """Gathers ids on the server's event loop: Channels' in-memory queues belong to it, and to no thread."""

    def __init__(self) -> None:
        self.loop: asyncio.AbstractEventLoop | None = None
        self.ids: set[int] = set()
        self.sending: asyncio.Task[None] | None = None

    def add(self, ids: set[int]) -> None:
        self.ids |= ids
        if self.sending is None or self.sending.done():
            self.sending = asyncio.ensure_future(self._send())

    async def _send(self) -> None:
        while self.ids:
            ids, self.ids = self.ids, set()
            await send(ids)
            await asyncio.sleep(GATHER_SECONDS)


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
        loop.call_soon_threadsafe(_notices.add, changed)
    elif changed and settings.REDIS_URL:
        async_to_sync(send)(changed)


def listen_on(loop: asyncio.AbstractEventLoop | None) -> None:
    """The server's loop, while it runs; None when it ends. What an earlier one didn't tell is forgotten."""
    _notices.loop, _notices.ids, _notices.sending = loop, set(), None
