"""Who is told that something changed. Notices carry ids only; who gets one fetches by the guarded views."""

import json
import time
from typing import Any

from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncWebsocketConsumer
from django.contrib.auth.models import AnonymousUser, User

from whatsapp.access import conversations_for, may_use_inbox
from whatsapp.models import name_of

from .presence import NOBODY, board
from .publish import INBOX
from .said import Patience, Said, read

HEARD = json.dumps({"heard": True})
"""The answer to each word of the browser: where it stays away, the connection is dead, though it looks open."""
TOO_MUCH, NO_LONGER = 1008, 4403
"""Close codes: it said too much; it may not use the inbox any more."""
ASK_AGAIN_SECONDS = 60.0
NOWHERE = Said(None, False)


class InboxConsumer(AsyncWebsocketConsumer):
    """One open inbox. It is told which conversations changed, and fetches what it may see by itself.

    It says where it is. Its name is the one that we know, never one that the browser tells.
    """

    groups = [INBOX]

    async def connect(self) -> None:
        user = self.scope["user"]
        if not await database_sync_to_async(may_use_inbox)(user):
            await self.close()
            return
        self.user_id, self.name = user.pk, name_of(user)
        self.patience, self.asked_at = Patience(), time.monotonic()
        self.at: int | None = None
        self.told = NOBODY
        await self.accept()
        await self._tell_who_is_here()

    async def disconnect(self, code: int) -> None:
        board.leave(self.channel_name)

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        if self.patience.is_at_an_end:
            await self.close(TOO_MUCH)
            return
        said = read(text_data) if self.patience.hears() else None
        if said is None:
            return
        if said.at != self.at or time.monotonic() - self.asked_at >= ASK_AGAIN_SECONDS:
            # For each chat, and once a minute: a right may have gone since the socket was opened.
            self.asked_at = time.monotonic()
            may_use, sees = await _rights(self.user_id, said.at)
            if not may_use:
                board.leave(self.channel_name)
                await self.close(NO_LONGER)
                return
            said = said if sees else NOWHERE
        self.at = said.at
        board.sit(self.channel_name, self.user_id, self.name, said.at, said.types)
        await self.send(text_data=HEARD)

    async def conversations_changed(self, event: dict[str, Any]) -> None:
        await self.send(text_data=json.dumps({"changed": event["ids"]}))

    async def presence_told(self, event: dict[str, Any]) -> None:
        board.hear(event["process"], event["table"])
        await self._tell_who_is_here()

    async def _tell_who_is_here(self) -> None:
        if self.told != board.words:
            self.told = board.words
            await self.send(text_data=self.told)


@database_sync_to_async
def _rights(user_id: int, conversation_id: int | None) -> tuple[bool, bool]:
    """Whether this person may use the inbox now, and sees this conversation."""
    user = User.objects.filter(pk=user_id).first() or AnonymousUser()
    if not may_use_inbox(user):
        return False, False
    return True, conversation_id is None or conversations_for(user).filter(pk=conversation_id).exists()
