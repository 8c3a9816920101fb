"""Meta promises at least once, and no order: whatever comes how often and when, the end is the same."""

import uuid
from collections.abc import Sequence
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from whatsapp.cloud_api.client import Accepted
from whatsapp.conversations.delivery import Step
from whatsapp.inbound.keep import keep_and_apply
from whatsapp.models import Contact, Conversation, Message, WaitingStatus
from whatsapp.outbound import outbox
from whatsapp.tests.wire import AMAL, SAAD, Customer, Json, noon, status, text, told

OUR_UUID = uuid.UUID(int=7)
WAYS_TO_NAME_AMAL = (AMAL, Customer(phone=AMAL.phone), Customer(bsuid=AMAL.bsuid))

TEXTS = [text(f"wamid.{n}", f"رسالة {n}", at=n, by=(*WAYS_TO_NAME_AMAL, SAAD)[n % 4]) for n in range(8)]
STATUSES = [
    status(wamid, word, at=at, code=131026 if word == "failed" else None, **more)
    for wamid, more in (
        ("wamid.accepted", {}),
        ("wamid.unanswered", {"biz_opaque_callback_data": str(OUR_UUID)}),
        ("wamid.overtaken", {}),
        ("wamid.of-another-app", {}),
    )
    for at, word in enumerate(("sent", "delivered", "read", "failed"))
]


@st.composite
def histories(draw: st.DrawFn) -> tuple[list[Json], list[list[bytes]]]:
    """Some updates in their order; and the same, some twice, in any order, cut into bodies and groups."""
    once = draw(st.lists(st.sampled_from(TEXTS + STATUSES), min_size=1, max_size=14, unique_by=str))
    once.sort(key=(TEXTS + STATUSES).index)
    again = draw(st.lists(st.sampled_from(once), max_size=6))
    shuffled = draw(st.permutations(once + again))
    bodies = [told(*part) for part in cut(draw, shuffled)]
    return once, cut(draw, bodies)


def cut(draw: st.DrawFn, items: Sequence[Any]) -> list[list[Any]]:
    places = sorted(draw(st.sets(st.integers(0, len(items)), max_size=4)))
    parts = [list(items[a:b]) for a, b in zip([0, *places], [*places, len(items)], strict=True)]
    return [part for part in parts if part]


def story(conversation: Conversation, groups: Sequence[Sequence[bytes]]) -> list[Any]:
    """Our side: three messages sent, of which Meta's answer to the last one comes after all of this."""
    for wamid, was, ours in (
        ("wamid.accepted", "accepted", None),
        (None, "unknown", OUR_UUID),
        (None, "sending", None),
    ):
        sent = Message.objects.create(
            conversation=conversation,
            number=conversation.number,
            direction="outgoing",
            status=was,
            whatsapp_message_id=wamid,
            uuid=ours,
            created_at=noon(),
        )
    for group in groups:
        keep_and_apply(group)
    outbox.settle(sent, Step("accepted", noon(), "wamid.overtaken"), Accepted("wamid.overtaken"))
    return what_is_so()


def what_is_so() -> list[Any]:
    of_messages = ("whatsapp_message_id", "conversation__contact__phone", "direction", "status", "content")
    of_times = ("created_at", "sent_at", "delivered_at", "read_at", "failed_at", "error_code")
    of_chats = ("contact__phone", "customer_name", "customer_phone", "unread_count", "status")
    of_previews = ("last_message", "last_message_direction", "last_message_at", "last_inbound_at")
    return [
        sorted(rows, key=str)
        for rows in (
            Message.objects.values_list(*of_messages, *of_times),
            Conversation.objects.filter(messages__direction="incoming")
            .distinct()
            .values_list(*of_chats, *of_previews),
            Contact.objects.values_list("phone", "wa_id", "bsuid", "name"),
            WaitingStatus.objects.values_list("wamid", "status", "at"),
        )
    ]


@pytest.mark.django_db
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(histories())
def test_any_order_any_repetition_and_any_split_end_the_same(
    conversation: Conversation, history: tuple[list[Json], list[list[bytes]]]
) -> None:
    Conversation.objects.update(last_message_at=noon(-60), last_inbound_at=noon(-60))
    once, groups = history
    ends = []
    for told_so in ([[told(update)] for update in once], groups):
        with transaction.atomic():
            ends.append(story(conversation, told_so))
            transaction.set_rollback(True)
    assert ends[0] == ends[1]
