"""Sends each connection to its place, and starts and stops what lives as long as the server does."""

import asyncio
import logging
import sys

from django.conf import settings

from whatsapp.inbound.journal import Journal
from whatsapp.inbound.webhook import Receive, Scope, Send, Webhook
from whatsapp.realtime.publish import listen_on
from whatsapp.worker import Worker

from .collector import spare_what_is_loaded

logger = logging.getLogger(__name__)

WEBHOOK = "/api/whatsapp/webhook"

SWITCH_SECONDS = 0.0002
"""How long a thread may keep the interpreter while others wait for it. Each statement on the database gives it away
and has to get it back: with Python's own five milliseconds a webhook beside two busy threads waits so long twenty
times over."""


class FrontDoor:
    def __init__(self, everything_else: object) -> None:
        self.everything_else = everything_else
        self.journal = Journal()
        self.webhook = Webhook(
            self.journal, secrets=settings.WHATSAPP_APP_SECRETS, verify_token=settings.WHATSAPP_WEBHOOK_TOKEN
        )
        self.worker = Worker() if settings.WHATSAPP_WORKER == "embedded" else None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"].rstrip("/") == WEBHOOK:
            await self.webhook(scope, receive, send)
        elif scope["type"] == "lifespan":
            await self._live(receive, send)
        else:
            await self.everything_else(scope, receive, send)  # type: ignore[operator]

    async def _live(self, receive: Receive, send: Send) -> None:
        await receive()
        sys.setswitchinterval(SWITCH_SECONDS)
        spare_what_is_loaded()
        listen_on(asyncio.get_running_loop())
        self.journal.start()
        if self.worker:
            self.worker.start()
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await self.journal.stop()
        if self.worker:
            await asyncio.to_thread(self.worker.stop)
        listen_on(None)
        await send({"type": "lifespan.shutdown.complete"})
