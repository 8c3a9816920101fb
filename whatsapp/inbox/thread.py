"""What the thread pane shows: bubbles, by day, in groups, with what they quote."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import groupby

from django.utils import timezone
from django.utils.functional import cached_property

from whatsapp.conversations.listing import PAGE, Page, list_messages, list_messages_since
from whatsapp.models import Conversation, Message

from .versions import version_of
from .window import Window, window_of

MOST_UNREAD = 300
"""Unread messages that are drawn at once on opening; what is older comes by scrolling up."""

SHOWN = ("pk", "status", "content", "error_code", "error_title", "media_url")
"""Everything of a stored message that may still change in its bubble."""


@dataclass(frozen=True)
class Bubble:
    message: Message
    starts_group: bool
    quoted: Message | None

    @property
    def templates(self) -> list[str]:
        """A new type of message is a new file, not another `elif`."""
        return [f"inbox/bubbles/_{self.message.message_type}.html", "inbox/bubbles/_unknown.html"]


@dataclass(frozen=True)
class Day:
    date: date
    bubbles: Sequence[Bubble]


@dataclass(frozen=True)
class Unread:
    """Where the divider stands: before this message, saying how many there were when the chat was opened."""

    first_id: int
    count: int


@dataclass
class Thread:
    conversation: Conversation
    messages: Sequence[Message]  # oldest first
    since: str  # cursor of the oldest message that the refresh covers
    unread: Unread | None = None
    now: datetime = field(default_factory=timezone.now)

    @cached_property
    def days(self) -> list[Day]:
        return days_of(self.conversation, self.messages)

    @cached_property
    def window(self) -> Window:
        return window_of(self.conversation, self.now)

    @cached_property
    def version(self) -> str:
        messages = [[getattr(message, fact) for fact in SHOWN] for message in self.messages]
        window = (self.window.is_open, self.window.expires_at, self.window.time_left)
        return version_of(messages, window, self.conversation.customer_name)


def open_thread(conversation: Conversation) -> Thread:
    """The newest messages, and all unread ones. Call it before the chat is marked read."""
    unread = min(conversation.unread_count, MOST_UNREAD)
    page = list_messages(conversation, size=max(PAGE, unread + 5))
    incoming = [message for message in page.rows if not message.is_outgoing][:unread]
    divider = Unread(incoming[-1].pk, conversation.unread_count) if incoming else None
    return Thread(conversation, page.rows[::-1], page.next or "", divider)


def thread_since(conversation: Conversation, since: str, unread: Unread | None) -> Thread:
    """What an open thread shows now. Raises BadCursor."""
    return Thread(conversation, list_messages_since(conversation, since)[::-1], since, unread)


@dataclass
class History:
    """A page of older messages. `seam` is the day at which the already visible part begins."""

    conversation: Conversation
    page: Page[Message]
    seam: str

    @cached_property
    def days(self) -> list[Day]:
        return days_of(self.conversation, self.page.rows[::-1])

    @property
    def runs_on(self) -> bool:
        """True when the visible part goes on with the same day: it needs no second name."""
        return bool(self.days) and self.days[-1].date.isoformat() == self.seam


def days_of(conversation: Conversation, messages: Sequence[Message]) -> list[Day]:
    quoted = _quoted(conversation, messages)
    bubbles = [
        Bubble(message, _starts_group(before, message), quoted.get(message.quoted_wamid))
        for before, message in zip([None, *messages], messages, strict=False)
    ]
    return [Day(day, list(group)) for day, group in groupby(bubbles, lambda b: _day(b.message))]


def _day(message: Message) -> date:
    return timezone.localtime(message.created_at).date()


def _starts_group(before: Message | None, message: Message) -> bool:
    return (
        before is None
        or before.direction != message.direction
        or before.sent_by_id != message.sent_by_id
        or _day(before) != _day(message)
    )


def _quoted(conversation: Conversation, messages: Iterable[Message]) -> dict[str, Message]:
    wamids = {message.quoted_wamid for message in messages if message.quoted_wamid}
    if not wamids:
        return {}
    found = Message.objects.filter(
        number_id=conversation.number_id, conversation=conversation, whatsapp_message_id__in=wamids
    )
    return {message.whatsapp_message_id or "": message for message in found}
