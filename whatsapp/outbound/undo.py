"""Second thoughts: what still waits is taken back, and surely nobody gets it."""

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from whatsapp.conversations.previews import show_newest
from whatsapp.models import AuditEntry, Conversation, Message
from whatsapp.realtime import publish, wake

from .client_ids import UNDONE, find_sent, lock, was_undone
from .compose import OUTBOX, CannotSend


class AlreadySent(CannotSend):
    code = "already_sent"


def may_be_undone(message: Message) -> bool:
    """Offered while it is held. What waits for another reason may be undone as well, when somebody asks."""
    return message.held_until is not None and message.held_until > timezone.now()


def undo(message: Message, *, by: AbstractBaseUser) -> str:
    """The row goes, its text comes back. Raises AlreadySent.

    The worker may claim it in this very moment. Both change the same row, so one of them waits for the other:
    if we were first, the worker's UPDATE finds no row; if the worker was, the status is no longer `pending`
    when we get to read it. Whether its time was over by some clock does not matter.
    """
    with transaction.atomic():
        lock(message.conversation)
        waiting = Message.objects.select_for_update(of=("self",)).filter(
            pk=message.pk, status=Message.Status.PENDING
        )
        row = waiting.select_related("conversation").first() if message.is_outgoing else None
        if row is None:
            raise AlreadySent(_("Too late to undo: the message is already on its way."))
        text, conversation = row.content, row.conversation
        AuditEntry.record(UNDONE, conversation, by=by, message=row.pk, client_id=row.client_id)
        row.delete()
        show_newest([conversation.pk])
        transaction.on_commit(lambda: publish.conversations_changed([conversation.pk]))
        transaction.on_commit(lambda: wake.ring(OUTBOX))  # what was written after it need not wait any longer
    return text


def undo_by_client_id(conversation: Conversation, client_id: str, *, by: AbstractBaseUser) -> None:
    """For a browser that does not know whether its message arrived: afterwards it has not, and will not.

    Raises AlreadySent.
    """
    with transaction.atomic():
        lock(conversation)
        message = find_sent(conversation, client_id)
        if message:
            undo(message, by=by)
        elif not was_undone(conversation, client_id):
            AuditEntry.record(UNDONE, conversation, by=by, client_id=client_id)
