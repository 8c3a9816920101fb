"""Who waits longest, whatever came and in which order."""

from datetime import UTC, datetime, timedelta

import pytest

from whatsapp.conversations.listing import WAITING_FIRST, Wanted, list_conversations
from whatsapp.models import Contact, Conversation, Message

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


@pytest.fixture
def chat(number, time_machine):
    """A customer's thread: (minutes after noon, direction, facts), stored in the order in which it is given."""
    time_machine.move_to(NOON + timedelta(hours=2), tick=False)

    def chat(name: str, *told: tuple, **facts: object) -> Conversation:
        conversation = Conversation.objects.create(
            number=number,
            contact=Contact.objects.create(bsuid=f"SA.{name}"),
            customer_name=name,
            **{"last_message_at": NOON, "last_inbound_at": NOON} | facts,
        )
        for n, (minute, direction, *more) in enumerate(told):
            is_ours = direction == "outgoing"
            message = {
                "status": "sent" if is_ours else "received",
                "origin": "team" if is_ours else "customer",
                "whatsapp_message_id": f"{name}{n}",
            }
            Message.objects.create(
                conversation=conversation,
                number=number,
                direction=direction,
                created_at=NOON + timedelta(minutes=minute),
                **message | dict(*more),
            )
        return conversation

    return chat


def waiting() -> list[tuple[str, int]]:
    page = list_conversations(Conversation.objects.all(), Wanted(order=WAITING_FIRST), me=None)
    return [(row.customer_name, (row.waiting_since - NOON).seconds // 60) for row in page.rows]


IN, OUT = "incoming", "outgoing"


def test_the_first_unanswered_message_counts_in_whatever_order_they_came(chat) -> None:
    chat("latest", (60, IN), (50, IN))
    chat("answered once", (30, IN), (10, OUT), (20, IN), (0, IN))
    chat("answered", (5, IN), (6, OUT))
    chat("its answer came first", (6, OUT), (5, IN))
    chat("only a reaction", (3, IN), (4, OUT, {"message_type": "reaction"}))
    chat("it failed", (2, IN), (3, OUT, {"status": "failed"}), (40, IN))
    chat("first", (1, IN))
    chat("nothing")
    assert waiting() == [
        ("first", 1),
        ("it failed", 2),
        ("only a reaction", 3),
        ("answered once", 20),
        ("latest", 50),
    ]


def test_who_asks_for_nothing_or_gets_nothing_does_not_wait(chat, django_assert_num_queries) -> None:
    week = NOON - timedelta(days=7)
    chat("a week ago", (0, IN), last_message_at=week, last_inbound_at=week)
    chat("closed", (0, IN), status="resolved")
    chat("blocked", (0, IN), blocked_at=NOON)
    chat("taken back", (0, IN, {"revoked_at": NOON}))
    chat("imported", (0, IN, {"origin": "history"}))
    chat("a new number", (0, IN, {"message_type": "system"}))
    chat("we talked", (0, IN, {"message_type": "call", "content": "2:03"}))
    chat("they rang", (9, IN, {"message_type": "call"}))
    with django_assert_num_queries(2):
        assert waiting() == [("they rang", 9)]
