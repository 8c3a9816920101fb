"""Read and unread, for the team as a whole."""

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction

from whatsapp.models import Conversation
from whatsapp.realtime import publish


def mark_read(conversation: Conversation, *, by: AbstractBaseUser) -> bool:
    """Nothing is unread any more. False when nothing was.

    Not in the audit log: opening a chat is no decision, and would drown those that are.
    """
    if not conversation.unread_count:
        return False  # asked every few seconds for each open chat: no lock for nothing
    with transaction.atomic():
        changed = Conversation.objects.filter(pk=conversation.pk, unread_count__gt=0).update(unread_count=0)
        if changed:
            conversation.unread_count = 0
            # The list of everybody else has to change too.
            conversation.save(update_fields=["updated_at"])
            transaction.on_commit(lambda: publish.conversations_changed([conversation.pk]))
    return bool(changed)
