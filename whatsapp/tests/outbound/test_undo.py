from datetime import timedelta

import pytest

from whatsapp.models import AuditEntry, BusinessNumber, Conversation, Message
from whatsapp.outbound import outbox
from whatsapp.outbound.compose import Undone, send_text
from whatsapp.outbound.undo import AlreadySent, may_be_undone, undo, undo_by_client_id

from .conftest import NOON, at_once, write

pytestmark = pytest.mark.django_db

HELD = {"held_for": timedelta(seconds=5)}


def ours() -> list[str]:
    return list(Message.objects.filter(direction="outgoing").values_list("content", flat=True))


def test_a_held_message_waits_and_then_goes_by_itself(sara, wire, clock):
    message = write(sara, **HELD)
    assert may_be_undone(message)
    assert outbox.send_waiting() == 0
    clock.pass_by(seconds=6)
    assert not may_be_undone(message)
    assert outbox.send_waiting() == 1
    message.refresh_from_db()
    assert (message.status, message.held_until) == ("accepted", None)


def test_an_undone_message_is_gone_and_its_text_comes_back(sara, wire, clock, agent):
    message = write(sara, "صباح الخير", client_id="c1", **HELD)
    assert undo(message, by=agent) == "صباح الخير"
    clock.pass_by(seconds=60)
    assert outbox.send_waiting() == 0
    assert (ours(), wire.posts) == ([], [])
    kept = Conversation.objects.get(pk=sara.pk)
    assert (kept.last_message, kept.last_message_direction) == ("السلام عليكم", "incoming")
    entry = AuditEntry.objects.get()
    assert (entry.verb, entry.by, entry.details) == (
        "undone",
        agent,
        {"message": message.pk, "client_id": "c1"},
    )


def test_what_was_written_behind_it_waits_for_it_and_keeps_its_place(sara, wire, clock, agent):
    first, _second = write(sara, "1", **HELD), write(sara, "2")
    assert outbox.send_waiting() == 0
    undo(first, by=agent)
    assert outbox.send_waiting() == 1
    assert [post["text"]["body"] for post in wire.posts] == ["2"]
    assert Conversation.objects.get(pk=sara.pk).last_message == "2"


def test_once_a_worker_has_it_the_undo_comes_too_late(sara, wire, agent, clock):
    message = write(sara, **HELD)
    clock.pass_by(seconds=6)
    claimed = outbox.claim_next()
    with pytest.raises(AlreadySent):
        undo(message, by=agent)
    outbox.deliver(claimed)
    with pytest.raises(AlreadySent):
        undo(message, by=agent)
    assert (len(ours()), len(wire.posts)) == (1, 1)


def test_what_waits_for_its_number_can_be_undone_too(sara, wire, agent):
    message = write(sara)
    BusinessNumber.objects.update(waits_until=NOON + timedelta(minutes=1))
    undo(message, by=agent)
    assert ours() == []


def test_what_the_customer_wrote_cannot_be_undone(sara, agent):
    with pytest.raises(AlreadySent):
        undo(sara.messages.get(direction="incoming"), by=agent)


def test_a_browser_that_asks_again_does_not_bring_it_back(sara, agent, noura):
    """Its POST arrived, the answer was lost, and another tab has undone it since."""
    undo(write(sara, "gone", client_id="c1", **HELD), by=agent)
    with pytest.raises(Undone):
        write(sara, "gone", client_id="c1")
    assert ours() == []
    write(noura, "elsewhere", client_id="c1")
    assert ours() == ["elsewhere"]


def test_a_message_of_which_the_browser_heard_nothing_is_taken_back_by_its_name(sara, agent, wire):
    """Whether it arrived or not: afterwards it has not, and a POST that is still under way finds it undone."""
    write(sara, "arrived", client_id="c1", **HELD)
    for name in ("c1", "c2", "c2"):
        undo_by_client_id(sara, name, by=agent)
    assert ours() == []
    with pytest.raises(Undone):
        write(sara, "late", client_id="c2")
    write(sara, "sent", client_id="c3")
    outbox.send_waiting()
    with pytest.raises(AlreadySent):
        undo_by_client_id(sara, "c3", by=agent)
    assert AuditEntry.objects.filter(verb="undone").count() == 2


@pytest.mark.django_db(transaction=True)
def test_the_worker_and_an_undo_at_the_same_moment_never_both_have_it(sara, wire, agent):
    for n in range(6):
        message = write(sara, str(n), client_id=f"c{n}")
        at_once(outbox.send_waiting, lambda message=message: undo(message, by=agent))
        outbox.send_waiting()
    undone = set(AuditEntry.objects.filter(verb="undone").values_list("details__client_id", flat=True))
    sent = {f"c{post['text']['body']}" for post in wire.posts}
    assert sent.isdisjoint(undone)
    assert sent | undone == {f"c{n}" for n in range(6)}
    assert sorted(ours()) == sorted(post["text"]["body"] for post in wire.posts)


def test_the_same_name_again_gives_the_message_that_is_held(sara):
    first, _ = send_text(sara, "x", by=None, client_id="c1", **HELD)
    assert send_text(sara, "x", by=None, client_id="c1", **HELD) == (first, False)
