from datetime import timedelta

import pytest
from django.db import IntegrityError

from whatsapp.conversations.merging import merge
from whatsapp.models import AuditEntry, Conversation, Message, ScheduledMessage
from whatsapp.outbound import later, outbox
from whatsapp.outbound.compose import InvalidMessage, WindowClosed
from whatsapp.outbound.later import InvalidTime, NotScheduled, WindowIsOpen

from .conftest import NOON, all_together_after, at_once, write

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(sara, agent):
    """A message for later, to Sara unless somebody else is named."""

    def plan(text="later", *, to=sara, hours=2.0, unless=False, **more):
        to.refresh_from_db()
        at = NOON + timedelta(hours=hours)
        return later.schedule(to, text, at=at, unless_customer_writes=unless, by=agent, **more)

    return plan


def sent(wire):
    return [post["text"]["body"] for post in wire.posts]


def test_it_is_sent_when_its_time_has_come_and_not_before(plan, wire, clock, agent):
    plan("صباح الخير")
    clock.pass_by(hours=1, minutes=59)
    assert later.send_due() == 0
    clock.pass_by(minutes=1)
    assert later.send_due() == 1
    outbox.send_waiting()
    message = Message.objects.get(direction="outgoing")
    assert (sent(wire), message.status, message.sent_by) == (["صباح الخير"], "accepted", agent)
    assert message.created_at == NOON + timedelta(hours=2)
    assert not ScheduledMessage.objects.exists()
    assert set(AuditEntry.objects.values_list("verb", flat=True)) == {"scheduled", "sent as scheduled"}


def test_it_holds_up_nobody_and_comes_behind_what_was_written_before_its_time(plan, sara, wire, clock):
    plan("planned first, sent last")
    write(sara, "now")
    assert outbox.send_waiting() == 1
    clock.pass_by(hours=1)
    write(sara, "an hour later")
    assert outbox.send_waiting() == 1
    clock.pass_by(hours=1)
    later.send_due()
    outbox.send_waiting()
    assert sent(wire) == ["now", "an hour later", "planned first, sent last"]


def test_those_of_one_moment_go_in_the_order_in_which_they_were_planned(plan, wire, clock):
    for text in ("2", "3"):
        plan(text, hours=3)
    plan("1", hours=2)
    clock.pass_by(hours=4)
    assert later.send_due() == 3
    outbox.send_waiting()
    assert sent(wire) == ["1", "2", "3"]


def test_outside_the_window_it_fails_in_words_instead_of_being_sent(plan, wire, clock):
    assert not plan(hours=25).fits_the_window
    clock.pass_by(hours=25)
    later.send_due()
    outbox.send_waiting()
    message = Message.objects.get(direction="outgoing")
    assert (message.status, message.error_code, wire.posts) == ("failed", 131047, [])


def test_it_goes_when_the_customer_has_opened_the_window_again(plan, wire, clock, meta, sara):
    plan(hours=25)
    clock.pass_by(hours=2)
    meta.customer_writes(meta.customer_of(sara.contact.bsuid), "شكراً")
    meta.due()
    clock.pass_by(hours=23)
    later.send_due()
    outbox.send_waiting()
    assert len(wire.posts) == 1


def test_it_is_cancelled_when_the_customer_writes_first_and_shown_so_at_once(plan, wire, clock, meta, sara):
    reminder, regardless = plan("a reminder", unless=True), plan("in any case")
    clock.pass_by(hours=1)
    meta.customer_writes(meta.customer_of(sara.contact.bsuid), "وصل، شكراً")
    meta.due()
    reminder = ScheduledMessage.objects.select_related("conversation").get(pk=reminder.pk)
    assert (reminder.is_cancelled, reminder.cancelled_at) == (True, None)
    clock.pass_by(hours=1)
    assert later.send_due() == 1
    outbox.send_waiting()
    assert sent(wire) == ["in any case"]
    assert ScheduledMessage.objects.get().cancelled_at is not None
    assert AuditEntry.objects.get(verb="cancelled").by is None
    assert later.send_due() == 0
    assert regardless.pk != reminder.pk


def test_who_changes_it_has_read_what_the_customer_wrote_until_then(plan, wire, clock, meta, sara, agent):
    reminder = plan("a reminder", unless=True)
    clock.pass_by(hours=1)
    meta.customer_writes(meta.customer_of(sara.contact.bsuid), "لحظة")
    meta.due()
    at = NOON + timedelta(hours=3)
    later.reschedule(reminder, "another reminder", at=at, unless_customer_writes=True, by=agent)
    clock.pass_by(hours=2)
    assert later.send_due() == 1
    outbox.send_waiting()
    assert sent(wire) == ["another reminder"]


def test_a_cancelled_one_is_never_sent(plan, wire, clock, agent):
    planned = plan()
    later.cancel(planned, by=agent)
    clock.pass_by(hours=3)
    assert later.send_due() == 0
    for verb in (later.cancel, later.send_now):
        with pytest.raises(NotScheduled):
            verb(planned, by=agent)
    assert not ScheduledMessage.objects.exists()


def test_it_can_be_sent_now_but_not_through_a_closed_window(plan, wire, clock, agent, manager):
    first, second = plan("now"), plan("too late", hours=30)
    assert later.send_now(first, by=manager).sent_by == agent
    outbox.send_waiting()
    assert sent(wire) == ["now"]
    clock.pass_by(hours=25)
    with pytest.raises(WindowClosed):
        later.send_now(second, by=manager)
    assert ScheduledMessage.objects.get() == second


def test_a_time_that_is_past_or_years_ahead_and_an_empty_text_are_refused(plan):
    for hours in (0, -1, 24 * 366):
        with pytest.raises(InvalidTime):
            plan(hours=hours)
    with pytest.raises(InvalidMessage):
        plan("  ")
    assert not ScheduledMessage.objects.exists()


def test_a_second_click_plans_it_once_also_when_it_has_gone_since(plan, wire, clock, sara):
    first = plan(client_id="c1")
    assert plan(client_id="c1") == first
    clock.pass_by(hours=2)
    later.send_due()
    assert plan(client_id="c1", hours=4) == Message.objects.get(direction="outgoing")
    assert not ScheduledMessage.objects.exists()


def test_the_plans_of_two_contacts_who_are_one_person_stay(plan, sara, noura, agent):
    plan("to Sara", client_id="c1"), plan("to Noura", to=noura, client_id="c1")
    merge(sara.contact, noura.contact, by=agent)
    kept = Conversation.objects.get()
    assert sorted(kept.scheduled.values_list("content", flat=True)) == ["to Noura", "to Sara"]


@pytest.mark.django_db(transaction=True)
def test_two_workers_send_it_once(plan, wire, clock):
    plan()
    clock.pass_by(hours=2)
    both = all_together_after("scheduled", 2)
    assert sorted(at_once(*[both(later.send_due)] * 2)) == [0, 1]
    assert Message.objects.filter(direction="outgoing").count() == 1


def test_a_held_answer_goes_when_the_customer_opens_the_window_and_is_theirs_who_wrote_it(
    sara, wire, clock, meta, agent
):
    with pytest.raises(WindowIsOpen):
        later.schedule(sara, "they wrote a moment ago", at=None, by=agent)
    clock.pass_by(hours=25)
    held = later.schedule(sara, "first thoughts", at=None, by=agent, client_id="c1")
    assert later.schedule(sara, "a second click", at=None, by=agent, client_id="c1") == held
    with pytest.raises(WindowClosed):
        later.send_now(held, by=agent)
    later.reschedule(held, "الجواب", at=None, by=agent)
    gone = later.schedule(sara, "on second thoughts", at=None, by=agent)
    later.cancel(gone, by=agent)
    assert (held.is_held, held.is_cancelled, held.fits_the_window) == (True, False, True)
    # An old message that comes late opens nothing; neither does what a blocked customer wrote before.
    customer = meta.customer_of(sara.contact.bsuid)
    meta.customer_writes(customer, "late", at=meta.clock() - 24.5 * 3600)
    meta.due()
    assert later.send_due() == 0
    meta.customer_writes(customer, "نعم؟")
    meta.due()
    Conversation.objects.update(blocked_at=NOON)
    assert later.send_due() == 0
    Conversation.objects.update(blocked_at=None)
    assert (later.send_due(), later.send_due()) == (1, 0)
    outbox.send_waiting()
    message = Message.objects.get(direction="outgoing")
    assert (sent(wire), message.status, message.sent_by) == (["الجواب"], "accepted", agent)
    assert later.schedule(sara, "again the first click", at=None, by=agent, client_id="c1") == message
    verbs = list(AuditEntry.objects.order_by("pk").values_list("verb", flat=True))
    assert verbs == ["held", "held", "held", "cancelled", "sent when they answered"]


def test_what_is_held_has_no_time_and_the_customer_can_not_cancel_it(sara):
    with pytest.raises(IntegrityError):
        ScheduledMessage.objects.create(conversation=sara, content="x", at=None, unless_customer_writes=True)


def test_what_is_not_due_costs_one_query(plan, django_assert_num_queries):
    plan()
    with django_assert_num_queries(1):
        later.send_due()
