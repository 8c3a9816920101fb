"""A customer with a camera, and a wire on which anything may happen to a download."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
import requests
from django.core.files.storage import InMemoryStorage, default_storage
from PIL import Image
from urllib3.response import HTTPResponse

from whatsapp.cloud_api import transport
from whatsapp.models import Message, MessageFile
from whatsapp.simulator.call import GraphResponse
from whatsapp.simulator.meta import Meta
from whatsapp.simulator.transport import SimulatorTransport

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def a_picture(size: tuple[int, int] = (60, 40), format: str = "JPEG", **options: Any) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", size, "#0a7d5c").save(file, format, **options)
    return file.getvalue()


class Wire(SimulatorTransport):
    """Keeps what was asked. `happens` may answer a request in Meta's stead, each once."""

    def __init__(self, meta: Meta) -> None:
        super().__init__(meta)
        self.asked: list[requests.PreparedRequest] = []
        self.happens: list[Any] = []

    def send(self, request: requests.PreparedRequest, *args: Any, **more: Any) -> requests.Response:
        self.asked.append(request)
        if self.happens and "/attachments/" in (request.url or ""):
            thing = self.happens.pop(0)
            if isinstance(thing, Exception):
                raise thing
            if thing is not None:
                return self._response(request, thing)
        return super().send(request, *args, **more)

    def downloads(self) -> int:
        return sum("/attachments/" in (request.url or "") for request in self.asked)


@pytest.fixture(autouse=True)
def storage(monkeypatch: pytest.MonkeyPatch) -> InMemoryStorage:
    """Empty, and forgotten after the test."""
    storage = InMemoryStorage()
    monkeypatch.setattr(default_storage, "_wrapped", storage)
    return storage


@pytest.fixture
def clock(time_machine: Any) -> Any:
    """Everybody's, and it stands still."""
    time_machine.move_to(datetime(2026, 11, 23, 12, tzinfo=UTC), tick=False)
    return time_machine


@pytest.fixture
def wire(meta: Meta) -> Iterator[Wire]:
    wire = Wire(meta)
    with transport.replaced_by(wire):
        yield wire


@pytest.fixture
def sends(meta: Meta) -> Callable[..., Message]:
    """Amal sends a file; the message as we have it then."""
    amal = meta.add_customer("أمل", phone="+966551234567")

    def sends(data: bytes, kind: str = "image", mime_type: str = "image/jpeg", **more: Any) -> Message:
        wamid = meta.customer_sends_file(amal, kind, data, mime_type, **more)
        assert meta.due() == 1
        return Message.objects.get(whatsapp_message_id=wamid)

    return sends


@pytest.fixture
def file_of(db: None) -> Callable[[Message], MessageFile]:
    """As it is in the database now."""
    return lambda message: MessageFile.objects.select_related("stored", "message").get(pk=message.pk)


class Drip(io.BytesIO):
    """A server that gives a byte whenever it likes."""

    def __init__(self, tick: Callable[[], None]) -> None:
        super().__init__(b"x" * 100)
        self.tick = tick

    def read1(self, size: int | None = -1) -> bytes:
        self.tick()
        return super().read(1)


def raw(body: io.BytesIO) -> requests.Response:
    response = requests.Response()
    response.status_code = 200
    response.raw = HTTPResponse(body, preload_content=False)
    return response


def page(status: int, **headers: str) -> GraphResponse:
    return GraphResponse(status, {"Content-Type": "text/html", **headers}, b"<html></html>")
