"""Edits, deletions and reactions: kept beside the message, whichever comes first."""

from datetime import UTC, datetime

import pytest

from whatsapp.models import BusinessNumber, Contact, Conversation, Message, MessageChange, Reaction
from whatsapp.tests.wire import SAAD, noon

from .updates import echo, edits, reacts, revokes, says, take, take_each

pytestmark = pytest.mark.django_db

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


def only() -> Message:
    return Message.objects.get()


def chat() -> Conversation:
    return Conversation.objects.get()


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 0, 2), (2, 0, 1)])
def test_the_last_edit_holds_and_the_first_text_is_kept(number: BusinessNumber, order: tuple[int]) -> None:
    told = [
        says("wamid.1", text="frist"),
        edits("wamid.e1", "wamid.1", "first", at=5),
        edits("wamid.e2", "wamid.1", "the first", at=6),
    ]
    take_each([told[n] for n in order])
    assert (only().content, only().original_content, only().edited_at) == ("the first", "frist", noon(6))
    assert chat().last_message == "the first"


@pytest.mark.parametrize("message_first", [True, False])
def test_a_deleted_message_shows_nothing_of_itself_in_the_list(
    number: BusinessNumber, message_first: bool
) -> None:
    told = [says("wamid.1", text="a secret"), revokes("wamid.r", "wamid.1", at=5)]
    take_each(told if message_first else told[::-1])
    assert only().revoked_at == noon(5)
    assert (chat().last_message, chat().last_message_type) == ("", "revoke")


def test_the_list_goes_on_showing_the_latest_when_an_earlier_one_changes(number: BusinessNumber) -> None:
    take(says("wamid.1", text="one"), says("wamid.2", at=1, text="two"))
    take(edits("wamid.e", "wamid.1", "one!", at=5), revokes("wamid.r", "wamid.1", at=6))
    assert chat().last_message == "two"


def test_nobody_changes_what_the_other_side_wrote(number: BusinessNumber) -> None:
    take(says("wamid.theirs", text="theirs"), echo("wamid.ours", at=1, text="ours"))
    take(
        edits("wamid.e1", "wamid.ours", "free of charge", at=5),
        revokes("wamid.r1", "wamid.ours", at=5),
        edits("wamid.e2", "wamid.theirs", "I agree", at=5, is_ours=True),
    )
    assert set(Message.objects.values_list("content", "revoked_at")) == {("theirs", None), ("ours", None)}
    assert MessageChange.objects.count() == 3  # kept all the same


def test_a_change_of_a_message_that_nobody_knows_is_kept(number: BusinessNumber) -> None:
    assert take(edits("wamid.e", "wamid.unknown", "x")).conversation_ids == set()
    assert MessageChange.objects.get().target_wamid == "wamid.unknown"


def test_a_change_is_told_to_the_open_browsers(number: BusinessNumber) -> None:
    take(says("wamid.1"))
    Conversation.objects.update(updated_at=LONG_AGO)
    assert take(edits("wamid.e", "wamid.1", "x", at=1)).conversation_ids == {chat().pk}
    assert chat().updated_at > LONG_AGO
    Conversation.objects.update(updated_at=LONG_AGO)
    assert take(edits("wamid.e", "wamid.1", "x", at=1)).conversation_ids == set()  # the second time
    assert chat().updated_at == LONG_AGO


def test_the_last_reaction_by_its_time_holds_and_one_taken_back_stays_away(number: BusinessNumber) -> None:
    take(reacts("wamid.k2", "wamid.1", "", at=6))
    take(reacts("wamid.k1", "wamid.1", "👍", at=5))
    assert Reaction.objects.get().emoji == ""
    take(reacts("wamid.k3", "wamid.1", "❤️", at=6))  # the same second: the greater wamid
    assert Reaction.objects.get().emoji == "❤️"


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_of_two_reactions_in_one_second_the_greater_wamid_holds(
    number: BusinessNumber, order: tuple[int, int]
) -> None:
    told = [reacts("wamid.k1", "wamid.1", "👍", at=6), reacts("wamid.k2", "wamid.1", "❤️", at=6)]
    take_each([told[n] for n in order])
    assert Reaction.objects.get().emoji == "❤️"


def test_each_side_and_each_customer_has_a_reaction_of_their_own(number: BusinessNumber) -> None:
    take(
        reacts("wamid.k1", "wamid.1", "👍"),
        reacts("wamid.k2", "wamid.1", "❤️", is_ours=True),
        reacts("wamid.k3", "wamid.1", "😮", by=SAAD),
    )
    assert set(Reaction.objects.values_list("emoji", "contact__name")) == {
        ("👍", "أمل"), ("❤️", None), ("😮", "سعد"),
    }  # fmt: skip


def test_a_customers_reaction_opens_the_window_and_is_neither_bubble_nor_unread(
    number: BusinessNumber,
) -> None:
    take(says("wamid.1", at=0, text="hello"))
    Conversation.objects.update(updated_at=LONG_AGO)
    assert take(reacts("wamid.k", "wamid.1", "👍", at=50)).conversation_ids == {chat().pk}
    assert (chat().last_inbound_at, chat().unread_count, chat().last_message) == (noon(50), 1, "👍")
    assert chat().updated_at > LONG_AGO
    assert Message.objects.count() == 1


def preview() -> tuple[str, str, str, datetime]:
    it = chat()
    return it.last_message, it.last_message_type, it.last_message_direction, it.last_message_at


def test_the_newest_reaction_stands_in_the_list_until_it_is_taken_back_or_something_newer_comes(
    number: BusinessNumber,
) -> None:
    take(says("wamid.1", text="hello"), echo("wamid.2", at=5, text="welcome"))
    take(reacts("wamid.k1", "wamid.2", "👍", at=9))
    assert preview() == ("👍", "reaction", "incoming", noon(9))
    take(reacts("wamid.k2", "wamid.1", "🙏", at=10, is_ours=True))
    assert preview() == ("🙏", "reaction", "outgoing", noon(10))
    take(reacts("wamid.k3", "wamid.1", "", at=11, is_ours=True))
    assert preview() == ("👍", "reaction", "incoming", noon(9))
    take(edits("wamid.e", "wamid.2", "you are welcome", at=12, is_ours=True))
    take(reacts("wamid.k4", "wamid.2", "", at=13))
    assert preview() == ("you are welcome", "text", "outgoing", noon(5))
    take(reacts("wamid.k5", "wamid.2", "🎉", at=20), says("wamid.3", at=20, text="in the same second"))
    assert preview() == ("in the same second", "text", "incoming", noon(20))


@pytest.mark.parametrize("order", [(0, 1, 2), (0, 2, 1), (2, 1, 0), (1, 2, 0)])
def test_a_chat_of_nothing_but_a_reaction_taken_back_shows_nothing(
    number: BusinessNumber, order: tuple[int, int, int]
) -> None:
    told = [
        reacts("wamid.k1", "wamid.unknown", "👍", at=5),
        reacts("wamid.k2", "wamid.unknown", "", at=6),
        says("wamid.s", at=9, type="system", text="", is_notice=True),
    ]
    take_each([told[n] for n in order])
    assert preview() == ("", "", "", noon(9))


@pytest.mark.parametrize("more", [{"is_ours": True}, {"is_history": True}])
def test_our_own_and_an_imported_reaction_open_nothing(number: BusinessNumber, more: dict[str, bool]) -> None:
    take(reacts("wamid.k", "wamid.1", "👍", at=50, **more))
    assert chat().last_inbound_at is None
    assert Contact.objects.count() == 1
