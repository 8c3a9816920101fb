"""Puts outgoing messages into the database of the environment: one for each wamid on standard input."""

import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from django.utils import timezone  # noqa: E402

from whatsapp.models import Contact, Conversation, Message  # noqa: E402
from whatsapp.outbound.channel import ensure_configured_number  # noqa: E402


def main() -> None:
    number = ensure_configured_number()
    assert number is not None
    contact = Contact.objects.create(phone="201000000000", wa_id="201000000000")
    conversation = Conversation.objects.create(number=number, contact=contact)
    Message.objects.bulk_create(
        Message(
            conversation=conversation,
            number=number,
            direction="outgoing",
            status="accepted",
            content="تم",
            whatsapp_message_id=wamid,
            created_at=timezone.now(),
        )
        for wamid in sys.stdin.read().split(",")
        if wamid
    )


main()
