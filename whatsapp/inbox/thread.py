"""What the thread pane shows: the bubbles that were asked for, and how long the window is open."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Exists, F, OuterRef, QuerySet
from django.utils import timezone
from django.utils.functional import cached_property

from whatsapp.bubbles.days import Day, days_of, in_days, quoted_in
from whatsapp.bubbles.happenings import Happening, happenings_in, weave
from whatsapp.bubbles.notes import NoteLine
from whatsapp.bubbles.reactions import Reacted, reactions_on
from whatsapp.conversations.listing import PAGE, Page, list_messages, list_messages_since
from whatsapp.conversations.notes import notes_in
from whatsapp.conversations.window import FREE_ENTRY_PRICE, Window, free_until, window_of
from whatsapp.models import Conversation, Message, ScheduledMessage, file_of
from whatsapp.outbound.again import may_be_sent_again
from whatsapp.outbound.undo import may_be_undone

from .versions import version_of

MOST_UNREAD = 300
"""Unread messages that are drawn at once on opening; what is older comes by scrolling up."""

SHOWN = (
    *("pk", "status", "content", "original_content", "edited_at", "revoked_at"),
    *("error_code", "error_title", "media_url", "played_at"),
)
"""Everything of a stored message that may still change in its bubble."""


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
        days = in_days(self.messages, quoted_in(self.conversation, self.messages), self.reactions)
        return weave(days, self.happenings, self.notes)

    @cached_property
    def happenings(self) -> list[Happening]:
        """What came before the oldest bubble that is shown is told with the bubbles before it."""
        since = self.messages[0].created_at if self.since and self.messages else None
        return happenings_in(self.conversation, since)

    @cached_property
    def notes(self) -> list[NoteLine]:
        since = self.messages[0].created_at if self.since and self.messages else None
        return [NoteLine(note) for note in notes_in(self.conversation, since)]

    @cached_property
    def reactions(self) -> dict[str, Reacted]:
        if not getattr(self.conversation, "has_reactions", True):
            return {}
        return reactions_on(self.conversation, self.messages)

    @cached_property
    def scheduled(self) -> list[ScheduledMessage]:
        """In the order in which they will be sent. Asked for only where there are any."""
        if not getattr(self.conversation, "has_scheduled", True):
            return []
        found = list(self.conversation.scheduled.order_by(F("at").asc(nulls_first=True), "pk"))
        for message in found:
            message.conversation = self.conversation
        return found

    @cached_property
    def window(self) -> Window:
        return window_of(self.conversation, self.now)

    @property
    def takes_messages(self) -> bool:
        return self.window.is_open and self.conversation.blocked_at is None

    @cached_property
    def free_until(self) -> datetime | None:
        """Looked up only where a price that is shown says that there is something to find."""
        if not any(message.price_type == FREE_ENTRY_PRICE for message in self.messages):
            return None
        return free_until(self.conversation, self.now)

    @cached_property
    def version(self) -> str:
        messages = [[getattr(message, fact) for fact in SHOWN] for message in self.messages]
        files = [
            (file.pk, file.state, file.next_attempt_at is None) for m in self.messages if (file := file_of(m))
        ]
        window = (
            self.takes_messages,
            self.conversation.blocked_at,
            self.window.expires_at,
            self.window.time_left,
            self.free_until,
        )
        asked = [message.pk for message in self.messages if may_be_sent_again(message)]
        held = [message.pk for message in self.messages if may_be_undone(message)]
        later = [(row.pk, row.content, row.at, row.is_cancelled) for row in self.scheduled]
        reactions = sorted(self.reactions.items())
        name = self.conversation.customer_name
        # Of its status, its owner, its labels and its notes every change is an entry of the audit log; but a chat
        # that was joined to this one brought its notes along, and left its entries.
        entry = [getattr(self.conversation, fact, None) for fact in ("last_entry", "last_note")]
        status = self.conversation.status  # but for the customer, who opens it again by writing
        return version_of(messages, files, reactions, window, asked, held, later, name, status, entry)


def with_whether_scheduled(conversations: QuerySet[Conversation]) -> QuerySet[Conversation]:
    """In the same query: a thread is refreshed often, and mostly nothing is scheduled in it."""
    return conversations.annotate(
        has_scheduled=Exists(ScheduledMessage.objects.filter(conversation=OuterRef("pk")))
    )


def open_thread(conversation: Conversation) -> Thread:
    """The newest messages, and all unread ones. Call it before the chat is marked read."""
    unread = min(conversation.new_messages, MOST_UNREAD)
    page = list_messages(conversation, size=max(PAGE, unread + 5))
    incoming = [message for message in page.rows if not message.is_outgoing][:unread]
    divider = Unread(incoming[-1].pk, conversation.new_messages) if incoming else None
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
    before: datetime  # the time of the oldest bubble that is visible already

    @cached_property
    def days(self) -> list[Day]:
        messages = self.page.rows[::-1]
        since = messages[0].created_at if self.page.next and messages else None
        happened = happenings_in(self.conversation, since, self.before)
        notes = [NoteLine(note) for note in notes_in(self.conversation, since, self.before)]
        return weave(days_of(self.conversation, messages), happened, notes)

    @property
    def runs_on(self) -> bool:
        """True when the visible part goes on with the same day: it needs no second name."""
        return bool(self.days) and self.days[-1].date.isoformat() == self.seam
