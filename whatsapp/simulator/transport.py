"""The simulator as the wire of a `requests.Session`: the client is the real one, nothing is mocked."""

from __future__ import annotations

import io
import threading
import time
from collections import deque
from collections.abc import Mapping
from email.utils import formatdate
from enum import Enum
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import requests
from requests.adapters import BaseAdapter
from urllib3.response import HTTPResponse

from whatsapp.simulator.graph import GraphRequest, GraphResponse, answer
from whatsapp.simulator.meta import Meta
from whatsapp.simulator.refusals import KNOWN, Refusal

DRIP_SECONDS = 0.005
"""Between two bytes of an answer that drips."""


class Fault(Enum):
    """What may go wrong on the wire. "After" means that Meta took the request, but nobody hears of it."""

    TIMEOUT_BEFORE = "timeout before acceptance"
    TIMEOUT_AFTER = "timeout after acceptance"
    CONNECT_TIMEOUT = "no connection in time"
    RESET_BEFORE = "connection reset before acceptance"
    RESET_AFTER = "connection reset after acceptance"
    SERVER_ERROR = "500 with a JSON body"
    HTML_PAGE = "502 with an HTML body"
    TRUNCATED = "200 whose JSON is cut off, after acceptance"
    HALF_BODY = "200 whose body ends before its Content-Length, after acceptance"
    SLOW_DRIP = "200 whose body comes a byte at a time, after acceptance"
    RATE_LIMITED = "429"


Spoiled = Fault | Refusal | None
"""A refusal is Meta's own no with that code, without Meta having looked at the request."""


class Faults:
    """A queue of faults for the next calls, first come first; `None` in it lets one call through."""

    def __init__(self, *faults: Spoiled) -> None:
        self._waiting = deque(faults)
        self._lock = threading.Lock()

    def add(self, *faults: Spoiled) -> None:
        with self._lock:
            self._waiting.extend(faults)

    def next(self) -> Spoiled:
        with self._lock:
            return self._waiting.popleft() if self._waiting else None


class SimulatorTransport(BaseAdapter):
    """Mount it for everything: `session.mount("https://", SimulatorTransport(meta))`.

    Both hosts end here, the Graph's and lookaside's; any other host is refused: nothing leaves the process.
    """

    def __init__(self, meta: Meta, faults: Faults | None = None) -> None:
        super().__init__()
        self.meta = meta
        self.faults = faults or Faults()

    def send(  # noqa: PLR0917  the shape that requests calls
        self,
        request: requests.PreparedRequest,
        stream: bool = False,
        timeout: float | tuple[float, float] | tuple[float, None] | None = None,
        verify: bool | str = True,
        cert: bytes | str | tuple[bytes | str, bytes | str] | None = None,
        proxies: Mapping[str, str] | None = None,
    ) -> requests.Response:
        fault = self.faults.next()
        if spoiled := _instead(request, fault):
            return self._response(request, spoiled)
        graph_response = answer(self.meta, self._graph_request(request))
        if fault is Fault.TIMEOUT_AFTER:
            raise requests.ReadTimeout("The simulator took it and did not answer in time", request=request)
        if fault is Fault.RESET_AFTER:
            raise requests.ConnectionError(ConnectionResetError(104, "Connection reset"), request=request)
        if fault is Fault.TRUNCATED:
            graph_response.body = graph_response.body[: len(graph_response.body) // 2]
        return self._response(request, graph_response, fault)

    def close(self) -> None:
        """Nothing is open."""

    def _graph_request(self, request: requests.PreparedRequest) -> GraphRequest:
        address = urlsplit(request.url or "")
        for base in (self.meta.lookaside_url, self.meta.base_url):  # the first may lie below the second
            mounted = urlsplit(base)
            if address.netloc == mounted.netloc and address.path.startswith(mounted.path):
                path = address.path.removeprefix(mounted.path)
                break
        else:
            raise requests.ConnectionError(
                f"Nothing but the simulator is here: {address.netloc}", request=request
            )
        query = dict(parse_qsl(address.query, keep_blank_values=True))
        headers = {key: _text(value) for key, value in request.headers.items()}
        return GraphRequest(request.method or "GET", path, query, headers, _bytes(request.body))

    def _response(
        self, request: requests.PreparedRequest, given: GraphResponse, fault: Spoiled = None
    ) -> requests.Response:
        response = requests.Response()
        response.status_code = given.status
        date = formatdate(self.meta.clock(), usegmt=True)
        response.headers.update(given.headers | {"Content-Length": str(len(given.body)), "Date": date})
        response.encoding = "utf-8"
        response.url = request.url or ""
        response.request = request
        body: io.BytesIO = _Dripping(given.body) if fault is Fault.SLOW_DRIP else io.BytesIO(given.body)
        if fault is Fault.HALF_BODY:
            body.truncate(len(given.body) // 2)
        response.raw = HTTPResponse(body, response.headers, status=given.status, preload_content=False)
        return response


class _Dripping(io.BytesIO):
    def read1(self, size: int | None = -1) -> bytes:
        time.sleep(DRIP_SECONDS)
        return super().read1(1)

    def read(self, size: int | None = -1) -> bytes:
        return b"".join(iter(self.read1, b""))


def _instead(request: requests.PreparedRequest, fault: Spoiled) -> GraphResponse | None:
    """The faults that keep Meta from ever seeing the request."""
    if isinstance(fault, Refusal):
        return GraphResponse.json({"error": fault.error}, fault.status)
    if fault is Fault.TIMEOUT_BEFORE:
        raise requests.ReadTimeout("The simulator did not answer in time", request=request)
    if fault is Fault.CONNECT_TIMEOUT:
        raise requests.ConnectTimeout("The simulator could not be reached in time", request=request)
    if fault is Fault.RESET_BEFORE:
        raise requests.ConnectionError(ConnectionResetError(104, "Connection reset"), request=request)
    if fault is Fault.SERVER_ERROR:
        error = Refusal.known(131000, "Message failed to send due to an unknown error").error
        return GraphResponse.json({"error": error | {"is_transient": True}}, KNOWN[131000].status)
    if fault is Fault.HTML_PAGE:
        return GraphResponse(502, {"Content-Type": "text/html"}, b"<html><body>Bad Gateway</body></html>")
    if fault is Fault.RATE_LIMITED:
        error = Refusal.known(130429, "Cloud API message throughput has been reached").error
        return GraphResponse.json({"error": error}, 429)
    return None


def _bytes(body: Any) -> bytes:
    if body is None:
        return b""
    if isinstance(body, str):
        return body.encode()
    if isinstance(body, bytes):
        return body
    return body.read() if hasattr(body, "read") else b"".join(body)


def _text(value: str | bytes) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else value
