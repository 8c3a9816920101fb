"""What the list pane shows."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db.models import OuterRef, QuerySet, Subquery, prefetch_related_objects
from django.utils import timezone
from django.utils.functional import cached_property

from whatsapp.access import conversations_for
from whatsapp.bubbles.kinds import in_short
from whatsapp.bubbles.reactions import reacted_to
from whatsapp.conversations.drafts import with_draft
from whatsapp.conversations.labelling import labels_on
from whatsapp.conversations.listing import PAGE, begun, list_conversations
from whatsapp.conversations.window import window_of
from whatsapp.models import Conversation, Message

from .filters import Filters
from .forms import ListForm
from .versions import version_of

MOST_ROWS = 300
"""As long as one piece gets by chats that move into it, before it is cut to a page again."""

PAGE_BESIDE_HITS = 10
"""Chats that a search shows at once: the messages it found stand below them."""

SHOWN = (
    *("pk", "customer_name", "customer_phone", "last_message", "last_message_type", "last_message_direction"),
    *("last_message_at", "last_status", "last_revoked_at", "reacted_to", "unread_count", "blocked_at"),
    *(
        "is_marked_unread",
        "status",
        "assigned_to_id",
        "draft",
        "updated_at",
    ),  # the last one stands for the labels
)
"""Everything of a conversation that its row can show, beside what is left of its window."""


@dataclass
class ChatList:
    """A piece of the list that was asked for: after one row (`cursor`), up to another, and the chat that is open.

    However far somebody scrolls, each piece is refreshed by itself, and only where it is looked at.
    """

    user: User
    form: ListForm
    found: list[Conversation]
    cursor: str
    next: str | None  # cursor of the piece that follows
    open_id: int | None

    @cached_property
    def rows(self) -> list[Any]:
        """With what is not asked for before it is drawn, and with the `facts` that each shows."""
        prefetch_related_objects(self.found, "assigned_to")
        worn = labels_on([row.pk for row in self.found])
        now, today = timezone.now(), timezone.localdate()
        rows: list[Any] = self.found
        for row in rows:
            row.worn = worn.get(row.pk, ())
            row.facts = (*self._facts_of(row, now), today)
        return rows

    def _facts_of(self, row: Any, now: datetime) -> tuple[Hashable, ...]:
        """All that its row shows, by which it need not be drawn again while it would look the same."""
        window, owner = window_of(row, now), row.assigned_to
        return (
            *(getattr(row, fact) for fact in SHOWN),
            *(row.waiting_since, row.last_inbound_at, window.is_open, window.is_closing),
            *(window.expires_at, window.time_left, window.short_rest),
            *(row.pk == self.open_id, row.pk == self.stop, self.form.suffix),
            *(row.assigned_to_id == self.user.pk, owner and (owner.first_name or owner.username)),
            tuple((label.name, label.color) for label in row.worn),
        )

    @cached_property
    def version(self) -> str:
        now = timezone.now()
        rows = [
            [
                *(getattr(row, fact) for fact in SHOWN),
                getattr(row, "waiting_since", None),
                window_of(row, now).short_rest,
            ]
            for row in self.found
        ]
        return version_of(rows, self.next, self.open_id, self.form.query)

    @cached_property
    def filters(self) -> Filters:
        return Filters(self.user, self.form)

    @property
    def unread(self) -> int:
        """Chats with something unread, among those shown."""
        return sum(row.unread_count > 0 for row in self.found)

    @cached_property
    def stop(self) -> int | None:
        """Of all rows the Tab key stops at one."""
        ids = [row.pk for row in self.found]
        if self.open_id in ids:
            return self.open_id
        return ids[0] if ids and not self.cursor else None


def chat_list(
    user: User, form: ListForm, *, open_id: int | None, cursor: str = "", until: str = ""
) -> ChatList:
    """Raises BadCursor."""
    page = list_conversations(
        with_draft(_with_last_status(begun(conversations_for(user))), user),
        form.wanted,
        me=user.pk,
        cursor=cursor,
        until=until,
        size=MOST_ROWS if until else (PAGE_BESIDE_HITS if form.wanted.search else PAGE),
    )
    rows = list(page.rows)
    _say_what_was_reacted_to(rows)
    return ChatList(user, form, rows, cursor, page.next or until or None, open_id)


def _say_what_was_reacted_to(rows: Sequence[Any]) -> None:
    """Words for people, in their language: beside each row, as the annotations are."""
    messages = reacted_to(rows)
    for row in rows:
        row.reacted_to = in_short(messages[row.pk]) if row.pk in messages else ""
        if not hasattr(row, "waiting_since"):
            row.waiting_since = (
                None  # what a template finds nowhere, it looks for in many places, for each row
            )


def _with_last_status(conversations: QuerySet[Conversation]) -> QuerySet[Conversation]:
    """The ticks of the preview, and whether its words were taken back: looks into the thread's index per row."""
    newest = Message.objects.filter(conversation=OuterRef("pk")).exclude(message_type=Message.REACTION)
    newest = newest.order_by("-created_at", "-pk")
    return conversations.annotate(
        last_status=Subquery(newest.values("status")[:1]),
        last_revoked_at=Subquery(newest.values("revoked_at")[:1]),
    )
