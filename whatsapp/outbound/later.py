"""Messages for later: written down now, sent when their time has come, if nothing speaks against it then.

An answer that is *held* has no time: the window is closed, and it goes when the customer has opened it again.
"""

from datetime import datetime, timedelta

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from whatsapp.models import AuditEntry, Conversation, Message, ScheduledMessage
from whatsapp.realtime import publish

from .client_ids import find_sent, lock, was_undone
from .compose import CannotSend, Content, Undone, checked, refuse_blocked, require_window, write_pending

FARTHEST = timedelta(days=365)
AT_ONCE = 100
"""Taken up in one go; the next go comes within seconds."""


class InvalidTime(CannotSend):
    code = "invalid_time"


class WindowIsOpen(CannotSend):
    """Nothing has to be held any more: whoever wrote it has not seen what the customer wrote since."""

    code = "window_open"


class NotScheduled(CannotSend):
    """It has become a message meanwhile, or somebody cancelled it."""

    code = "not_scheduled"


def schedule(
    conversation: Conversation,
    text: str,
    *,
    at: datetime | None,
    unless_customer_writes: bool = False,
    by: AbstractBaseUser,
    client_id: str | None = None,
) -> ScheduledMessage | Message:
    """`at` None holds it. The same `client_id` again gives the same one, or the message that it has become.

    Outside the window too: the customer may write before. Raises InvalidMessage, InvalidTime, WindowIsOpen, Undone.
    """
    text, at = checked(text), _checked_time(at)
    with transaction.atomic():
        lock(conversation)  # a double click: the second request finds the row of the first
        if known := _find(conversation, client_id):
            return known
        if was_undone(conversation, client_id):
            raise Undone(_("This message was undone."))
        if at is None:
            _require_closed(conversation)
        row = ScheduledMessage.objects.create(
            conversation=conversation,
            content=text,
            at=at,
            unless_customer_writes=unless_customer_writes,
            heard_at=conversation.last_inbound_at,
            by_id=by.pk,
            client_id=client_id or None,
        )
        _record("held" if row.is_held else "scheduled", row, by)
        _tell(row)
        return row


def reschedule(
    scheduled: ScheduledMessage,
    text: str,
    *,
    at: datetime | None,
    unless_customer_writes: bool = False,
    by: AbstractBaseUser,
) -> None:
    """Whoever changes it has seen what the customer wrote until now: only what comes later cancels it.

    Raises InvalidMessage, InvalidTime, NotScheduled.
    """
    text, at = checked(text), _checked_time(at)
    with transaction.atomic():
        row = _take(scheduled)
        row.content, row.at, row.unless_customer_writes = text, at, unless_customer_writes
        row.heard_at, row.cancelled_at = row.conversation.last_inbound_at, None
        row.save(update_fields=["content", "at", "unless_customer_writes", "heard_at", "cancelled_at"])
        _record("held" if row.is_held else "rescheduled", row, by)
        _tell(row)


def cancel(scheduled: ScheduledMessage, *, by: AbstractBaseUser) -> None:
    """Raises NotScheduled."""
    with transaction.atomic():
        row = _take(scheduled)
        AuditEntry.record("cancelled", row, by=by)
        row.delete()
        _tell(row)


def send_now(scheduled: ScheduledMessage, *, by: AbstractBaseUser) -> Message:
    """Raises NotScheduled, CustomerBlocked, WindowClosed."""
    with transaction.atomic():
        row = _take(scheduled)
        refuse_blocked(row.conversation)
        require_window(row.conversation)
        return _become_message(row, by=by)


def send_due() -> int:
    """Returns how many have become messages. The outbox sends them, or fails those whose window has closed."""
    now = timezone.now()
    due = ScheduledMessage.due(now).select_related("conversation")[:AT_ONCE]
    return sum(_send_due(scheduled, now) for scheduled in due)


def _send_due(scheduled: ScheduledMessage, now: datetime) -> bool:
    with transaction.atomic():
        try:
            row = _take(scheduled)
        except NotScheduled:
            return False  # another worker took it, or an agent cancelled it, while we waited for the row
        if not ScheduledMessage.due(now).filter(pk=row.pk).exists():
            return False  # or changed it
        if row.is_answered:
            # Nobody watched for this: the road in is too busy to. The thread has shown it since they wrote.
            row.cancelled_at = now
            row.save(update_fields=["cancelled_at"])
            AuditEntry.record("cancelled", row, by=None, because="the customer wrote first")
            _tell(row)
            return False
        _become_message(row, by=None)
    return True


def _take(scheduled: ScheduledMessage) -> ScheduledMessage:
    """As it is now, and nobody else's until the commit. Raises NotScheduled.

    The road in changes a conversation under the same lock: what a customer wrote came either before, and counts,
    or after.
    """
    lock(scheduled.conversation)
    found = ScheduledMessage.objects.select_for_update(of=("self",)).select_related("conversation")
    row = found.filter(pk=scheduled.pk).first()
    if row is None:
        raise NotScheduled(_("This message is not scheduled any more: look at the thread."))
    return row


def _become_message(row: ScheduledMessage, *, by: AbstractBaseUser | None) -> Message:
    """`by` is who asked for it now; it stays the message of its author."""
    used = find_sent(row.conversation, row.client_id)
    message = write_pending(
        row.conversation,
        Content("text", row.content),
        by=row.by,
        client_id=None if used else row.client_id,
    )
    verb = "sent now" if by else "sent when they answered" if row.is_held else "sent as scheduled"
    AuditEntry.record(verb, row, by=by, message=message.pk)
    row.delete()
    return message


def _find(conversation: Conversation, client_id: str | None) -> ScheduledMessage | Message | None:
    if not client_id:
        return None
    waiting = conversation.scheduled.filter(client_id=client_id).first()
    return waiting or find_sent(conversation, client_id)


def _require_closed(conversation: Conversation) -> None:
    if conversation.window_is_open(timezone.now()):
        raise WindowIsOpen(_("The customer has written meanwhile: read it, and send your answer as usual."))


def _checked_time(at: datetime | None) -> datetime | None:
    now = timezone.now()
    if at and not now < at <= now + FARTHEST:
        raise InvalidTime(_("Choose a time that is still to come, within a year."))
    return at


def _record(verb: str, row: ScheduledMessage, by: AbstractBaseUser) -> None:
    AuditEntry.record(verb, row, by=by, **({"at": row.at.isoformat()} if row.at else {}))


def _tell(row: ScheduledMessage) -> None:
    conversation_id = row.conversation_id
    transaction.on_commit(lambda: publish.conversations_changed([conversation_id]))
