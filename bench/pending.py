"""Puts messages that wait to be sent into the database of the environment: one for each customer in turn.

python -m bench.pending MESSAGES CUSTOMERS
"""

import os
import sys
import uuid

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from django.utils import timezone  # noqa: E402

from whatsapp.models import Contact, Conversation, Message  # noqa: E402
from whatsapp.outbound.channel import ensure_configured_number  # noqa: E402


def main(messages: int, customers: int) -> None:
    number, now = ensure_configured_number(), timezone.now()
    assert number is not None
    threads = []
    for customer in range(customers):
        contact = Contact.objects.create(phone=f"9665{customer:07d}1", name=str(customer))
        threads.append(Conversation.objects.create(number=number, contact=contact, last_inbound_at=now))
    Message.objects.bulk_create(
        Message(
            conversation=threads[n % customers],
            number=number,
            direction="outgoing",
            status="pending",
            content=str(n),
            uuid=uuid.uuid4(),
            created_at=now,
        )
        for n in range(messages)
    )


main(*map(int, sys.argv[1:]))
