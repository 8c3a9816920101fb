"""Notices to open browsers. Call them on commit."""

import asyncio
import logging
from collections.abc import Iterable

from channels.layers import get_channel_layer

logger = logging.getLogger(__name__)

INBOX = "inbox"


class Loop:
    """The server's event loop. Channels' in-memory queues belong to it: other threads hand notices over."""

    current: asyncio.AbstractEventLoop | None = None


def conversations_changed(ids: Iterable[int]) -> None:
    """From any thread. Without a server in this process (a command, a test) nobody listens."""
    changed = sorted(set(ids))
    loop = Loop.current
    if changed and loop is not None and not loop.is_closed():
        asyncio.run_coroutine_threadsafe(_send(changed), loop)


async def _send(ids: list[int]) -> None:
    layer = get_channel_layer()
    try:
        await layer.group_send(INBOX, {"type": "conversations.changed", "ids": ids})
    except Exception:
        # A notice is a courtesy: the 5-second refresh brings the same news.
        logger.warning("a notice to the browsers could not be sent", exc_info=True)
