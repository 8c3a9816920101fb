"""What the tests of the bubbles share: real messages, the page as a member sees it, and one bubble out of it."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.test import Client

from whatsapp.models import Contact, Message, Reaction
from whatsapp.tests.conftest import payload

from .conftest import HTMX
from .thread import address

NOW = datetime.now(UTC)


def wire(name: str) -> dict[str, Any]:
    """The message inside a real body."""
    value = json.loads(payload(name))["entry"][0]["changes"][0]["value"]
    return (value.get("messages") or value.get("message_echoes"))[0]


def interactive(kind: str, reply: object) -> dict[str, Any]:
    return {"interactive": {"type": kind, kind: reply}}


def said_to(client: Client, conversation: Any, language: str = "ar") -> str:
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    response = client.get(address(conversation), headers=HTMX)
    assert response.status_code == 200
    return response.content.decode()


def bubble(html: str, message: Message) -> str:
    """What the page shows of this message alone."""
    (_, shown) = html.split(f'id="message-{message.pk}"')
    return re.split(r'id="message-\d+"', shown)[0]


@contextmanager
def undone() -> Iterator[None]:
    """What happens inside has never happened for whoever comes next."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def react(message: Any, contact: Contact | None, emoji: str) -> None:
    Reaction.objects.create(
        number_id=message.number_id,
        conversation=message.conversation,
        target_wamid=message.whatsapp_message_id,
        contact=contact,
        emoji=emoji,
        wamid="wamid.r",
        at=NOW,
    )
