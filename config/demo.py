"""The demo's front door: the inbox, and beside it a simulated Meta, which it knows only by HTTP."""

import asyncio
import os
import threading
from collections.abc import MutableMapping
from pathlib import Path
from typing import Any

from django.conf import settings

from config.asgi import application as inbox
from whatsapp.demo.environment import SIMULATOR
from whatsapp.demo.world import fill
from whatsapp.inbound.webhook import Receive, Scope, Send
from whatsapp.simulator.delivery import http_delivery
from whatsapp.simulator.meta import Meta
from whatsapp.simulator.server import simulator_app

from .front_door import WEBHOOK

ADDRESS = os.environ["DEMO_ADDRESS"]

meta = Meta(
    phone_number_id=settings.WHATSAPP_PHONE_NUMBER_ID,
    waba_id=settings.WHATSAPP_BUSINESS_ACCOUNT_ID,
    access_token=settings.WHATSAPP_ACCESS_TOKEN,
    app_id=settings.WHATSAPP_APP_ID,
    app_secret=settings.WHATSAPP_APP_SECRETS[0],
    verify_token=settings.WHATSAPP_WEBHOOK_TOKEN,
    deliver=http_delivery(ADDRESS + WEBHOOK),
    base_url=settings.WHATSAPP_GRAPH_URL,
    memory=Path(os.environ["DEMO_DATA"]) / "simulator.json",
)


class WithSimulator:
    """The simulator's clock runs as long as the server does."""

    def __init__(self) -> None:
        self.simulator = simulator_app(meta, prefix=SIMULATOR)
        self.stopping = threading.Event()
        self.clock = threading.Thread(target=meta.run, args=[self.stopping], name="simulator", daemon=True)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"].startswith(SIMULATOR):
            await self.simulator(scope, receive, send)
        elif scope["type"] == "lifespan":
            await self._live(scope, receive, send)
        else:
            await inbox(scope, receive, send)

    async def _live(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def receive_after_meta() -> MutableMapping[str, Any]:
            """Meta ends first: whoever says that all has ended may not have anything left to do."""
            message = await receive()
            if message["type"] == "lifespan.shutdown":
                self.stopping.set()
                meta.stir.set()
                await asyncio.to_thread(self.clock.join, 2)
            return message

        await asyncio.to_thread(fill, meta)
        self.clock.start()
        await inbox(scope, receive_after_meta, send)


application = WithSimulator()
