from __future__ import annotations

import hashlib
import hmac
import json
import random
import socket
import threading
from collections.abc import Iterator
from typing import Any

import pytest
import requests
import uvicorn

from whatsapp.simulator.customers import Customer
from whatsapp.simulator.meta import Meta
from whatsapp.simulator.server import simulator_app
from whatsapp.simulator.transport import Faults, SimulatorTransport

PNID, WABA, TOKEN, SECRET = "106540000000001", "102290000000001", "EAAGtest", "test_app_secret"
NOON = 1_764_590_400.0


class Clock:
    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> float:
        return self.now

    def pass_by(self, seconds: float) -> None:
        self.now += seconds


class Business:
    """The other end of the webhook: checks every signature, keeps what was said, answers as told."""

    def __init__(self) -> None:
        self.bodies: list[bytes] = []
        self.answers: list[int | Exception] = []

    def __call__(self, body: bytes, headers: dict[str, str]) -> int:
        right = hmac.new(SECRET.encode(), body, hashlib.sha256).hexdigest()
        assert headers["X-Hub-Signature-256"] == f"sha256={right}"
        answer = self.answers.pop(0) if self.answers else 200
        if isinstance(answer, Exception):
            raise answer
        self.bodies.append(body)
        return answer

    @property
    def values(self) -> list[dict[str, Any]]:
        entries = [entry for body in self.bodies for entry in json.loads(body)["entry"]]
        return [change["value"] for entry in entries for change in entry["changes"]]

    @property
    def messages(self) -> list[dict[str, Any]]:
        return [message for value in self.values for message in value.get("messages", [])]

    @property
    def statuses(self) -> list[dict[str, Any]]:
        return [status for value in self.values for status in value.get("statuses", [])]


class Graph:
    """A client with a token, over the transport."""

    def __init__(self, meta: Meta, faults: Faults) -> None:
        self.session = requests.Session()
        self.session.mount("https://", SimulatorTransport(meta, faults))
        self.session.headers.update({"Authorization": f"Bearer {TOKEN}", "User-Agent": "inbox-tests"})

    def call(self, method: str, path: str, **more: Any) -> requests.Response:
        url = path if path.startswith("https://") else f"https://graph.facebook.com/v26.0/{path}"
        return self.session.request(method, url, **more)

    def send(self, to: Customer | str, **body: Any) -> requests.Response:
        who = {"to": to if isinstance(to, str) else f"+{to.phone}"}
        if isinstance(to, Customer) and not to.phone:
            who = {"recipient": to.bsuid}
        return self.call("POST", f"{PNID}/messages", json={"messaging_product": "whatsapp", **who, **body})

    def text(self, to: Customer | str, text: str = "مرحباً", **body: Any) -> str:
        answer = self.send(to, type="text", text={"body": text}, **body)
        assert answer.status_code == 200, answer.text
        return answer.json()["messages"][0]["id"]

    def upload(self, data: bytes, mime_type: str, name: str) -> requests.Response:
        form = {"messaging_product": "whatsapp", "type": mime_type}
        return self.call("POST", f"{PNID}/media", data=form, files={"file": (name, data, mime_type)})


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def business() -> Business:
    return Business()


@pytest.fixture
def meta(clock: Clock, business: Business) -> Meta:
    made = Meta(
        phone_number_id=PNID,
        waba_id=WABA,
        access_token=TOKEN,
        app_secret=SECRET,
        verify_token="verify-me",
        deliver=business,
        clock=clock,
    )
    made.random = random.Random(7)
    return made


@pytest.fixture
def faults() -> Faults:
    return Faults()


@pytest.fixture
def graph(meta: Meta, faults: Faults) -> Graph:
    return Graph(meta, faults)


@pytest.fixture
def sara(meta: Meta) -> Customer:
    """Has a phone, and wrote a minute ago: her window is open."""
    customer = meta.add_customer("سارة القحطاني", phone="+966 50 123 4567")
    meta.customer_writes(customer, "السلام عليكم", at=meta.clock() - 60)
    return customer


@pytest.fixture
def noura(meta: Meta) -> Customer:
    """Took a username and shows no phone; wrote a minute ago."""
    customer = meta.add_customer("Noura", username="noura.k")
    meta.customer_writes(customer, "Hello", at=meta.clock() - 60)
    return customer


class Served:
    """The simulator over real HTTP on the loopback, and the world behind it."""

    def __init__(self, url: str, meta: Meta, business: Business, clock: Clock) -> None:
        self.url, self.meta, self.business, self.clock = url, meta, business, clock


class Stage:
    """One server for the whole run, as stopping takes its time; each test puts its own world on it."""

    def __init__(self) -> None:
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self.listener.getsockname()[1]}/simulator"
        self.app: Any = None

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        await self.app(scope, receive, send)


@pytest.fixture(scope="session")
def stage() -> Iterator[Stage]:
    made = Stage()
    server = uvicorn.Server(
        uvicorn.Config(made, log_config=None, lifespan="off", timeout_graceful_shutdown=1)
    )
    thread = threading.Thread(target=server.run, kwargs={"sockets": [made.listener]})
    thread.start()
    yield made
    server.should_exit = True
    thread.join(10)
    made.listener.close()


@pytest.fixture
def served(stage: Stage, clock: Clock, business: Business) -> Served:
    meta = Meta(
        phone_number_id=PNID,
        waba_id=WABA,
        access_token=TOKEN,
        app_secret=SECRET,
        deliver=business,
        clock=clock,
        base_url=f"{stage.url}/graph",
    )
    stage.app = simulator_app(meta)
    return Served(stage.url, meta, business, clock)
