from typing import Any

from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncJsonWebsocketConsumer

from whatsapp.access import may_use_inbox

from .publish import INBOX


class InboxConsumer(AsyncJsonWebsocketConsumer):
    """One open inbox. It is told which conversations changed, and fetches what it may see by itself."""

    groups = [INBOX]

    async def connect(self) -> None:
        if await database_sync_to_async(may_use_inbox)(self.scope["user"]):
            await self.accept()
        else:
            await self.close()

    async def conversations_changed(self, event: dict[str, Any]) -> None:
        await self.send_json({"changed": event["ids"]})
