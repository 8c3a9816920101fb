"""Calls an ASGI app as a server does."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, MutableMapping, Sequence
from dataclasses import dataclass
from typing import Any

App = Callable[..., Awaitable[None]]
Message = MutableMapping[str, Any]


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes


async def call(
    app: App,
    method: str,
    path: str,
    *,
    query: str = "",
    headers: Iterable[tuple[str, str]] = (),
    chunks: Sequence[bytes] = (b"",),
    hangs_up: bool = False,
) -> Answer | None:
    """The body goes in these chunks. Who hangs up does it after the last of them. None: no answer came."""
    scope = {
        "type": "http",
        "method": method,
        "path": path,
        "query_string": query.encode(),
        "headers": [(name.lower().encode(), value.encode("latin-1")) for name, value in headers],
    }
    incoming: list[Message] = [
        {"type": "http.request", "body": chunk, "more_body": hangs_up or n < len(chunks)}
        for n, chunk in enumerate(chunks, start=1)
    ]
    incoming.append({"type": "http.disconnect"})
    outgoing: list[Message] = []

    async def receive() -> Message:
        return incoming.pop(0)

    async def send(message: Message) -> None:
        outgoing.append(message)

    await app(scope, receive, send)
    if not outgoing:
        return None
    start, content = outgoing
    names = {name.decode(): value.decode() for name, value in start["headers"]}
    return Answer(start["status"], names, content["body"])


def call_at_once(app: App, method: str, path: str, **more: Any) -> Answer | None:
    """The same without an event loop, for an app that waits for nothing: so it may use the ORM."""
    calling = call(app, method, path, **more)
    try:
        calling.send(None)
    except StopIteration as finished:
        answer: Answer | None = finished.value
        return answer
    raise AssertionError("the app waited for something")


async def live(app: App, during: Callable[[], Awaitable[Any]]) -> Any:
    """Starts the app as a server does, and stops it after `during`."""
    signals: asyncio.Queue[Message] = asyncio.Queue()
    signals.put_nowait({"type": "lifespan.startup"})
    started = asyncio.Event()

    async def send(message: Message) -> None:
        started.set()

    living = asyncio.ensure_future(app({"type": "lifespan"}, signals.get, send))  # type: ignore[arg-type]
    await started.wait()
    try:
        return await during()
    finally:
        signals.put_nowait({"type": "lifespan.shutdown"})
        await living
