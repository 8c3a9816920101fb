"""Writes the pending row: what an agent sends is visible and safe before anything is on the wire."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from whatsapp.cloud_api.limits import MAX_TEXT
from whatsapp.cloud_api.text import storable
from whatsapp.conversations.previews import show_as_latest
from whatsapp.models import Conversation, Message
from whatsapp.realtime import publish, wake

OUTBOX = "outbox"


class CannotSend(Exception):
    """The message was not written. `code` is for programs, the text for people."""

    code = "cannot_send"


class InvalidMessage(CannotSend):
    code = "invalid_message"


class WindowClosed(CannotSend):
    code = "window_closed"


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
) -> tuple[Message, bool]:
    """The pending message, and whether it is new: the same `client_id` again gives the same message.

    Raises InvalidMessage, WindowClosed.
    """
    text = storable(text).strip()
    if not text:
        raise InvalidMessage(_("Write something first."))
    if len(text) > MAX_TEXT:
        raise InvalidMessage(_("A message can have %(limit)d characters at most.") % {"limit": MAX_TEXT})
    return send(conversation, Content("text", text), by=by, quoted_wamid=quoted_wamid, client_id=client_id)


def send(
    conversation: Conversation,
    content: Content,
    *,
    by: AbstractBaseUser | None,
    quoted_wamid: str = "",
    client_id: str | None = None,
) -> tuple[Message, bool]:
    """The same for any content. Raises WindowClosed."""
    return _once(
        conversation,
        client_id,
        lambda: _write(conversation, content, by=by, quoted_wamid=quoted_wamid, client_id=client_id),
        needs_window=content.needs_window,
    )


def _once(
    conversation: Conversation, client_id: str | None, write: Callable[[], Message], *, needs_window: bool
) -> tuple[Message, bool]:
    sent = find_sent(conversation, client_id)
    if sent:
        return sent, False
    if needs_window:
        require_window(conversation)
    try:
        with transaction.atomic():
            return write(), True
    except IntegrityError:
        # A double click: the other request wrote the row between our look and our insert.
        sent = find_sent(conversation, client_id)
        if sent is None:
            raise
        return sent, False


def require_window(conversation: Conversation) -> None:
    """Raises WindowClosed."""
    if not conversation.window_is_open(timezone.now()):
        raise WindowClosed(
            _("The customer last wrote over 24 hours ago. WhatsApp allows only an approved template now.")
        )


def find_sent(conversation: Conversation, client_id: str | None) -> Message | None:
    return conversation.messages.filter(client_id=client_id).first() if client_id else None


def _write(
    conversation: Conversation,
    content: Content,
    *,
    by: AbstractBaseUser | None,
    quoted_wamid: str,
    client_id: str | None,
) -> Message:
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
        created_at=timezone.now(),
    )
    show_as_latest(conversation, message)
    transaction.on_commit(lambda: publish.conversations_changed([conversation.pk]))
    transaction.on_commit(lambda: wake.ring(OUTBOX))
    return message
