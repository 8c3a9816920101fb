"""A simulated Meta, served by this process to others, and a road to it and back that takes its time."""

import asyncio
import threading
import time
from typing import Any

import uvicorn

from whatsapp.simulator.meta import Deliver, Meta
from whatsapp.simulator.server import simulator_app


class Slow:
    """An application so many seconds away: before it hears of a request, and again before its answer is out."""

    def __init__(self, app: Any, seconds: float) -> None:
        self.app, self.seconds = app, seconds

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "http":
            await asyncio.sleep(self.seconds)

        async def late(message: Any) -> None:
            if message["type"] == "http.response.start":
                await asyncio.sleep(self.seconds)
            await send(message)

        await self.app(scope, receive, late if scope["type"] == "http" else send)


def serve(env: dict[str, str], port: int, *, seconds_away: float, deliver: Deliver | None = None) -> Meta:
    """Knows the business of the environment. Statuses are due at once; without `deliver` nobody hears of them."""
    meta = Meta(
        phone_number_id=env["WHATSAPP_PHONE_NUMBER_ID"],
        waba_id="102290129340398",
        access_token=env["WHATSAPP_ACCESS_TOKEN"],
        app_secret=env["WHATSAPP_APP_SECRET"],
        deliver=deliver,
        base_url=env["WHATSAPP_GRAPH_URL"],
    )
    meta.pause = lambda shortest, longest: 0.0  # type: ignore[method-assign]
    app = Slow(simulator_app(meta), seconds_away)
    server = uvicorn.Server(uvicorn.Config(app, port=port, log_level="error"))
    threading.Thread(target=server.run, daemon=True).start()
    while not server.started:
        time.sleep(0.01)
    return meta
