"""Writes the pending row: what an agent sends is visible and safe before anything is on the wire."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from whatsapp.cloud_api.limits import MAX_TEXT
from whatsapp.cloud_api.text import storable
from whatsapp.conversations.previews import show_as_latest
from whatsapp.models import Conversation, Message
from whatsapp.realtime import publish, wake

from .client_ids import find_sent, lock, was_undone

OUTBOX = "outbox"


class CannotSend(Exception):
    """The message was not written. `code` is for programs, the text for people."""

    code = "cannot_send"


class InvalidMessage(CannotSend):
    code = "invalid_message"


class CustomerBlocked(CannotSend):
    code = "customer_blocked"


class WindowClosed(CannotSend):
    code = "window_closed"


class Undone(CannotSend):
    """The same `client_id` was taken back: it is not written a second time."""

    code = "undone"


NO_WAIT = timedelta(0)


@dataclass(frozen=True)
class Content:
    """What a message says, already found fit for Meta. `wire` is Meta's object of its kind; a text needs none."""

    kind: str  # as Meta names it
    words: str  # what lists and searches show
    wire: Any = None
    more: dict[str, Any] = field(default_factory=dict)  # kept beside it, for our own bubble
    needs_window: bool = True


def send_text(
    conversation: Conversation,
    text: str,
    *,
    by: AbstractBaseUser | None,
    quoted_wamid: str = "",
    client_id: str | None = None,
    held_for: timedelta = NO_WAIT,
) -> tuple[Message, bool]:
    """The pending message, and whether it is new: the same `client_id` again gives the same message.

    For so long as it is held it waits for an undo, and with it what is written after it.
    Raises InvalidMessage, CustomerBlocked, WindowClosed, Undone.
    """
    return send(
        conversation,
        Content("text", checked(text)),
        by=by,
        quoted_wamid=quoted_wamid,
        client_id=client_id,
        held_for=held_for,
    )


def checked(text: str) -> str:
    """As it will be sent. Raises InvalidMessage."""
    text = storable(text).strip()
    if not text:
        raise InvalidMessage(_("Write something first."))
    if len(text) > MAX_TEXT:
        raise InvalidMessage(_("A message can have %(limit)d characters at most.") % {"limit": MAX_TEXT})
    return text


def send(
    conversation: Conversation,
    content: Content,
    *,
    by: AbstractBaseUser | None,
    quoted_wamid: str = "",
    client_id: str | None = None,
    held_for: timedelta = NO_WAIT,
) -> tuple[Message, bool]:
    """The same for what `contents` has made. Raises CustomerBlocked, WindowClosed, Undone."""
    return _once(
        conversation,
        client_id,
        lambda: write_pending(
            conversation, content, by=by, quoted_wamid=quoted_wamid, client_id=client_id, held_for=held_for
        ),
        needs_window=content.needs_window,
    )


def _once(
    conversation: Conversation, client_id: str | None, write: Callable[[], Message], *, needs_window: bool
) -> tuple[Message, bool]:
    sent = find_sent(conversation, client_id)
    if sent:
        return sent, False
    refuse_blocked(conversation)
    if needs_window:
        require_window(conversation)
    with transaction.atomic():
        lock(conversation)
        sent = find_sent(conversation, client_id)  # a double click: the other request was first
        if sent:
            return sent, False
        if was_undone(conversation, client_id):
            raise Undone(_("This message was undone."))
        return write(), True


def require_window(conversation: Conversation) -> None:
    """Raises WindowClosed."""
    if not conversation.window_is_open(timezone.now()):
        raise WindowClosed(
            _("The customer last wrote over 24 hours ago. WhatsApp allows only an approved template now.")
        )


def refuse_blocked(conversation: Conversation) -> None:
    """Meta takes nothing for somebody whom we blocked. Raises CustomerBlocked."""
    if conversation.blocked_at is not None:
        raise CustomerBlocked(_("This customer is blocked: a manager has to unblock them first."))


def write_pending(
    conversation: Conversation,
    content: Content,
    *,
    by: AbstractBaseUser | None,
    quoted_wamid: str = "",
    client_id: str | None = None,
    held_for: timedelta = NO_WAIT,
) -> Message:
    """Call it in a transaction that holds the conversation (`client_ids.lock`)."""
    now = timezone.now()
    message = Message.objects.create(
        conversation=conversation,
        number_id=conversation.number_id,
        message_type=content.kind,
        content=content.words,
        payload={} if content.wire is None else {content.kind: content.wire, **content.more},
        direction=Message.Direction.OUTGOING,
        status=Message.Status.PENDING,
        quoted_wamid=quoted_wamid,
        sent_by_id=by.pk if by else None,
        uuid=uuid.uuid4(),
        client_id=client_id or None,
        created_at=now,
        next_attempt_at=now + held_for if held_for else None,
    )
    show_as_latest(conversation, message)
    transaction.on_commit(lambda: publish.conversations_changed([conversation.pk]))
    transaction.on_commit(lambda: wake.ring(OUTBOX))
    return message
