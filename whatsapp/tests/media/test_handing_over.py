"""The bytes of a file leave through the event loop; Django's thread has gone by then."""

import asyncio
import io
from typing import Any

import pytest
from django.test import RequestFactory

from whatsapp.media import handing_over
from whatsapp.media.handing_over import HEADER, HandsOver, hands_over
from whatsapp.media.queue import fetch_waiting
from whatsapp.media.serving import serve_file

from .conftest import a_picture

DATA = bytes(range(256)) * 40


class Connection:
    """One request through HandsOver. The client hangs up after `patience` messages."""

    def __init__(self, app: Any, patience: int = 10**6) -> None:
        self.app, self.patience = app, patience
        self.sent: list[dict[str, Any]] = []
        self.gone = asyncio.Event()

    async def run(self) -> None:
        await HandsOver(self.app)({"type": "http", "extensions": {"tls": {}}}, self.receive, self.send)

    async def receive(self) -> dict[str, Any]:
        await self.gone.wait()
        return {"type": "http.disconnect"}

    async def send(self, message: dict[str, Any]) -> None:
        self.sent.append(message)
        if len(self.sent) >= self.patience:
            self.gone.set()
            await asyncio.sleep(0)

    @property
    def body(self) -> bytes:
        return b"".join(message.get("body", b"") for message in self.sent)


def answering(header: bytes | None) -> Any:
    async def app(scope: Any, receive: Any, send: Any) -> None:
        headers = [(b"content-length", b"3")] + ([(HEADER.lower().encode(), header)] if header else [])
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": b"" if header else b"abc"})

    return app


@pytest.fixture
def large(storage, monkeypatch):
    monkeypatch.setattr(handing_over, "PIECE", 1000)
    storage.save("files/ab/c", io.BytesIO(DATA))


def test_a_named_part_of_a_file_is_sent_and_its_name_is_not(large):
    connection = Connection(answering(b"5 4000 files/ab/c"))
    asyncio.run(connection.run())
    assert connection.body == DATA[5:4000]
    assert connection.sent[0]["headers"] == [(b"content-length", b"3")]
    assert [message.get("more_body") for message in connection.sent[1:]] == [True, True, True, False]


def test_whoever_hangs_up_is_sent_nothing_more(large):
    connection = Connection(answering(b"0 10000 files/ab/c"), patience=3)
    asyncio.run(connection.run())
    assert len(connection.sent) < 6


def test_every_other_answer_passes_as_it_is():
    connection = Connection(answering(None))
    asyncio.run(connection.run())
    assert connection.body == b"abc"


def test_django_names_the_file_only_to_somebody_who_will_send_it(wire, sends, file_of):
    message = sends(a_picture())
    fetch_waiting()
    request = RequestFactory().get("/", headers={HEADER: "0 5 /etc/passwd", "Range": "bytes=1-3"})
    assert not hands_over(request)
    request.META["asgi.scope"] = {"extensions": {handing_over.OFFERED: {}}}
    response = serve_file(request, file_of(message))
    assert response.headers[HEADER] == f"1 4 {file_of(message).stored.name}"
    assert (response.content, response.headers["Content-Length"]) == (b"", "3")
