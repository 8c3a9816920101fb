"""Tells the simulator what the inbox remembers, so that both sides of a conversation know the same past."""

from typing import cast

from django.db.models import QuerySet

from whatsapp.cloud_api.notifications.contents import MEDIA
from whatsapp.models import Conversation, Message
from whatsapp.simulator.customers import Customer as Phone
from whatsapp.simulator.lines import Direction
from whatsapp.simulator.meta import Meta

from .files import SAMPLES, drawn
from .story import STORY

Past = tuple[Direction, str, float, str]
"""direction, text, unix seconds, wamid: as the simulator remembers."""


def fill(meta: Meta) -> None:
    """The story's customers, with all texts that passed between them and us, and their files.

    Knows again what it has told. Read from the database and not from the story: the times are those of the
    first start, and a simulator that lost its memory learns what was said since.
    """
    for customer in STORY:
        there = meta.customer_of(customer.bsuid) or meta.add_customer(
            customer.name,
            phone=customer.phone,
            username=customer.username or None,
            bsuid=customer.bsuid,
            chatty=customer.chatty,
        )
        meta.remember(there, _past(customer.bsuid), unread=_unread(customer.bsuid))
        for message in _media(customer.bsuid):
            if message.whatsapp_message_id not in meta.lines:
                _remember_file(meta, there, message)


def _unread(bsuid: str) -> int:
    chats = Conversation.objects.filter(contact__bsuid=bsuid)
    return sum(chats.values_list("unread_count", flat=True))


def _media(bsuid: str) -> QuerySet[Message]:
    return Message.objects.filter(
        conversation__contact__bsuid=bsuid, message_type__in=MEDIA, whatsapp_message_id__isnull=False
    )


def _remember_file(meta: Meta, customer: Phone, message: Message) -> None:
    """The story's own files, under the ids that its webhooks gave them; of others nobody has the bytes."""
    body = message.payload.get(message.message_type, {})
    file = next((f for f in map(drawn, SAMPLES) if f.media_id == body.get("id")), None)
    if file is not None:
        at = message.created_at.timestamp()
        meta.remember_file(customer, message.whatsapp_message_id or "", body, file.data, at=at)


def _past(bsuid: str) -> list[Past]:
    """Not what failed: the customer never saw it."""
    said = Message.objects.filter(
        conversation__contact__bsuid=bsuid, message_type="text", whatsapp_message_id__isnull=False
    )
    said = said.exclude(status=Message.Status.FAILED).order_by("created_at", "pk")
    return [
        (cast(Direction, m.direction), m.content, m.created_at.timestamp(), m.whatsapp_message_id or "")
        for m in said
    ]
