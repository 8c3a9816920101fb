"""Meta's way in: a plain ASGI app beside Django, not behind its middleware (Cloud API: webhooks).

GET   the handshake  → the challenge as text, or 403
POST  a signed body  → 200 once it is durable · 401 bad or missing signature · 413 over 3 MB · 503 come again
"""

import hmac
from collections.abc import Awaitable, Callable, MutableMapping, Sequence
from typing import Any
from urllib.parse import parse_qs

from whatsapp.cloud_api.limits import MAX_WEBHOOK_BODY
from whatsapp.cloud_api.signature import is_genuine

from .journal import Journal, NotKept

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]


class TooLarge(Exception):
    pass


class HungUp(Exception):
    """The sender went away before the end of its body."""


class Webhook:
    def __init__(self, journal: Journal, *, secrets: Sequence[str], verify_token: str) -> None:
        self.journal, self.secrets, self.verify_token = journal, secrets, verify_token

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["method"] == "POST":
            await self._take(scope, receive, send)
        elif scope["method"] in ("GET", "HEAD"):
            await self._shake_hands(scope, send)
        else:
            await answer(send, 405, b"use GET or POST")

    async def _shake_hands(self, scope: Scope, send: Send) -> None:
        query = parse_qs(scope["query_string"].decode("latin-1"))
        given = query.get("hub.verify_token", [""])[0]
        asked = query.get("hub.mode", [""])[0] == "subscribe"
        if asked and self.verify_token and hmac.compare_digest(given.encode(), self.verify_token.encode()):
            await answer(send, 200, query.get("hub.challenge", [""])[0].encode())
        else:
            await answer(send, 403, b"the verify token is not ours")

    async def _take(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            body = await read_body(receive)
        except TooLarge:
            await answer(send, 413, b"the body is over 3 MB")
            return
        except HungUp:
            return
        if not is_genuine(body, signature_of(scope), self.secrets):
            await answer(send, 401, b"the signature is missing or wrong")
            return
        try:
            await self.journal.keep(body)
        except NotKept:
            await answer(send, 503, b"could not be kept, come again")
            return
        await send(KEPT)
        await send(NOTHING_MORE)


def signature_of(scope: Scope) -> str | None:
    for name, value in scope["headers"]:
        if name == b"x-hub-signature-256":
            return str(value.decode("latin-1"))
    return None


async def read_body(receive: Receive) -> bytes:
    """Raises TooLarge as soon as it is clear, and HungUp."""
    message = await receive()
    if message["type"] == "http.request" and not message.get("more_body"):
        body = message.get("body", b"")
        if len(body) > MAX_WEBHOOK_BODY:
            raise TooLarge
        return bytes(body)
    parts = bytearray()
    while message["type"] == "http.request":
        parts += message.get("body", b"")
        if len(parts) > MAX_WEBHOOK_BODY:
            raise TooLarge
        if not message.get("more_body"):
            return bytes(parts)
        message = await receive()
    raise HungUp


async def answer(send: Send, status: int, body: bytes) -> None:
    start, content = _message(status, body)
    await send(start)
    await send(content)


def _message(status: int, body: bytes) -> tuple[dict[str, Any], dict[str, Any]]:
    headers = [
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"content-length", str(len(body)).encode()),
        (b"x-content-type-options", b"nosniff"),
    ]
    start = {"type": "http.response.start", "status": status, "headers": headers}
    return start, {"type": "http.response.body", "body": body}


# Meta looks at the 200 alone, and each header and each word more costs every webhook (bench/ingest.py).
KEPT = {"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"0")]}
NOTHING_MORE = {"type": "http.response.body", "body": b""}
