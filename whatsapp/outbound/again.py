"""What an agent decides about a message that failed, or of which nobody knows: send it again, or let it be."""

import uuid
from datetime import timedelta

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from whatsapp.conversations.previews import show_as_latest
from whatsapp.models import AuditEntry, Message
from whatsapp.realtime import publish, wake
from whatsapp.search.keeping import renew_messages

from .compose import OUTBOX, CannotSend, WindowClosed, refuse_blocked

ASK_AFTER = timedelta(minutes=10)
"""How long a message may stay unknown before the agent is asked: until then a status may still settle it."""


ANEW = (
    *(
        "status",
        "uuid",
        "whatsapp_message_id",
        "error_code",
        "error_title",
        "error_details",
        "sent_at",
        "failed_at",
    ),
    *("attempted_at", "next_attempt_at", "claimed_until", "attempts", "created_at"),
)


class NotToBeSentAgain(CannotSend):
    code = "not_to_be_sent_again"


def may_be_sent_again(message: Message) -> bool:
    """Not a reaction: who wants it again reacts again."""
    if message.message_type == Message.REACTION:
        return False
    if message.status == Message.Status.UNKNOWN:
        asked_at = message.attempted_at and message.attempted_at + ASK_AFTER
        return asked_at is None or asked_at <= timezone.now()
    return message.status == Message.Status.FAILED


def send_again(message: Message, *, by: AbstractBaseUser) -> Message:
    """The same row goes back into the queue, at the end of the thread, under a new name for Meta: a late status
    of the first attempt says nothing about the second. Raises NotToBeSentAgain,
    CustomerBlocked, WindowClosed.
    """
    with transaction.atomic():
        row = Message.objects.select_for_update().select_related("conversation").get(pk=message.pk)
        if not may_be_sent_again(row):
            raise NotToBeSentAgain(_("This message is on its way already, or has arrived."))
        refuse_blocked(row.conversation)
        now = timezone.now()
        if row.message_type != "template" and not row.conversation.window_is_open(now):
            raise WindowClosed(
                _(
                    "The customer last wrote more than 24 hours ago. WhatsApp allows only an approved template now."
                )
            )
        AuditEntry.record("sent again", row, by=by, was=row.status, code=row.error_code)
        row.status, row.uuid, row.whatsapp_message_id = Message.Status.PENDING, uuid.uuid4(), None
        row.error_code, row.error_title, row.error_details = None, "", ""
        row.sent_at = row.failed_at = row.attempted_at = row.next_attempt_at = row.claimed_until = None
        row.attempts, row.created_at = 0, now
        row.save(update_fields=ANEW)
        renew_messages([row.pk])  # a hit stands where its message does
        show_as_latest(row.conversation, row)
        transaction.on_commit(lambda: publish.conversations_changed([row.conversation_id]))
        transaction.on_commit(lambda: wake.ring(OUTBOX))
    return row
