"""Customers who get another number or user id stay the same person, with the same conversation."""

from datetime import timedelta

import pytest

from whatsapp.models import (
    AuditEntry,
    BusinessNumber,
    Contact,
    Conversation,
    FormerIdentity,
    MergeRequest,
    Message,
)
from whatsapp.tests.wire import Customer, noon

from .updates import moves, reacts, says, take, take_each

pytestmark = pytest.mark.django_db

OLD = Customer("966550000001", "SA.1", "أمل")
NEW = Customer("966550000002", "SA.2", "أمل")
HIDDEN = Customer(bsuid="SA.3")
BRAZIL, BRAZIL_WITHOUT_NINE = Customer("5511987654321"), Customer("551187654321")


def only() -> Contact:
    return Contact.objects.get()


def test_the_conversation_moves_with_the_person(number: BusinessNumber) -> None:
    take(says("wamid.1", by=OLD))
    applied = take(moves("wamid.s", OLD, NEW, at=10))
    take(says("wamid.2", at=20, by=NEW))
    assert (only().bsuid, only().phone, only().wa_id) == ("SA.2", NEW.phone, NEW.phone)
    chat = Conversation.objects.get()
    assert (chat.customer_phone, chat.unread_count) == (NEW.phone, 2)
    assert applied.conversation_ids == {chat.pk}
    assert set(FormerIdentity.objects.values_list("kind", "value", "until")) == {
        ("bsuid", "SA.1", noon(10)), ("wa_id", OLD.phone, noon(10)), ("phone", OLD.phone, noon(10)),
    }  # fmt: skip


def test_it_is_one_line_in_the_thread_and_nothing_unread(number: BusinessNumber) -> None:
    take(says("wamid.1", by=OLD, text="hello"))
    take(moves("wamid.s", OLD, NEW, at=10))
    take(moves("wamid.s", OLD, NEW, at=10))
    line = Message.objects.get(message_type="system")
    chat = Conversation.objects.get()
    assert (line.origin, line.created_at, line.conversation) == ("customer", noon(10), chat)
    assert (chat.unread_count, chat.last_message, chat.last_inbound_at) == (1, "hello", noon(0))


def test_late_messages_under_the_old_name_find_the_person(number: BusinessNumber) -> None:
    take(moves("wamid.s", OLD, NEW, at=10))
    take(says("wamid.1", at=5, by=OLD), says("wamid.2", at=6, by=Customer(OLD.phone)))
    assert only().bsuid == "SA.2"
    assert Conversation.objects.get().unread_count == 2


def test_late_messages_are_found_in_any_spelling_of_the_number(number: BusinessNumber) -> None:
    take(says("wamid.1", by=BRAZIL), moves("wamid.s", BRAZIL, NEW, at=10))
    take(says("wamid.2", at=5, by=BRAZIL_WITHOUT_NINE))
    assert only().phone == NEW.phone


def test_who_gets_the_number_later_is_somebody_else(number: BusinessNumber) -> None:
    """Telephone companies give a number away again; what its new owner writes is not for the old one's thread."""
    take(says("wamid.1", by=OLD), moves("wamid.s", OLD, NEW, at=10))
    take(says("wamid.2", at=int(timedelta(days=90).total_seconds()), by=Customer(OLD.phone, "SA.77", "سعد")))
    assert Contact.objects.count() == Conversation.objects.count() == 2


def test_the_news_that_the_number_changed_does_not_take_its_new_owner_along(number: BusinessNumber) -> None:
    take(says("wamid.2", at=99, by=Customer(OLD.phone, "SA.77")))
    take(moves("wamid.s", OLD, NEW, at=10))
    assert Contact.objects.get(phone=OLD.phone).bsuid == "SA.77"
    assert Contact.objects.get(phone=NEW.phone).bsuid == "SA.2"


def test_a_hidden_number_takes_the_old_one_away(number: BusinessNumber) -> None:
    """A new user id means a new number: the old one may be a stranger's by now, and gets no message of ours."""
    take(says("wamid.1", by=OLD), moves("wamid.s", Customer(bsuid="SA.1"), HIDDEN, at=10))
    assert (only().bsuid, only().phone, only().wa_id) == ("SA.3", None, None)
    assert Conversation.objects.get().customer_phone is None


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_two_changes_in_any_order_end_at_the_second(number: BusinessNumber, order: tuple[int]) -> None:
    take(says("wamid.1", by=OLD))
    changes = [moves("wamid.s1", OLD, NEW, at=10), moves("wamid.s2", NEW, HIDDEN, at=20)]
    take_each([changes[n] for n in order])
    assert (only().bsuid, only().phone) == ("SA.3", None)
    assert Message.objects.filter(message_type="system").count() == 2


def test_who_is_there_twice_only_because_the_news_came_late_becomes_one(number: BusinessNumber) -> None:
    take(says("wamid.1", by=OLD, text="one"), says("wamid.2", at=20, by=NEW, text="two"))
    take(reacts("wamid.k", "wamid.1", "👍", at=21, by=NEW))
    assert Contact.objects.count() == 2
    take(moves("wamid.s", OLD, NEW, at=10))
    chat = Conversation.objects.get()
    assert (only().bsuid, chat.contact, chat.unread_count, chat.last_message) == ("SA.2", only(), 2, "👍")
    assert (chat.last_inbound_at, chat.messages.count()) == (noon(21), 3)
    assert AuditEntry.objects.get(verb="merged").by is None
    assert not MergeRequest.objects.exists()


def test_of_two_with_a_past_of_their_own_a_manager_is_asked_once(number: BusinessNumber) -> None:
    take(says("wamid.1", by=OLD), says("wamid.2", at=5, by=NEW))
    for _ in range(2):
        take(moves("wamid.s", OLD, NEW, at=10))
    asked = MergeRequest.objects.get()
    assert (asked.kept.bsuid, asked.other.bsuid, asked.settled_at) == ("SA.1", "SA.2", None)
    assert Contact.objects.count() == 2


def test_a_change_of_somebody_whom_we_never_met_is_remembered(number: BusinessNumber) -> None:
    take(moves("wamid.s", OLD, NEW, at=10))
    assert only().bsuid == "SA.2"
    take(says("wamid.1", at=5, by=Customer(bsuid="SA.1")))
    assert only().conversations.get().messages.count() == 2


def test_a_change_from_nobody_or_to_nobody_is_a_line_and_no_more(number: BusinessNumber) -> None:
    take(says("wamid.1", by=OLD))
    take(moves("wamid.s1", OLD, Customer(), at=10), moves("wamid.s2", Customer(), OLD, at=11))
    assert only().bsuid == "SA.1"
    assert Message.objects.filter(message_type="system").count() == 2
