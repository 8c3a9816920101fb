"""What the list of conversations shows of the latest that happened: a message, or an emoji put on one.

The row of a conversation repeats it, so that the list reads one table. What arrives in order is shown as it comes;
after anything else `show_newest` looks again.
"""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Max, Q

from whatsapp.models import Conversation, Message, Reaction
from whatsapp.models.conversations import PREVIEW_LENGTH

REVOKED = "revoke"
"""Stands in the list as the type of a deleted latest message: of its text, nothing is shown."""

REACTED = "reaction"
"""Stands in the list as the type of a reaction: its emoji is the text."""

COLUMNS = ("last_message", "last_message_type", "last_message_direction", "last_message_at")

NO_BUBBLE = Q(message_type="system", direction="incoming") | Q(message_type=Message.REACTION)
"""About the chat itself, or on its way to another message: nothing to show there."""


def show_as_latest(conversation: Conversation, message: Message) -> None:
    """Call it in the transaction that stores a new outgoing message."""
    _show(conversation, *shown(message), message.direction, message.created_at)


def shown(message: Message) -> tuple[str, str]:
    """A message in the list: its text and type."""
    if message.revoked_at:
        return "", REVOKED
    return message.content[:PREVIEW_LENGTH], message.message_type


def show_newest(conversation_ids: Collection[int]) -> None:
    """From the tables, whatever came in which order. Call it in the transaction that made it necessary.

    Of a message and a reaction in the same second, the message.
    """
    chosen = Conversation.objects.select_for_update().filter(pk__in=conversation_ids)
    for conversation in chosen.order_by("pk"):
        message = conversation.messages.exclude(NO_BUBBLE).order_by("-created_at", "-pk").first()
        reaction = _newest_reaction(conversation)
        if reaction is not None and (message is None or reaction.at > message.created_at):
            direction = Message.Direction.INCOMING if reaction.contact_id else Message.Direction.OUTGOING
            _show(conversation, reaction.wanted, REACTED, direction, reaction.at)
        elif message is not None:
            _show(conversation, *shown(message), message.direction, message.created_at)
        else:
            _show(conversation, "", "", "", _last_stir(conversation) or conversation.last_message_at)


def _newest_reaction(conversation: Conversation) -> Reaction | None:
    """Of those that were not taken back."""
    put = conversation.reactions.exclude(emoji="", attempt=None).select_related("attempt")
    return next((reaction for reaction in put.order_by("-at", "-wamid") if reaction.wanted), None)


def _last_stir(conversation: Conversation) -> datetime | None:
    """A conversation that shows nothing stands in the list where something last happened in it."""
    line = conversation.messages.aggregate(at=Max("created_at"))["at"]
    reaction = conversation.reactions.aggregate(at=Max("at"))["at"]
    return max((at for at in (line, reaction) if at), default=None)


def _show(conversation: Conversation, text: str, kind: str, direction: str, at: datetime) -> None:
    for column, value in zip(COLUMNS, (text, kind, direction, at), strict=True):
        setattr(conversation, column, value)
    conversation.save(update_fields=[*COLUMNS, "updated_at"])
