"""Read and unread, for the team as a whole.

Not in the audit log: opening a chat is no decision, and would drown those that are.
"""

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.db.models import QuerySet

from whatsapp.models import Conversation

from .changing import change


def mark_read(conversation: Conversation, *, by: AbstractBaseUser, is_opened: bool = True) -> bool:
    """Nothing is unread any more. False when nothing was.

    Somebody's own mark goes when the chat is opened, and not because a colleague has it open: that one's page
    asks every few seconds, and each time counts as reading.
    """
    if not (conversation.unread_count if is_opened else conversation.new_messages):
        return False  # asked every few seconds for each open chat: no lock for nothing
    kept = int(conversation.is_marked_unread and not is_opened)
    unread = Conversation.objects.filter(pk=conversation.pk, unread_count__gt=kept)
    with transaction.atomic():
        changed = change(unread, unread_count=kept, is_marked_unread=bool(kept))
    if changed:
        conversation.unread_count, conversation.is_marked_unread = kept, bool(kept)
    return bool(changed)


def mark_all_read(chosen: QuerySet[Conversation], *, by: AbstractBaseUser) -> int:
    """How many of the chosen had something unread."""
    with transaction.atomic():
        return len(change(chosen.filter(unread_count__gt=0), unread_count=0, is_marked_unread=False))


def mark_unread(chosen: QuerySet[Conversation], *, by: AbstractBaseUser) -> int:
    """To come back to, until somebody opens the chat. How many of the chosen were read."""
    with transaction.atomic():
        return len(change(chosen.filter(unread_count=0), unread_count=1, is_marked_unread=True))
