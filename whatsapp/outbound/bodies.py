"""From a row to what goes on the wire."""

from whatsapp.cloud_api import outgoing
from whatsapp.models import Message


def body_of(message: Message) -> outgoing.Json:
    """What is not a plain text lies in the payload, under the name of its kind, as it will be sent."""
    contact, kind = message.conversation.contact, message.message_type
    return outgoing.message(
        kind,
        message.payload[kind] if kind in message.payload else outgoing.text(message.content),
        to=outgoing.recipient(phone=contact.phone or contact.wa_id, bsuid=contact.bsuid),
        callback_data=str(message.uuid),
        quoted_wamid=message.quoted_wamid,
    )
