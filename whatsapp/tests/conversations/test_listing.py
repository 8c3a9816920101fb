"""The list by pieces, in every order: nothing is missing or twice, however deep somebody scrolls."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from whatsapp.conversations import listing
from whatsapp.conversations.listing import OPEN, Wanted, begun, list_conversations
from whatsapp.models import Contact, Conversation, Label, Message


@pytest.fixture
def eleven(number) -> list[str]:
    """Who waits since n minutes, two of them always at the same moment."""
    now = timezone.now()
    for n in range(11):
        at = now - timedelta(minutes=n // 2)
        chat = Conversation.objects.create(
            number=number,
            contact=Contact.objects.create(bsuid=f"SA.{n}"),
            customer_name=str(n),
            last_message_at=at,
            last_inbound_at=at,
        )
        Message.objects.create(
            conversation=chat,
            number=number,
            direction="incoming",
            status="received",
            origin="customer",
            whatsapp_message_id=f"wamid.{n}",
            created_at=at,
        )
    return [str(n) for n in range(11)]


def listed(wanted: Wanted, **piece: object):
    return list_conversations(Conversation.objects.all(), wanted, me=None, **{"size": 3} | piece)


def names(page) -> list[str]:
    return [row.customer_name for row in page.rows]


@pytest.mark.parametrize("order", ["", "closing", "waiting"])
def test_pages_follow_each_other_in_every_order(eleven, order) -> None:
    pages = [listed(Wanted(order=order))]
    while pages[-1].next:
        pages.append(listed(Wanted(order=order), cursor=pages[-1].next))
    told = [names(page) for page in pages]
    assert [len(page) for page in told] == [3, 3, 3, 2]
    whole = names(listed(Wanted(order=order), size=50))
    assert [name for page in told for name in page] == whole
    assert sorted(whole) == sorted(eleven)
    ages = [int(name) // 2 for name in whole]
    assert ages == sorted(ages, reverse=bool(order))


@pytest.mark.parametrize("order", ["", "closing", "waiting"])
def test_a_piece_asked_for_again_ends_where_the_next_begins(eleven, order) -> None:
    first = listed(Wanted(order=order))
    second = listed(Wanted(order=order), cursor=first.next)
    again = listed(Wanted(order=order), cursor=first.next, until=second.next, size=50)
    assert names(again) == names(second)
    assert names(listed(Wanted(order=order), until=first.next, size=50)) == names(first)


def test_what_moves_up_comes_into_the_first_piece_and_leaves_its_own(eleven) -> None:
    first = listed(Wanted())
    second = listed(Wanted(), cursor=first.next)
    moved = second.rows[1]
    Conversation.objects.filter(pk=moved.pk).update(last_message_at=timezone.now())
    assert names(listed(Wanted(), until=first.next, size=50)) == [moved.customer_name, *names(first)]
    rest = listed(Wanted(), cursor=first.next, until=second.next, size=50)
    assert names(rest) == [name for name in names(second) if name != moved.customer_name]


@pytest.mark.parametrize("many", [1, 5, 6])
def test_a_label_on_many_chats_lists_them_as_a_rare_one_does(eleven, monkeypatch, many) -> None:
    monkeypatch.setattr(listing, "MANY", many)
    vip, other = (Label.objects.create(name=name) for name in ("vip", "other"))
    for chat in Conversation.objects.all():
        chat.labels.add(other, *[vip] * (int(chat.customer_name) % 2 == 0))
    Conversation.objects.filter(customer_name="4").update(status="resolved")
    with CaptureQueriesContext(connection) as asked:
        first = listed(Wanted(label=vip.pk, status=OPEN))
    assert ("EXISTS(SELECT 1" in asked.captured_queries[-1]["sql"]) is (many < 6)
    rest = listed(Wanted(label=vip.pk, status=OPEN), cursor=first.next)
    assert [*names(first), *names(rest)] == ["0", "2", "6", "8", "10"]
    assert names(listed(Wanted(label=vip.pk), size=9)) == ["0", "2", "4", "6", "8", "10"]


def test_the_list_of_open_chats_never_looks_at_the_resolved_ones(number) -> None:
    """As the first page asks, and as a refresh deep down does: found and ordered by one index."""
    if connection.vendor != "sqlite":
        pytest.skip("the planner of PostgreSQL has no need of an index for no rows")
    keys = {"cursor": "MjAyNi0xMS0yM1QxMjowMDowMCswMDowMCA1", "until": "MjAyNi0xMS0yMlQxMjowMDowMCswMDowMCA1"}
    for piece in ({}, keys):
        asked = Explained()
        with connection.execute_wrapper(asked):
            list_conversations(begun(Conversation.objects.all()), Wanted(status=OPEN), me=None, **piece)
        (plan,) = asked.plans
        assert "USING INDEX conversations_open_latest" in plan
        assert "B-TREE" not in plan, "it is read in order"


class Explained:
    """Asks SQLite how it would answer each query of the list."""

    def __init__(self) -> None:
        self.plans: list[str] = []

    def __call__(self, execute, sql, params, many, context):
        steps = connection.connection.execute("EXPLAIN QUERY PLAN " + sql.replace("%s", "?"), params)
        self.plans.append("\n".join(step[-1] for step in steps))
        return execute(sql, params, many, context)
