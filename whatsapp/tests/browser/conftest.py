"""The real page in the system's Chromium, the real server on a free port, a simulated Meta behind it."""

import socket
import threading
import time
from collections.abc import Awaitable, Callable, Iterator, MutableMapping
from typing import Any

import pytest
import uvicorn
from django.conf import settings
from django.contrib.auth.models import User
from playwright.sync_api import Browser, Page

from config.asgi import application
from config.front_door import WEBHOOK
from whatsapp.cloud_api import transport
from whatsapp.models import BusinessNumber
from whatsapp.outbound import outbox
from whatsapp.simulator.customers import Customer
from whatsapp.simulator.delivery import http_delivery
from whatsapp.simulator.meta import Meta
from whatsapp.simulator.server import simulator_app
from whatsapp.simulator.transport import Faults, SimulatorTransport
from whatsapp.tests.chromium import PATIENCE
from whatsapp.tests.conftest import signed_in
from whatsapp.tests.simulator.conftest import Stage, stage  # noqa: F401 (a fixture)

Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

WIDE, PHONE = {"width": 1280, "height": 800}, {"width": 360, "height": 740}


class Shelf:
    """Each new browser asks for all the static files: what the server has answered once is answered again."""

    def __init__(self, app: Callable[..., Awaitable[None]]) -> None:
        self.app = app
        self.answers: dict[tuple[Any, ...], list[MutableMapping[str, Any]]] = {}

    async def __call__(self, scope: MutableMapping[str, Any], receive: Any, send: Send) -> None:
        if scope["type"] != "http" or not scope["path"].startswith(settings.STATIC_URL):
            return await self.app(scope, receive, send)
        asked = [
            header for header in scope["headers"] if header[0].startswith((b"if-", b"range", b"accept-enc"))
        ]
        place = (scope["method"], scope["path"], *sorted(asked))
        if place not in self.answers:
            said: list[MutableMapping[str, Any]] = []

            async def hear(message: MutableMapping[str, Any]) -> None:
                said.append(message)

            await self.app(scope, receive, hear)
            self.answers[place] = said
        for message in self.answers[place]:
            await send(message)
        return None


@pytest.fixture(scope="session")
def server(chromium: Browser, django_db_setup: None) -> Iterator[str]:
    """The front door itself, webhook and websocket included, over the test database. Gives its address."""
    listener = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(Shelf(application), log_level="warning", timeout_graceful_shutdown=1)
    running = uvicorn.Server(config)
    thread = threading.Thread(target=running.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    while not running.started:
        time.sleep(0.02)
    yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    running.should_exit = True
    thread.join(5)


class Clock:
    """Meta's time, which a test can move on: statuses that take seconds arrive at once."""

    def __init__(self) -> None:
        self.ahead = 0.0

    def __call__(self) -> float:
        return time.time() + self.ahead


class Street:
    """The customers' side of the world: they write and read, and what they do goes over the wire."""

    def __init__(self, meta: Meta, clock: Clock, faults: Faults) -> None:
        self.meta, self.clock, self.faults = meta, clock, faults

    def meets(self, name: str, phone: str | None, **facts: str) -> Customer:
        return self.meta.add_customer(name, phone=phone, **facts)

    def writes(self, customer: Customer, text: str, *, ago: float = 0) -> None:
        self.meta.customer_writes(customer, text, at=self.clock() - ago)
        assert self.meta.due() == 1

    def gets_what_was_sent(self) -> None:
        """The worker sends what is pending, and the customers' phones get it."""
        outbox.send_waiting()
        self.clock.ahead += 10
        self.meta.due()

    def reads(self, customer: Customer) -> None:
        self.meta.customer_reads(customer)
        self.meta.due()


@pytest.fixture
def live_inbox(transactional_db: None, server: str) -> str:
    """The server's address, over a database that the test and the server share."""
    return server


@pytest.fixture
def street(live_inbox: str, number: BusinessNumber) -> Iterator[Street]:
    clock = Clock()
    meta = Meta(
        phone_number_id=settings.WHATSAPP_PHONE_NUMBER_ID,
        waba_id=settings.WHATSAPP_BUSINESS_ACCOUNT_ID,
        access_token=settings.WHATSAPP_ACCESS_TOKEN,
        app_secret=settings.WHATSAPP_APP_SECRETS[0],
        deliver=http_delivery(live_inbox + WEBHOOK),
        base_url=settings.WHATSAPP_GRAPH_URL,
        clock=clock,
    )
    faults = Faults()
    with transport.replaced_by(SimulatorTransport(meta, faults)):
        yield Street(meta, clock, faults)


@pytest.fixture
def open_page(chromium: Browser, live_inbox: str) -> Iterator[Callable[..., Page]]:
    """A page of a browser that nobody has used yet. An error on any page fails the test that opened it."""
    contexts, errors = [], []

    def open_page(**options: object) -> Page:
        context = chromium.new_context(base_url=live_inbox, **({"viewport": WIDE} | options))
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        # Chromium hands its file dialogs over from the moment somebody listens: a test that begins to listen with
        # the very key that opens one may come too late.
        page.on("filechooser", lambda _chooser: None)
        page.on("console", lambda line: errors.append(line.text) if "Content Security" in line.text else None)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert errors == []


@pytest.fixture
def enter(open_page: Callable[..., Page], live_inbox: str) -> Callable[..., Page]:
    """A member at the chats, without the trouble of signing in: the session is put into the browser."""

    def enter(user: User, address: str = "/whatsapp/chat", language: str = "", **options: object) -> Page:
        page = open_page(**options)
        cookie = signed_in(user).cookies[settings.SESSION_COOKIE_NAME]
        page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_inbox}])
        if language:
            name = settings.LANGUAGE_COOKIE_NAME
            page.context.add_cookies([{"name": name, "value": language, "url": live_inbox}])
        page.goto(address)
        return page

    return enter


@pytest.fixture
def phone_of(street: Street, stage: Stage, open_page: Callable[..., Page]) -> Callable[[Customer], Page]:  # noqa: F811
    """The customer's phone on the screen: the simulator's page, with the chat open."""
    stage.app = simulator_app(street.meta)

    def phone_of(customer: Customer) -> Page:
        page = open_page(viewport=PHONE)
        page.goto(f"{stage.url}/")
        page.locator(f"[data-customer='{customer.id}']").click()
        return page

    return phone_of
