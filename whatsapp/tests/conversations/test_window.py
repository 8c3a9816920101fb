"""The 72 hours after an ad in which everything is free."""

from datetime import UTC, datetime, timedelta

import pytest

from whatsapp.conversations.window import free_until
from whatsapp.models import Message

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


@pytest.fixture
def answered(conversation):
    def answered(hours_ago: float, price: str = "free_entry_point") -> datetime:
        at = NOW - timedelta(hours=hours_ago)
        Message.objects.create(
            conversation=conversation,
            number_id=conversation.number_id,
            direction="outgoing",
            status="delivered",
            whatsapp_message_id=f"wamid.{hours_ago}",
            price_type=price,
            created_at=at,
        )
        return at

    return answered


def test_it_begins_with_the_first_free_answer_and_lasts_72_hours(conversation, answered):
    assert free_until(conversation, NOW) is None
    first = answered(70)
    answered(2)
    assert free_until(conversation, NOW) == first + timedelta(hours=72)
    assert free_until(conversation, NOW + timedelta(hours=3)) is None


def test_an_answer_of_another_price_begins_nothing(conversation, answered):
    answered(1, "regular")
    assert free_until(conversation, NOW) is None


def test_a_second_ad_begins_a_window_of_its_own(conversation, answered):
    answered(100)
    answered(40)  # the last free one of the first
    second = answered(20)
    assert free_until(conversation, NOW) == second + timedelta(hours=72)
