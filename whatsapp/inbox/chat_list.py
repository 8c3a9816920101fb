"""What the list pane shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone
from django.utils.functional import cached_property

from whatsapp.access import conversations_for
from whatsapp.bubbles.kinds import in_short
from whatsapp.bubbles.reactions import reacted_to
from whatsapp.conversations.listing import PAGE, begun, list_conversations
from whatsapp.conversations.window import window_of
from whatsapp.models import Conversation, Message

from .forms import MOST_ROWS, ListForm
from .versions import version_of

SHOWN = (
    *("pk", "customer_name", "customer_phone", "last_message", "last_message_type", "last_message_direction"),
    *("last_message_at", "last_status", "last_revoked_at", "reacted_to", "unread_count", "blocked_at"),
)
"""Everything of a conversation that its row can show, beside what is left of its window."""


@dataclass
class ChatList:
    """The newest conversations that were asked for, and the chat that is open beside them."""

    form: ListForm
    rows: list[Conversation]
    has_more: bool
    open_id: int | None

    @cached_property
    def version(self) -> str:
        now = timezone.now()
        rows = [
            [
                *(getattr(row, fact) for fact in SHOWN),
                getattr(row, "waiting_since", None),
                window_of(row, now).short_rest,
            ]
            for row in self.rows
        ]
        return version_of(rows, self.has_more, self.open_id)

    @property
    def unread(self) -> int:
        """Chats with something unread, among those shown."""
        return sum(row.unread_count > 0 for row in self.rows)

    @property
    def longer(self) -> int | None:
        """The size to ask for next; None when there is no more, or the list is as long as it gets."""
        size = min(self.form.rows + PAGE, MOST_ROWS)
        return size if self.has_more and size > self.form.rows else None


def chat_list(user: User, form: ListForm, *, open_id: int | None) -> ChatList:
    page = list_conversations(
        _with_last_status(begun(conversations_for(user))), form.wanted, me=user.pk, size=form.rows
    )
    rows = list(page.rows)
    _say_what_was_reacted_to(rows)
    return ChatList(form, rows, page.next is not None, open_id)


def _say_what_was_reacted_to(rows: Sequence[Any]) -> None:
    """Words for people, in their language: beside each row, as the annotations are."""
    messages = reacted_to(rows)
    for row in rows:
        row.reacted_to = in_short(messages[row.pk]) if row.pk in messages else ""


def _with_last_status(conversations: QuerySet[Conversation]) -> QuerySet[Conversation]:
    """The ticks of the preview, and whether its words were taken back: looks into the thread's index per row."""
    newest = Message.objects.filter(conversation=OuterRef("pk")).exclude(message_type=Message.REACTION)
    newest = newest.order_by("-created_at", "-pk")
    return conversations.annotate(
        last_status=Subquery(newest.values("status")[:1]),
        last_revoked_at=Subquery(newest.values("revoked_at")[:1]),
    )
