"""A browser's end of the websocket, without a browser."""

import json
from typing import Any

from asgiref.testing import ApplicationCommunicator

from whatsapp.realtime.consumers import InboxConsumer


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
