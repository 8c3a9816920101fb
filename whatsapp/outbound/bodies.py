"""From a row to what goes on the wire."""

from typing import Any

from whatsapp.cloud_api import outgoing
from whatsapp.models import Message

from .files import MEDIA, uploaded
from .template_files import with_media_ids


def body_of(message: Message) -> outgoing.Json:
    """What is no text lies in the payload, under the name of its kind, as it will be sent. A file goes up first,
    where Meta does not have it. Raises CannotUse, Refused, NoAnswer or NotSent.
    """
    # First, since it may find that a film is only a sound.
    content = _said(message)
    contact = message.conversation.contact
    return outgoing.message(
        message.message_type,
        content,
        to=outgoing.recipient(phone=contact.phone or contact.wa_id, bsuid=contact.bsuid),
        callback_data=str(message.uuid),
        quoted_wamid=message.quoted_wamid,
    )


def _said(message: Message) -> Any:
    kind = message.message_type
    if kind in MEDIA:
        return uploaded(message)
    if kind == "template" and kind in message.payload:
        return with_media_ids(message)
    return message.payload[kind] if kind in message.payload else outgoing.text(message.content)
