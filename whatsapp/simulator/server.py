"""The simulator as an ASGI app: the Graph and its media for the inbox, a phone page for a person.

It asks nobody to sign in and speaks for any customer: for a demo on one's own machine, not for the net.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

from whatsapp.simulator import phone
from whatsapp.simulator.call import GraphRequest, GraphResponse
from whatsapp.simulator.delivery import http_delivery
from whatsapp.simulator.graph import answer
from whatsapp.simulator.meta import Meta

__all__ = ["http_delivery", "simulator_app"]

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

_STATIC = Path(__file__).parent / "static"
_TYPES = {".html": "text/html", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
_LARGEST_BODY = 101 * 1024 * 1024
_GUARDS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; media-src 'self'; "
        "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def simulator_app(meta: Meta, *, prefix: str = "/simulator") -> App:
    """`{prefix}/graph` is where WHATSAPP_GRAPH_URL and `meta.base_url` point; `{prefix}/` is the phone."""

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await _lifespan(receive, send)
        elif scope["type"] == "http":
            body = await _body(receive)
            if body is None:
                await _reply(send, GraphResponse(413, {}, b""))
            else:  # in a thread: the world's lock and the disk must not stop the event loop
                await _reply(send, await asyncio.to_thread(_respond, meta, prefix, _request(scope, body)))

    return app


def _respond(meta: Meta, prefix: str, request: GraphRequest) -> GraphResponse:
    path = request.path.removeprefix(prefix)
    if path == "":
        return GraphResponse(308, {"Location": prefix + "/"}, b"")
    _, room, rest = (path + "/").split("/", 2)
    if room in {"graph", "media"}:
        request.path = "/" + rest
        return answer(meta, request)
    guarded = _phone(meta, request, room, rest.rstrip("/"))
    guarded.headers |= _GUARDS
    return guarded


def _phone(meta: Meta, request: GraphRequest, room: str, rest: str) -> GraphResponse:
    if room == "phone":
        if request.method != "GET" and not _from_this_page(request):
            return GraphResponse.json({"error": "Another site may not use the phone"}, 403)
        return phone.answer(meta, request, rest)
    if room == "" and request.method == "GET":
        return _static("phone.html")
    return _static(rest) if room == "static" and request.method == "GET" else GraphResponse(404, {}, b"")


def _from_this_page(request: GraphRequest) -> bool:
    """No sign-in guards the phone, so a page elsewhere must not be able to write with it."""
    return request.header("Sec-Fetch-Site") in {"", "same-origin"}


def _static(name: str) -> GraphResponse:
    path = _STATIC / name
    if path.parent != _STATIC or path.suffix not in _TYPES or not path.is_file():
        return GraphResponse(404, {}, b"")
    headers = {"Content-Type": f"{_TYPES[path.suffix]}; charset=utf-8", "Cache-Control": "no-cache"}
    return GraphResponse(200, headers, path.read_bytes())


def _request(scope: Scope, body: bytes) -> GraphRequest:
    query = dict(parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True))
    headers = {key.decode("latin-1"): value.decode("latin-1") for key, value in scope["headers"]}
    return GraphRequest(scope["method"], scope["path"], query, headers, body)


async def _body(receive: Receive) -> bytes | None:
    """None when it is too large."""
    pieces: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        pieces.append(message.get("body", b""))
        size += len(pieces[-1])
        if size > _LARGEST_BODY:
            return None
        if message["type"] == "http.disconnect" or not message.get("more_body"):
            return b"".join(pieces)


async def _reply(send: Send, response: GraphResponse) -> None:
    headers = response.headers | {"Content-Length": str(len(response.body))}
    wire = [(key.lower().encode("latin-1"), value.encode("latin-1")) for key, value in headers.items()]
    await send({"type": "http.response.start", "status": response.status, "headers": wire})
    await send({"type": "http.response.body", "body": response.body})


async def _lifespan(receive: Receive, send: Send) -> None:
    while True:
        message = await receive()
        await send({"type": message["type"] + ".complete"})
        if message["type"] == "lifespan.shutdown":
            return
