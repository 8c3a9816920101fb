"""The words in which the story is written: a customer, what was said, and how long ago."""

import base64
import hashlib
import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from whatsapp.models import Message

_AGO = re.compile(r"(?:(?P<hours>\d+)h)? ?(?:(?P<minutes>\d+)m)?")
_DAYS_AGO = re.compile(r"(?P<days>\d+) days? (?P<hour>\d\d):(?P<minute>\d\d)")


@dataclass(frozen=True)
class Line:
    """One bubble. `when` is "25m", "22h 57m", or "2 days 16:20": a clock time of the shop, days ago."""

    when: str
    text: str
    by: str = ""  # the sign-in of who wrote it for us; empty: the customer wrote
    status: str = Message.Status.RECEIVED
    quotes: int | None = None  # which earlier line of the conversation it answers
    file: str = ""  # which of the samples in `files` came with it; the text is its caption

    @property
    def is_ours(self) -> bool:
        return bool(self.by)


@dataclass(frozen=True)
class Customer:
    """Somebody with a phone, or with a username and no phone to be seen, and all that was said so far."""

    key: str
    name: str
    bsuid: str
    lines: tuple[Line, ...]
    phone: str | None = None  # digits
    username: str = ""
    unread: bool = False
    status: str = "active"
    assigned_to: str = ""  # a sign-in
    labels: tuple[str, ...] = ()  # names of the team's
    notes: tuple[Line, ...] = ()  # what we said about them to each other
    chatty: bool = False  # answers by itself in the simulator

    @property
    def unread_count(self) -> int:
        """What came since our last word, while nobody has looked."""
        if not self.unread:
            return 0
        ours = [index for index, line in enumerate(self.lines) if line.is_ours]
        return len(self.lines) - (ours[-1] + 1 if ours else 0)

    def wamid(self, index: int) -> str:
        """The same at every seeding and on both sides, and of the shape of Meta's own."""
        who = self.phone or self.bsuid
        mark = hashlib.sha256(f"{self.key} {index}".encode()).digest()[:15]
        return (
            "wamid."
            + base64.b64encode(b"\x1c\x18" + bytes([len(who)]) + who.encode() + b"\x15" + mark).decode()
        )


def them(when: str, text: str, *, quotes: int | None = None, file: str = "") -> Line:
    """The customer wrote."""
    return Line(when, text, quotes=quotes, file=file)


def us(when: str, text: str, *, by: str = "agent", status: str = Message.Status.READ) -> Line:
    """One of the team answered."""
    return Line(when, text, by=by, status=status)


def moment(when: str, now: datetime) -> datetime:
    """Raises ValueError for anything that is not one of the two ways to say a time."""
    if match := _DAYS_AGO.fullmatch(when):
        day = timezone.localtime(now) - timedelta(days=int(match["days"]))
        return day.replace(hour=int(match["hour"]), minute=int(match["minute"]), second=0, microsecond=0)
    if (match := _AGO.fullmatch(when)) and any(match.groups()):
        ago = timedelta(hours=int(match["hours"] or 0), minutes=int(match["minutes"] or 0))
        return now.replace(microsecond=0) - ago
    raise ValueError(f"not a time of the story: {when!r}")
