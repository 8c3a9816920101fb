"""A browser's end of the websocket, without a browser."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any

from asgiref.sync import sync_to_async
from asgiref.testing import ApplicationCommunicator
from django.db import connections

from whatsapp.realtime.consumers import InboxConsumer


def run(story: Callable[[], Awaitable[Any]]) -> Any:
    async def told() -> Any:
        try:
            return await asyncio.wait_for(story(), 20)
        finally:
            await sync_to_async(
                connections.close_all
            )()  # of the thread in which the sockets ask the database

    return asyncio.run(told())


async def connect(user: Any) -> tuple[ApplicationCommunicator, bool]:
    scope = {"type": "websocket", "path": "/ws/inbox", "headers": [], "subprotocols": [], "user": user}
    socket = ApplicationCommunicator(InboxConsumer.as_asgi(), scope)
    await socket.send_input({"type": "websocket.connect"})
    answer = await socket.receive_output(2)
    return socket, answer["type"] == "websocket.accept"


async def hear(socket: ApplicationCommunicator) -> Any:
    return json.loads((await socket.receive_output(2))["text"])


async def say(socket: ApplicationCommunicator, text: str) -> None:
    await socket.send_input({"type": "websocket.receive", "text": text})


async def leave(socket: ApplicationCommunicator) -> None:
    await socket.send_input({"type": "websocket.disconnect", "code": 1000})
    await socket.wait(2)
