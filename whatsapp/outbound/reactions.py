"""The emoji that our side puts on a message. Each side has one, so the last one asked for holds.

It is sent by a row of the outbox like any message (see docs/decisions.md), which nobody sees as a bubble: the
`attempt` of our reaction.
"""

import uuid
from datetime import timedelta

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from whatsapp.cloud_api import outgoing
from whatsapp.cloud_api.emoji import is_emoji
from whatsapp.cloud_api.limits import MAX_REACTION_DAYS
from whatsapp.conversations.previews import show_newest
from whatsapp.models import Message, Reaction
from whatsapp.realtime import publish, wake

from .client_ids import lock
from .compose import OUTBOX, InvalidMessage, refuse_blocked, require_window


def may_be_reacted_to(message: Message) -> bool:
    """Meta has it, its author has not deleted it, and it is young enough."""
    too_old = message.created_at < timezone.now() - timedelta(days=MAX_REACTION_DAYS)
    return bool(message.whatsapp_message_id) and message.revoked_at is None and not too_old


def react(message: Message, emoji: str, *, by: AbstractBaseUser | None) -> bool:
    """Puts our emoji on the message; an empty one takes it back. False when that is how it stands already.

    Raises InvalidMessage, CustomerBlocked, WindowClosed.
    """
    if emoji and not is_emoji(emoji):
        raise InvalidMessage(_("A reaction is one emoji."))
    if not message.whatsapp_message_id:
        raise InvalidMessage(_("WhatsApp does not have this message yet. Wait for its first tick."))
    with transaction.atomic():
        lock(message.conversation)
        ours = _ours(message)
        attempt = ours.attempt
        if emoji == ours.wanted and not (attempt and attempt.status == Message.Status.UNKNOWN):
            return _forget_failure(ours)
        _require_reach(message)
        ours.emoji, ours.at = ours.wanted, timezone.now()
        ours.attempt = _write(message, emoji, by)
        ours.conversation_id = message.conversation_id
        ours.save(update_fields=["emoji", "at", "attempt", "conversation"])
        show_newest([message.conversation_id])
        transaction.on_commit(lambda: publish.conversations_changed([message.conversation_id]))
        transaction.on_commit(lambda: wake.ring(OUTBOX))
    return True


def _ours(message: Message) -> Reaction:
    """The row of our reaction, locked: two agents who react at once do so one after the other."""
    key = {
        "number_id": message.number_id,
        "target_wamid": message.whatsapp_message_id or "",
        "contact": None,
    }
    row, _new = Reaction.objects.get_or_create(**key, defaults={"at": timezone.now()})
    return Reaction.objects.select_for_update(of=("self",)).select_related("attempt").get(pk=row.pk)


def _require_reach(message: Message) -> None:
    if not may_be_reacted_to(message):
        raise InvalidMessage(
            _("WhatsApp takes reactions only on messages of the last %(days)d days that were not deleted.")
            % {"days": MAX_REACTION_DAYS}
        )
    refuse_blocked(message.conversation)
    require_window(message.conversation)


def _forget_failure(ours: Reaction) -> bool:
    """Who asks for what stands anyway has seen that the last attempt failed."""
    if ours.attempt and ours.attempt.status == Message.Status.FAILED:
        ours.attempt = None
        ours.save(update_fields=["attempt"])
        if ours.conversation_id:
            show_newest([ours.conversation_id])
        return True
    return False


def _write(message: Message, emoji: str, by: AbstractBaseUser | None) -> Message:
    return Message.objects.create(
        conversation_id=message.conversation_id,
        number_id=message.number_id,
        message_type=Message.REACTION,
        content=emoji,
        payload={Message.REACTION: outgoing.reaction(message.whatsapp_message_id or "", emoji)},
        direction=Message.Direction.OUTGOING,
        status=Message.Status.PENDING,
        sent_by_id=by.pk if by else None,
        uuid=uuid.uuid4(),
        created_at=timezone.now(),
    )
