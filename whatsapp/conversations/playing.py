"""Which voice messages somebody of the team has listened to."""

from django.db import transaction
from django.utils import timezone

from whatsapp.models import Message
from whatsapp.realtime import publish


def mark_played(message: Message) -> bool:
    """For the team as a whole, as reading is. False when it was heard already, or is one of ours.

    Of our own messages Meta tells us. Not in the audit log: listening is no decision.
    """
    with transaction.atomic():
        unheard = Message.objects.filter(
            pk=message.pk, direction=Message.Direction.INCOMING, message_type="audio", played_at=None
        )
        changed = unheard.update(played_at=timezone.now())
        if changed:
            transaction.on_commit(lambda: publish.conversations_changed([message.conversation_id]))
    return bool(changed)
