"""Notices to open browsers. Call them on commit."""

import asyncio
import logging
from collections.abc import Iterable

from channels.layers import get_channel_layer

logger = logging.getLogger(__name__)

INBOX = "inbox"
GATHER_SECONDS = 0.05
"""Changes within this time go out as one notice: a storm of webhooks is no storm of notices."""


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
            await asyncio.sleep(GATHER_SECONDS)
            ids, self.ids = sorted(self.ids), set()
            try:
                await get_channel_layer().group_send(INBOX, {"type": "conversations.changed", "ids": ids})
            except Exception:
                # A notice is a courtesy: the 5-second refresh brings the same news.
                logger.warning("a notice to the browsers could not be sent", exc_info=True)


_notices = _Notices()


def conversations_changed(ids: Iterable[int]) -> None:
    """From any thread. Without a server in this process (a command, a test) nobody listens."""
    changed, loop = set(ids), _notices.loop
    if changed and loop is not None and not loop.is_closed():
        loop.call_soon_threadsafe(_notices.add, changed)


def listen_on(loop: asyncio.AbstractEventLoop | None) -> None:
    """The server's loop, while it runs; None when it ends."""
    _notices.loop = loop
