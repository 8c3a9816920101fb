import pytest
from django.contrib.auth.models import User

from whatsapp.models import AuditEntry, BusinessNumber, Contact, Conversation, MergeRequest
from whatsapp.tests.conftest import signed_in
from whatsapp.tests.wire import noon

from .refused import assert_closed_to

LIST = "/admin/whatsapp/mergerequest/"


@pytest.fixture
def asked(number: BusinessNumber) -> MergeRequest:
    people = [Contact.objects.create(phone=f"96655000000{n}", name=f"<b>{n}</b>") for n in (1, 2)]
    for person in people:
        Conversation.objects.create(number=number, contact=person)
    return MergeRequest.objects.create(
        kept=people[0], other=people[1], reason="identity changed, both have a past", asked_at=noon()
    )


def test_a_manager_sees_both_with_their_chats(
    asked: MergeRequest, manager: User, agent: User, outsider: User
) -> None:
    page = signed_in(manager).get(f"{LIST}{asked.pk}/change/")
    assert page.status_code == 200
    assert "&lt;b&gt;1" in (content := page.content.decode())
    assert f"{asked.pk}/merge/" in content
    assert f"{asked.pk}/apart/" in content
    assert signed_in(manager).get(LIST).context["cl"].result_count == 1
    assert_closed_to(LIST, agent, outsider)
    assert_closed_to(f"{LIST}{asked.pk}/change/", agent, outsider)


def test_merge_makes_them_one(asked: MergeRequest, manager: User, agent: User, outsider: User) -> None:
    url = f"{LIST}{asked.pk}/merge/"
    assert_closed_to(url, agent, outsider, data={})
    assert signed_in(manager).get(url).status_code == 405
    assert signed_in(manager).post(url).status_code == 302
    assert Contact.objects.get() == asked.kept
    assert AuditEntry.objects.get(verb="merged").by == manager
    assert signed_in(manager).post(url).status_code == 404  # the second click


def test_leave_apart_settles_it(asked: MergeRequest, manager: User, agent: User, outsider: User) -> None:
    url = f"{LIST}{asked.pk}/apart/"
    assert_closed_to(url, agent, outsider, data={})
    signed_in(manager).post(url)
    asked.refresh_from_db()
    assert (asked.settled_by, Contact.objects.count()) == (manager, 2)
    assert "/merge/" not in signed_in(manager).get(f"{LIST}{asked.pk}/change/").content.decode()
    signed_in(manager).post(f"{LIST}{asked.pk}/merge/")
    assert Contact.objects.count() == 2  # what was settled stays so


@pytest.mark.parametrize(("action", "left"), [("merge_chosen", 1), ("leave_chosen_apart", 2)])
def test_several_at_once(asked: MergeRequest, manager: User, agent: User, action: str, left: int) -> None:
    data = {"action": action, "_selected_action": [asked.pk]}
    assert_closed_to(LIST, agent, data=data)
    assert signed_in(manager).post(LIST, data).status_code == 302
    assert Contact.objects.count() == left
