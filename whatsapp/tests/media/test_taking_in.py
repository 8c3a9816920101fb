"""A slow upload holds no thread: the app is called when all of it is there."""

from __future__ import annotations

import asyncio
from typing import Any

from whatsapp.media.taking_in import AT_ONCE, PIECE, WORTH_IT, TakesIn

BODY = bytes(range(256)) * (WORTH_IT // 256 + 3000)
HEADERS = {
    b"content-type": b"multipart/form-data; boundary=x",
    b"content-length": str(len(BODY)).encode(),
    b"cookie": b"a=b; sessionid=abc",
}


def taken_in(
    pieces: list[dict[str, Any]], headers: dict[bytes, bytes] = HEADERS, method: str = "POST"
) -> Any:
    """What the app read, and how many pieces had arrived when it was called; None when it was not called."""
    arrived = 0
    told: Any = None

    async def receive() -> dict[str, Any]:
        nonlocal arrived
        arrived += 1
        return pieces[arrived - 1]

    async def app(scope: Any, receive: Any, send: Any) -> None:
        nonlocal told
        before, body, more = arrived, b"", True
        while more:
            message = await receive()
            body, more = body + message.get("body", b""), message.get("more_body", False)
        told = (body, before)

    scope = {"type": "http", "method": method, "headers": list(headers.items())}
    asyncio.run(TakesIn(app)(scope, receive, None))  # type: ignore[arg-type]
    return told


def in_pieces(body: bytes, size: int = 100_000) -> list[dict[str, Any]]:
    cut = [body[start : start + size] for start in range(0, len(body), size)]
    return [
        {"type": "http.request", "body": piece, "more_body": n < len(cut)}
        for n, piece in enumerate(cut, start=1)
    ]


def test_the_app_is_called_with_the_whole_body_when_all_of_it_is_there():
    pieces = in_pieces(BODY)
    assert taken_in(pieces) == (BODY, len(pieces))
    even = BODY[: PIECE * 2]
    assert taken_in(in_pieces(even), HEADERS | {b"content-length": str(len(even)).encode()})[0] == even


def test_who_leaves_before_the_end_costs_nothing():
    assert taken_in([*in_pieces(BODY)[:-1], {"type": "http.disconnect"}]) is None


def test_strangers_small_forms_and_everything_else_go_straight_through():
    for change in (
        {b"cookie": b"a=b"},
        {b"content-length": b"1000"},
        {b"content-length": str(200 * 1024 * 1024).encode()},
        {b"content-length": b"many"},
        {b"content-type": b"application/json"},
    ):
        assert taken_in(in_pieces(BODY), HEADERS | change) == (BODY, 0)
    assert taken_in(in_pieces(BODY), method="GET") == (BODY, 0)
    without_cookie = HEADERS | {b"cookie": b"", b"authorization": b"Bearer x"}
    assert taken_in(in_pieces(BODY), without_cookie)[1] > 0


def test_many_forms_at_once_leave_threads_for_the_pages():
    working, most = 0, 0

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": BODY, "more_body": False}

    async def app(scope: Any, receive: Any, send: Any) -> None:
        nonlocal working, most
        working += 1
        most = max(most, working)
        await asyncio.sleep(0)
        working -= 1

    async def all_of_them() -> None:
        takes_in = TakesIn(app)
        scopes = [{"type": "http", "method": "POST", "headers": list(HEADERS.items())} for _ in range(6)]
        await asyncio.gather(*(takes_in(scope, receive, None) for scope in scopes))  # type: ignore[arg-type]

    asyncio.run(all_of_them())
    assert most == AT_ONCE
