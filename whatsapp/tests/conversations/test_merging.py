"""Two contacts become one, and nothing of either is lost."""

from datetime import timedelta
from io import StringIO

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command

from whatsapp.conversations.drafts import drafts_in, keep_draft
from whatsapp.conversations.merging import NotTwoPeople, leave_apart, merge
from whatsapp.conversations.notes import notes_in, with_last_note, write_note
from whatsapp.models import (
    AuditEntry,
    BusinessNumber,
    Contact,
    Conversation,
    FormerIdentity,
    MergeRequest,
    Message,
    Reaction,
)
from whatsapp.tests.inbound.updates import echo, reacts, says, take, wants
from whatsapp.tests.wire import Customer, noon

pytestmark = pytest.mark.django_db

KEPT, OTHER, THIRD = (Customer(f"96655000000{n}", f"SA.{n}", f"name {n}") for n in (1, 2, 3))


@pytest.fixture
def two(number: BusinessNumber) -> tuple[Contact, Contact]:
    take(says("wamid.1", at=1, by=KEPT, text="one"), says("wamid.2", at=2, by=OTHER, text="two"))
    take(echo("wamid.3", at=3, to=KEPT, text="three"), says("wamid.4", at=4, by=OTHER, text="four"))
    take(
        reacts("wamid.k1", "wamid.3", "👍", at=5, by=KEPT),
        reacts("wamid.k2", "wamid.3", "🎉", at=6, by=OTHER),
    )
    take(wants(True, at=7, by=KEPT), wants(False, at=8, by=OTHER))
    return of(KEPT), of(OTHER)


def write_in_both(two: tuple[Contact, Contact], manager: User) -> None:
    for contact in two:
        chat = contact.conversations.get()
        write_note(chat, f"about {contact.name}", by=manager, client_id="n1")
        keep_draft(chat, f"to {contact.name}", by=manager, written_at=noon(9))
    keep_draft(two[1].conversations.get(), "a note", by=manager, is_note=True, written_at=noon(9))


def test_notes_and_drafts_of_both_are_kept(two: tuple[Contact, Contact], manager: User) -> None:
    write_in_both(two, manager)
    merge(*two, by=manager)
    chat = with_last_note(Conversation.objects.all()).get()
    assert [note.content for note in notes_in(chat)] == ["about name 1", "about name 2"]
    drafts = drafts_in(chat, manager)
    assert {mode: draft.content for mode, draft in drafts.items()} == {
        "reply": "to name 1\nto name 2",
        "note": "a note",
    }


def of(customer: Customer) -> Contact:
    return Contact.objects.get(bsuid=customer.bsuid)


def ask(kept: Contact, other: Contact) -> MergeRequest:
    return MergeRequest.objects.create(kept=kept, other=other, reason="why", asked_at=noon())


def test_the_conversations_with_one_number_are_joined(two: tuple[Contact, Contact], manager: User) -> None:
    Conversation.objects.filter(contact=two[0]).update(status="resolved")
    Conversation.objects.filter(contact=two[1]).update(status="pending", assigned_to=manager)
    merged = merge(*two, by=manager)
    chat = Conversation.objects.get()
    assert (merged.conversations, merged.messages) == (1, 2)
    assert set(chat.messages.values_list("content", flat=True)) == {"one", "two", "three", "four"}
    assert (chat.contact, chat.unread_count, chat.last_message, chat.last_message_at) == (
        *(two[0], 3, "🎉", noon(6)),
    )
    assert (chat.last_inbound_at, chat.status, chat.assigned_to) == (noon(6), "pending", manager)


def test_a_conversation_with_another_number_moves_as_it_is(
    two: tuple[Contact, Contact], manager: User
) -> None:
    second = BusinessNumber.objects.create(phone_number_id="222")
    chat = Conversation.objects.create(number=second, contact=two[1], last_message="elsewhere")
    merge(*two, by=manager)
    chat.refresh_from_db()
    assert (chat.contact, chat.last_message) == (two[0], "elsewhere")
    assert Conversation.objects.count() == 2


def test_the_last_reaction_and_the_last_word_on_marketing_hold(two: tuple[Contact, Contact]) -> None:
    merge(*two, by=None)
    assert [(r.contact, r.emoji) for r in Reaction.objects.all()] == [(two[0], "🎉")]
    assert (of_two := Contact.objects.get()).wants_marketing is False
    assert of_two.marketing_said_at == noon(8)


def test_either_name_finds_the_person_and_the_one_used_last_is_written_to(
    two: tuple[Contact, Contact],
) -> None:
    merge(*two, by=None)
    contact = Contact.objects.get()
    assert (contact.pk, contact.bsuid, contact.phone, contact.name) == (
        two[0].pk,
        "SA.2",
        OTHER.phone,
        KEPT.name,
    )
    year = int(timedelta(days=365).total_seconds())
    take(says("wamid.5", at=year, by=KEPT), says("wamid.6", at=year + 1, by=OTHER))
    take(says("wamid.7", at=year + 2, by=Customer(KEPT.phone)))
    assert Contact.objects.count() == 1
    assert Conversation.objects.get().messages.count() == 7


def test_former_names_move_along(two: tuple[Contact, Contact]) -> None:
    FormerIdentity.objects.create(contact=two[1], kind="phone", value="966599", until=noon())
    merge(*two, by=None)
    assert FormerIdentity.objects.get(value="966599").contact == two[0]


def test_a_browsers_name_for_a_message_may_be_taken_in_the_other_conversation(
    two: tuple[Contact, Contact],
) -> None:
    Message.objects.filter(whatsapp_message_id__in=["wamid.1", "wamid.2"]).update(client_id="same")
    merge(*two, by=None)
    assert Message.objects.filter(client_id="same").count() == 1
    assert Message.objects.count() == 4


def test_the_question_is_settled_and_others_are_about_the_one_that_is_left(
    two: tuple[Contact, Contact], manager: User
) -> None:
    take(says("wamid.9", by=THIRD))
    ask(*two)
    ask(two[1], of(THIRD))
    merge(*two, by=manager)
    left = MergeRequest.objects.get()
    assert (left.kept, left.other) == (two[0], of(THIRD))
    entry = AuditEntry.objects.get(verb="merged")
    assert (entry.by, entry.noun, entry.noun_id) == (manager, "contact", two[0].pk)
    assert entry.details == {"other": two[1].pk, "conversations": 1, "messages": 2}


def test_nobody_is_merged_with_themselves_or_with_who_is_gone(two: tuple[Contact, Contact]) -> None:
    with pytest.raises(NotTwoPeople):
        merge(two[0], two[0], by=None)
    gone = Contact(pk=999)
    with pytest.raises(Contact.DoesNotExist):
        merge(two[0], gone, by=None)
    assert Contact.objects.count() == 2


def test_left_apart_is_settled_once(two: tuple[Contact, Contact], manager: User) -> None:
    asked = ask(*two)
    assert [leave_apart(asked, by=manager), leave_apart(asked, by=manager)] == [True, False]
    asked.refresh_from_db()
    assert (asked.settled_by, Contact.objects.count()) == (manager, 2)
    assert AuditEntry.objects.filter(verb="left apart").count() == 1


# --- manage.py merge_contacts


def run(*args: object) -> str:
    out = StringIO()
    call_command("merge_contacts", *map(str, args), stdout=out)
    return out.getvalue().strip()


def test_the_command_merges_and_a_dry_run_only_tells(two: tuple[Contact, Contact]) -> None:
    told = run(two[0].pk, two[1].pk, "--dry-run")
    assert "1" in told
    assert "2" in told
    assert Contact.objects.count() == 2
    run(two[0].pk, two[1].pk)
    assert Contact.objects.get() == two[0]


def test_the_command_says_who_is_not_there(two: tuple[Contact, Contact]) -> None:
    with pytest.raises(CommandError, match="999"):
        run(two[0].pk, 999)
    with pytest.raises(CommandError):
        run(two[0].pk, two[0].pk)
