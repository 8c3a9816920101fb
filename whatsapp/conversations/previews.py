"""What the list of conversations shows of the latest message."""

from whatsapp.models import Conversation, Message
from whatsapp.models.conversations import PREVIEW_LENGTH


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
