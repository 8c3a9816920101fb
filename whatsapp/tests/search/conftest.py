from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from whatsapp.models import Contact, Conversation, Message
from whatsapp.search.finding import find_conversations, find_messages
from whatsapp.search.keeping import index_waiting
from whatsapp.search.tokens import asked, asked_of_people
from whatsapp.tests.wire import noon

Say = Callable[..., Message]


@pytest.fixture
def say(conversation: Conversation) -> Say:
    """A message of the conversation: each is a second later than the one before."""

    def say(text: str, at: datetime | None = None, **facts: object) -> Message:
        chat = facts.pop("conversation", conversation)
        facts = {"direction": "incoming", "status": "received"} | facts
        at = at or noon() + timedelta(seconds=Message.objects.count())
        return Message.objects.create(
            conversation=chat, number_id=chat.number_id, content=text, created_at=at, **facts
        )

    return say


@pytest.fixture(params=["beyond the mark", "indexed"])
def settle(request: pytest.FixtureRequest) -> Callable[[], None]:
    """What was written is in the index by now, or not yet: nobody who searches may notice."""
    return (lambda: None) if request.param == "beyond the mark" else (lambda: [*iter(index_waiting, 0)])


def texts(typed: str, **more: object) -> list[str]:
    """What is found, newest first."""
    return [
        message.content for message in find_messages(asked(typed), Conversation.objects.all(), **more).rows
    ]


def names(typed: str) -> set[str]:
    """Contacts who are found by their names and numbers."""
    found = find_conversations(asked_of_people(typed))
    return set(Contact.objects.filter(conversations__in=found).values_list("name", flat=True))
