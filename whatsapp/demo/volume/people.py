"""The customers of a company, and how their chats stand: the older, the more of them are done."""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from .talk import SECONDS_OF_A_DAY, name

DAY, WEEK = SECONDS_OF_A_DAY, 7 * SECONDS_OF_A_DAY
OPEN_SHARES = ((DAY, 0.6), (WEEK, 0.15))
"""Of the chats whose last message is not older than that, so many are open; of all others OPEN_AFTERWARDS."""
OPEN_AFTERWARDS, PENDING, UNREAD, OWNED, BLOCKED = 0.02, 0.25, 0.4, 0.7, 0.002
NUMBERS = (0.8, 0.195, 0.005)
"""Of the company's numbers, each one's share of the chats: the last is one that hardly anybody writes to."""
LABELS = (0.1, 0.08, 0.05, 0.03, 0.0005)


@dataclass
class Chat:
    """`last` in seconds; owner, number and labels are places in their lists."""

    index: int
    last: int
    name: str
    status: str
    is_unread: bool
    owner: int | None
    number: int
    labels: tuple[int, ...]
    is_blocked: bool

    @property
    def phone(self) -> str:
        return f"9665{self.index:08d}"

    @property
    def bsuid(self) -> str:
        return f"SA.{self.index:012d}"


def chats(count: int, now: int, per_day: int, team: int, dice: Random) -> Sequence[Chat]:
    """Latest first."""
    return [_chat(index, now - index * DAY // per_day - 60, now, team, dice) for index in range(count)]


def _chat(index: int, last: int, now: int, team: int, dice: Random) -> Chat:
    share = next((share for age, share in OPEN_SHARES if now - last <= age), OPEN_AFTERWARDS)
    is_open = dice.random() < share
    return Chat(
        index=index,
        last=last,
        name=name(dice),
        status=("pending" if dice.random() < PENDING else "active") if is_open else "resolved",
        is_unread=is_open and dice.random() < UNREAD,
        owner=dice.randrange(team) if not is_open or dice.random() < OWNED else None,
        number=dice.choices(range(len(NUMBERS)), NUMBERS)[0],
        labels=tuple(label for label, share in enumerate(LABELS) if dice.random() < share),
        is_blocked=not is_open and dice.random() < BLOCKED,
    )
