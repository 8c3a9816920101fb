"""The bytes of a file, sent by the event loop and not by one of the few threads that draw pages.

Four phones on slow networks, each loading a film, would hold four threads, and nobody could open the inbox. So
Django only decides: it answers with the headers and names the file, and its thread is free. (As X-Sendfile does
for those who have a web server in front.)
"""

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.http import HttpRequest

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

HEADER = "X-Hand-Over"
"""From Django to here, and never further."""
_HEADER = HEADER.lower().encode()
OFFERED = "whatsapp.hands_over"
PIECE = 256 * 1024


def hands_over(request: HttpRequest) -> bool:
    """Whether somebody in front of Django will send the bytes."""
    scope = request.META.get("asgi.scope")
    return scope is not None and OFFERED in scope.get("extensions", {})


class HandsOver:
    """Around the app that answers with HEADER."""

    def __init__(self, app: App) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        scope["extensions"] = {**scope.get("extensions", {}), OFFERED: {}}
        named: list[bytes] = []

        async def watch(message: MutableMapping[str, Any]) -> None:
            if message["type"] == "http.response.start":
                headers = message["headers"]
                named.extend(value for name, value in headers if name == _HEADER)
                if named:
                    message["headers"] = [pair for pair in headers if pair[0] != _HEADER]
            elif named:
                return  # the empty body of Django's own answer
            await send(message)

        await self.app(scope, receive, watch)
        if named:
            start, end, name = named[0].decode("latin-1").split(" ", 2)
            await _send(name, int(start), int(end), receive, send)
        return None


async def _send(name: str, start: int, end: int, receive: Receive, send: Send) -> None:
    """`send` waits while the network is full: that is what keeps a large file out of memory."""
    file = await asyncio.to_thread(_open, name, start)
    left = asyncio.ensure_future(_hung_up(receive))
    try:
        while start < end and not left.done():
            piece = await asyncio.to_thread(file.read, min(PIECE, end - start))
            if not piece:
                raise OSError("the file ended early")
            start += len(piece)
            await send({"type": "http.response.body", "body": piece, "more_body": start < end})
    finally:
        left.cancel()
        await asyncio.to_thread(file.close)


async def _hung_up(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


def _open(name: str, start: int) -> "File[bytes]":
    file = default_storage.open(name)
    file.seek(start)
    return file
