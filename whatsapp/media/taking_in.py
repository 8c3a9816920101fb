"""A form with files is taken in whole before one of the few threads that draw pages has to do with it.

Four phones on slow networks, each sending a film, would hold four threads, and nobody could open the inbox. Here
the event loop waits for them; the thread then reads from our own disk. (As web servers in front do it.)
"""

import asyncio
import tempfile
from collections.abc import Awaitable, Callable, MutableMapping
from typing import IO, Any

from django.conf import settings

from .entrance import LARGEST_BODY

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

WORTH_IT = 256 * 1024
"""Bytes; what is smaller is there at once."""
PIECE = 1024 * 1024
"""Bytes that change hands together: each time costs two threads their turn with the interpreter."""
AT_ONCE = 1
"""Forms that the app works on together. Reading one is Python at full speed: several would take every thread from
the pages, and the interpreter from the webhook, and be ready no sooner. Those that wait lie on the disk."""


class TakesIn:
    """Around the app that reads the form."""

    def __init__(self, app: App) -> None:
        self.app = app
        self._turns = asyncio.Semaphore(AT_ONCE)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if not _is_worth_it(scope):
            return await self.app(scope, receive, send)
        with await asyncio.to_thread(tempfile.TemporaryFile) as file:
            if await _all_of_it(receive, file):
                async with self._turns:
                    await self.app(scope, _read_from(file, receive), send)
        return None


def _is_worth_it(scope: Scope) -> bool:
    """Only of those who show a sign-in: a stranger is to fill nobody's disk. Too large a body is refused unread."""
    if scope["type"] != "http" or scope["method"] != "POST":
        return False
    headers = dict(scope["headers"])
    length = headers.get(b"content-length", b"")
    signed_in = b"authorization" in headers or settings.SESSION_COOKIE_NAME.encode() in headers.get(
        b"cookie", b""
    )
    is_form = headers.get(b"content-type", b"").startswith(b"multipart/form-data")
    return signed_in and is_form and length.isdigit() and WORTH_IT < int(length) <= LARGEST_BODY


async def _all_of_it(receive: Receive, file: IO[bytes]) -> bool:
    """False when the sender left before the end. Uvicorn lets no more through than the header promised."""
    pieces, size = [], 0
    while (message := await receive())["type"] == "http.request":
        is_last = not message.get("more_body")
        pieces.append(message.get("body", b""))
        size += len(pieces[-1])
        if size >= PIECE or is_last:
            await asyncio.to_thread(file.writelines, pieces)
            pieces, size = [], 0
        if is_last:
            file.seek(0)
            return True
    return False


def _read_from(file: IO[bytes], receive: Receive) -> Receive:
    is_over = False

    async def read() -> Message:
        nonlocal is_over
        if is_over:
            return await receive()
        piece = await asyncio.to_thread(file.read, PIECE)
        is_over = len(piece) < PIECE
        return {"type": "http.request", "body": piece, "more_body": not is_over}

    return read
