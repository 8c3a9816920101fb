from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest

from whatsapp.models import BusinessNumber, Contact, Conversation, Message

Write = Callable[..., Message]

HTMX = {"HX-Request": "true"}
REFRESH_OF_THREAD = {"HX-Request": "true", "HX-Target": "messages"}


@pytest.fixture
def unsaved(conversation: Conversation) -> Write:
    """A message of the conversation, dated `ago`, that is in no database yet."""
    numbers = count(1)

    def unsaved(text: str = "hello", *, ago: timedelta = timedelta(minutes=1), **facts: object) -> Message:
        thread = facts.pop("conversation", conversation)
        facts = {"direction": "incoming", "message_type": "text", "payload": {}} | facts
        facts.setdefault("status", "received" if facts["direction"] == "incoming" else "delivered")
        if facts["status"] not in ("pending", "sending", "unknown", "failed"):
            facts.setdefault("whatsapp_message_id", f"wamid.{next(numbers)}")
        at = datetime.now(UTC) - ago
        return Message(conversation=thread, number_id=thread.number_id, content=text, created_at=at, **facts)

    return unsaved


@pytest.fixture
def write(unsaved: Write) -> Write:
    """The same, written; the list's copy of it follows."""

    def write(text: str = "hello", **facts: object) -> Message:
        message = unsaved(text, **facts)
        message.save(force_insert=True)
        Conversation.objects.filter(pk=message.conversation_id).update(
            last_message=text,
            last_message_type=message.message_type,
            last_message_direction=message.direction,
            last_message_at=message.created_at,
        )
        return message

    return write


@pytest.fixture
def someone(number: BusinessNumber) -> Callable[..., Conversation]:
    """Another customer's conversation."""

    def make(name: str, phone: str | None, **facts: object) -> Conversation:
        contact = Contact.objects.create(phone=phone, bsuid=f"SA.{name}", name=name)
        facts = {"customer_name": name, "last_message": "hi", "last_message_type": "text"} | facts
        return Conversation.objects.create(number=number, contact=contact, customer_phone=phone, **facts)

    return make
