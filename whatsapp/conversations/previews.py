"""What the list of conversations shows of the latest message."""

from whatsapp.models import Conversation, Message
from whatsapp.models.conversations import PREVIEW_LENGTH

REVOKED = "revoke"
"""Stands in the list as the type of a deleted latest message: of its text, nothing is shown."""
NO_BUBBLES = ("system", Message.REACTION)
"""What happened to the chat itself, or goes with another message, is nothing to show there."""


def show_as_latest(conversation: Conversation, message: Message) -> None:
    """Call it in the transaction that stores a new outgoing message."""
    conversation.last_message = message.content[:PREVIEW_LENGTH]
    conversation.last_message_type = message.message_type
    conversation.last_message_direction = message.direction
    conversation.last_message_at = message.created_at
    conversation.save(
        update_fields=[
            "last_message",
            "last_message_type",
            "last_message_direction",
            "last_message_at",
            "updated_at",
        ]
    )


def show_what_is_left(conversation: Conversation) -> None:
    """Call it in the transaction that takes the latest message away."""
    bubbles = conversation.messages.exclude(message_type__in=NO_BUBBLES)
    latest = bubbles.order_by("-created_at", "-pk").first()
    if latest is None:
        latest = Message(created_at=conversation.last_message_at, message_type="", direction="")
    elif latest.revoked_at:
        latest.content, latest.message_type = "", REVOKED
    show_as_latest(conversation, latest)
