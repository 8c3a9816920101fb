"""A piece of the thread far above its newest part: around one message, with more on both sides."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import cached_property

from whatsapp.bubbles.days import Day, days_of
from whatsapp.bubbles.happenings import happenings_in, weave
from whatsapp.bubbles.notes import NoteLine
from whatsapp.conversations.listing import (
    Page,
    key_of,
    list_bubbles,
    list_messages,
    list_messages_after,
    position_of,
    time_of,
)
from whatsapp.conversations.notes import notes_in
from whatsapp.models import Conversation, Message, Note

SIDE = 25
"""Messages before the one that is looked for, and after it."""


@dataclass
class Excerpt:
    """`until` is the cursor of the oldest bubble below, where the newest part of the thread begins; `newer` the
    cursor where this piece ends before that, None where the two meet.
    """

    conversation: Conversation
    messages: Sequence[Message]  # oldest first
    older: str | None
    newer: str | None
    until: str
    seam: str = ""  # the day with which the piece above this one ends

    @cached_property
    def days(self) -> list[Day]:
        since = self.messages[0].created_at if self.messages and (self.older or self.seam) else None
        happened = happenings_in(self.conversation, since, self._ends)
        notes = [NoteLine(note) for note in notes_in(self.conversation, since, self._ends)]
        return weave(days_of(self.conversation, self.messages), happened, notes)

    @property
    def _ends(self) -> datetime:
        if self.newer is not None:
            return self.messages[-1].created_at
        return time_of(self.until)

    @property
    def goes_on(self) -> bool:
        """True when it begins with the day with which the piece above ends: that needs no second name."""
        return bool(self.days) and self.days[0].date.isoformat() == self.seam


NOTE = "note-"


def named(model: type[Message] | type[Note], pk: int) -> str:
    """As an address calls it: "5" the message, "note-5" the note."""
    return f"{NOTE}{pk}" if model is Note else str(pk)


def find_named(conversation: Conversation, name: str) -> Message | Note | None:
    """The bubble of the chat that is called so. What is not there any more is nothing to go to."""
    digits = name.removeprefix(NOTE)
    if not (digits.isascii() and digits.isdigit() and len(digits) < 19):
        return None
    if name == digits:
        return list_bubbles(conversation).filter(pk=int(digits)).first()
    return conversation.notes.filter(pk=int(digits)).first()


def around(conversation: Conversation, row: Message | Note, until: str) -> Excerpt:
    """Raises BadCursor."""
    message = _message_by(conversation, row) if isinstance(row, Note) else row
    key = key_of(message, "created_at")
    before: Page[Message] = list_messages(conversation, cursor=key, size=SIDE)
    after = list_messages_after(conversation, key, until, size=SIDE)
    messages = [*before.rows[::-1], message, *after.rows]
    return Excerpt(conversation, messages, before.next, after.next, until)


def further(conversation: Conversation, after: str, until: str, seam: str) -> Excerpt:
    """The next piece downwards. Raises BadCursor."""
    page = list_messages_after(conversation, after, until)
    return Excerpt(conversation, page.rows, None, page.next, until, seam or "?")


def _message_by(conversation: Conversation, note: Note) -> Message:
    """The one after which it stands, else before which: the newest part, which begins with one, is below it."""
    bubbles = list_bubbles(conversation)
    before = bubbles.filter(created_at__lte=note.created_at).order_by("-created_at", "-pk").first()
    return before or bubbles.order_by("created_at", "pk")[0]


def is_above(message: Message | Note, until: str) -> bool:
    """Whether it is older than the newest part of the thread, of which `until` is the oldest. Raises BadCursor."""
    return bool(until) and (message.created_at, message.pk) < position_of(until)
