"""Who of the team has which chat open, and who writes there. Known in memory only: it goes with the socket.

Each process keeps the seats of its own sockets, and tells all of them, as one line of JSON, whenever they have
changed: through the channel layer, so that with Redis every process knows those of the others. A table that is told
whole can't drift: what got lost on the way is made good by the next one.
"""

import asyncio
import json
import logging
import time
import uuid
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from channels.layers import get_channel_layer
from django.conf import settings

from .publish import INBOX

logger = logging.getLogger(__name__)

SILENT_SECONDS = 30.0
"""Who has said nothing for so long is not there: a browser that was killed says no goodbye."""
TYPING_SECONDS = 8.0
"""A browser says again that somebody types every few seconds."""
GATHER_SECONDS = 0.3
"""Changes within this time go out together: a team that changes chats is no storm of notices."""
LOOK_SECONDS = 5.0
ROLL_CALL_SECONDS = 20.0
"""So often a process repeats its table to the others, where there are any; one that started late learns it so."""

NOBODY = '{"here":{}}'

Row = tuple[int, int, str, bool]  # conversation, user, name, types


@dataclass
class Seat:
    """Where one socket is. No conversation: its tab is hidden, or no chat is open in it."""

    user_id: int
    name: str
    conversation_id: int | None
    typing_until: float
    until: float

    def row(self, now: float) -> Row | None:
        """As it stands in the table."""
        if self.conversation_id is None:
            return None
        return self.conversation_id, self.user_id, self.name, self.typing_until > now


class Board:
    """All seats that this process knows of. To be used on the server's event loop alone."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.clock = clock
        self.process = uuid.uuid4().hex
        self.words = NOBODY
        self._seats: dict[str, Seat] = {}
        self._elsewhere: dict[str, tuple[str, float]] = {}
        self._told, self._told_at = "[]", 0.0
        self._changed = asyncio.Event()
        self._watching: asyncio.Task[None] | None = None

    def sit(self, socket: str, user_id: int, name: str, conversation_id: int | None, types: bool) -> None:
        """What a socket says of itself, now and again while nothing changes."""
        now = self.clock()
        typing_until = now + TYPING_SECONDS if types else 0.0
        before = self._seats.get(socket)
        self._seats[socket] = seat = Seat(user_id, name, conversation_id, typing_until, now + SILENT_SECONDS)
        self._watch(has_changed=before is None or before.row(now) != seat.row(now))

    def leave(self, socket: str) -> None:
        if self._seats.pop(socket, None):
            self._watch(has_changed=True)

    def hear(self, process: str, table: str) -> None:
        """What a process told of its sockets. The own ones need no second book."""
        if process != self.process:
            self._elsewhere[process] = (table, self.clock() + 2 * ROLL_CALL_SECONDS + LOOK_SECONDS)
        self._compose()

    def _watch(self, *, has_changed: bool) -> None:
        if self._watching is None or self._watching.done():
            self._changed = asyncio.Event()
            self._watching = asyncio.ensure_future(self._tell_changes())
        # Nearly always nothing has: the table of all is not made for each word of each socket.
        if has_changed:
            self._changed.set()

    async def _tell_changes(self) -> None:
        """Runs while anybody is here: tells what changed at once, and looks now and then for who fell silent."""
        while True:
            self._changed.clear()
            lost = self._forget_the_silent()
            table = self._table()
            if lost or table != self._told or self._roll_call_is_due():
                self._told, self._told_at = table, self.clock()
                await self._tell(table)
            if not self._seats:
                return
            await asyncio.sleep(GATHER_SECONDS)
            with suppress(TimeoutError):
                await asyncio.wait_for(self._changed.wait(), self._until_the_next_look())

    async def _tell(self, table: str) -> None:
        notice = {"type": "presence.told", "process": self.process, "table": table}
        try:
            await get_channel_layer().group_send(INBOX, notice)
        except Exception:
            # Who is there is a courtesy: nobody's work waits for it.
            logger.warning("who is there could not be told", exc_info=True)

    def _roll_call_is_due(self) -> bool:
        return bool(settings.REDIS_URL) and self.clock() - self._told_at >= ROLL_CALL_SECONDS

    def _until_the_next_look(self) -> float:
        now = self.clock()
        ends = [seat.typing_until - now for seat in self._seats.values() if seat.typing_until > now]
        return min([LOOK_SECONDS, *ends])

    def _forget_the_silent(self) -> bool:
        """True when a whole process fell silent, which none but the others can tell."""
        now = self.clock()
        for socket, seat in list(self._seats.items()):
            if seat.until <= now:
                del self._seats[socket]
        gone = [process for process, (_, until) in self._elsewhere.items() if until <= now]
        for process in gone:
            del self._elsewhere[process]
        return bool(gone)

    def _table(self) -> str:
        now = self.clock()
        rows = {row for seat in self._seats.values() if (row := seat.row(now))}
        return json.dumps(sorted(rows), ensure_ascii=False)

    def _compose(self) -> None:
        tables = [self._told, *(table for table, _ in self._elsewhere.values())]
        self.words = self._in_words([row for table in tables for row in json.loads(table)])

    @staticmethod
    def _in_words(rows: list[Row]) -> str:
        """What browsers are told: by conversation, each person once, typing if they type in any of their tabs."""
        here: dict[int, dict[int, list[object]]] = {}
        for conversation_id, user_id, name, types in rows:
            person = here.setdefault(conversation_id, {}).setdefault(user_id, [user_id, name, types])
            person[2] = person[2] or types
        chats = {chat: list(people.values()) for chat, people in sorted(here.items())}
        return json.dumps({"here": chats}, ensure_ascii=False, separators=(",", ":"))


board = Board()
