import pytest

from whatsapp.bubbles.reactions import reactions_on
from whatsapp.conversations.listing import list_messages, list_messages_since
from whatsapp.models import Conversation, Message, Reaction
from whatsapp.outbound import outbox
from whatsapp.outbound.again import may_be_sent_again
from whatsapp.outbound.compose import InvalidMessage, WindowClosed
from whatsapp.outbound.reactions import may_be_reacted_to, react
from whatsapp.simulator.transport import Fault

from .conftest import at_once, write

pytestmark = pytest.mark.django_db


@pytest.fixture
def greeting(sara) -> Message:
    """What Sara wrote."""
    return sara.messages.get()


def shown(message: Message) -> list[tuple[str, str]]:
    """Emoji and state, as the bubble tells them."""
    reacted = reactions_on(message.conversation, [message]).get(message.whatsapp_message_id or "")
    return [(reaction.emoji, reaction.status) for reaction in reacted.shown] if reacted else []


def on_the_phone(meta, message: Message) -> dict[str, str]:
    return meta.lines[message.whatsapp_message_id].reactions


def carried() -> list[str]:
    return list(
        Message.objects.filter(message_type="reaction").order_by("pk").values_list("status", flat=True)
    )


def test_it_is_on_the_bubble_at_once_and_on_the_phone_soon(greeting, agent, wire, meta, clock):
    assert react(greeting, "👍", by=agent)
    assert shown(greeting) == [("👍", "pending")]
    outbox.send_waiting()
    (post,) = wire.posts
    assert post["type"] == "reaction"
    assert post["reaction"] == {"message_id": greeting.whatsapp_message_id, "emoji": "👍"}
    assert "context" not in post
    assert on_the_phone(meta, greeting) == {"outgoing": "👍"}
    assert shown(greeting) == [("👍", "accepted")]
    clock.pass_by(seconds=5)
    meta.due()
    assert shown(greeting) == [("👍", "")]
    assert carried() == ["sent"]


def test_another_takes_its_place_and_an_empty_one_takes_it_back(greeting, agent, wire, meta, clock):
    for emoji in ("👍", "❤️", ""):
        react(greeting, emoji, by=agent)
        outbox.send_waiting()
        clock.pass_by(seconds=5)
        meta.due()
        assert shown(greeting) == ([(emoji, "")] if emoji else [])
    assert [post["reaction"]["emoji"] for post in wire.posts] == ["👍", "❤️", ""]
    assert on_the_phone(meta, greeting) == {}
    assert Reaction.objects.filter(contact=None).count() == 1


def test_a_second_click_sends_nothing(greeting, agent, wire):
    assert react(greeting, "👍", by=agent)
    assert not react(greeting, "👍", by=agent)
    assert carried() == ["pending"]


def test_beside_the_customers_own_it_is_counted(greeting, agent, meta):
    meta.customer_reacts(
        meta.customer_of(greeting.conversation.contact.bsuid), greeting.whatsapp_message_id, "👍"
    )
    meta.due()
    react(greeting, "👍", by=agent)
    (both,) = reactions_on(greeting.conversation, [greeting])[greeting.whatsapp_message_id].shown
    assert (both.count, both.is_ours, both.is_theirs) == (2, True, True)


def test_what_carries_it_is_no_bubble_and_not_the_latest(greeting, agent, sara):
    before = Conversation.objects.get(pk=sara.pk).last_message
    react(greeting, "👍", by=agent)
    assert [m.pk for m in list_messages(sara).rows] == [greeting.pk]
    assert [m.pk for m in list_messages_since(sara, "")] == [greeting.pk]
    assert Conversation.objects.get(pk=sara.pk).last_message == before


def test_a_failure_leaves_what_was_there_and_is_told_until_it_is_seen(greeting, agent, wire, meta, clock):
    react(greeting, "❤️", by=agent)
    outbox.send_waiting()
    clock.pass_by(seconds=5)
    meta.due()
    wire.faults.add(Fault.SERVER_ERROR)
    react(greeting, "👍", by=agent)
    outbox.send_waiting()
    reacted = reactions_on(greeting.conversation, [greeting])[greeting.whatsapp_message_id]
    assert ([r.emoji for r in reacted.shown], reacted.ours) == (["❤️"], "❤️")
    assert reacted.failed is not None
    assert (reacted.failed.emoji, bool(reacted.failed.error_title)) == ("👍", True)
    failed = Message.objects.get(status="failed")
    assert not may_be_sent_again(failed)
    assert react(greeting, "❤️", by=agent)  # "I have seen it"
    assert reactions_on(greeting.conversation, [greeting])[greeting.whatsapp_message_id].failed is None
    assert not Message.objects.filter(status="pending").exists()


def test_an_answer_that_never_came_is_told_and_may_be_asked_for_again(greeting, agent, wire, meta):
    wire.faults.add(Fault.TIMEOUT_AFTER)
    react(greeting, "👍", by=agent)
    outbox.send_waiting()
    assert shown(greeting) == [("👍", "unknown")]
    assert len(wire.posts) == 1
    assert react(greeting, "👍", by=agent)  # once more does no harm: there is only one of ours
    outbox.send_waiting()
    assert on_the_phone(meta, greeting) == {"outgoing": "👍"}


@pytest.mark.parametrize("days", [29, 31])
def test_a_message_takes_reactions_for_thirty_days(greeting, agent, meta, clock, days):
    clock.pass_by(days=days)
    meta.customer_writes(meta.customer_of(greeting.conversation.contact.bsuid), "still here")
    meta.due()
    greeting.conversation.refresh_from_db()
    assert may_be_reacted_to(greeting) == (days < 30)
    if days < 30:
        assert react(greeting, "👍", by=agent)
    else:
        with pytest.raises(InvalidMessage, match="30"):
            react(greeting, "👍", by=agent)
        assert not Reaction.objects.exists()


def test_what_meta_would_refuse_is_refused_before(greeting, sara, agent, clock):
    for emoji in ("ok", "👍👍", "نعم", "x" * 99):
        with pytest.raises(InvalidMessage):
            react(greeting, emoji, by=agent)
    with pytest.raises(InvalidMessage):
        react(write(sara, "not sent yet"), "👍", by=agent)
    clock.pass_by(hours=24)
    with pytest.raises(WindowClosed):
        react(greeting, "👍", by=agent)
    assert carried() == []


def test_meta_says_131009_later_of_a_message_it_no_longer_has(greeting, agent, meta, clock):
    del meta.lines[greeting.whatsapp_message_id]
    react(greeting, "👍", by=agent)
    outbox.send_waiting()
    clock.pass_by(seconds=5)
    meta.due()
    reacted = reactions_on(greeting.conversation, [greeting])[greeting.whatsapp_message_id]
    assert (list(reacted.shown), reacted.failed.error_code) == ([], 131009)


@pytest.mark.django_db(transaction=True)
def test_two_agents_at_once_send_it_once(greeting, agent, manager):
    results = at_once(lambda: react(greeting, "👍", by=agent), lambda: react(greeting, "👍", by=manager))
    assert sorted(results) == [False, True]
    assert carried() == ["pending"]


@pytest.mark.parametrize(("later", "stands"), [(60, "❤️"), (-60, "👍")])
def test_of_ours_and_the_phone_apps_the_later_one_holds(greeting, agent, meta, sara, later, stands):
    react(greeting, "👍", by=agent)
    echo = {
        "from": meta.display_phone_number,
        "to": sara.contact.phone,
        "id": "wamid.of-the-phone",
        "timestamp": str(int(meta.clock()) + later),
        "type": "reaction",
        "reaction": {"message_id": greeting.whatsapp_message_id, "emoji": "❤️"},
    }
    value = {"messaging_product": "whatsapp", "metadata": meta.metadata, "message_echoes": [echo]}
    meta.tell("smb_message_echoes", value, meta.clock())
    meta.due()
    assert [emoji for emoji, _status in shown(greeting)] == [stands]
