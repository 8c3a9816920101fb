"""What the inbox and Meta write: managers look at it here, nobody changes it."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from whatsapp.models import AuditEntry, BusinessNumber, Contact, Conversation, Message
from whatsapp.tests.conftest import signed_in

from .refused import assert_closed_to

NOUNS = ["conversation", "message", "contact", "auditentry"]


@pytest.fixture
def rows(conversation: Conversation, manager: User) -> dict[str, Any]:
    message = write(conversation, "أين طلبي؟", "wamid.HBgMOTY2")
    AuditEntry.record("assigned", conversation, by=manager, to="<b>سارة</b>")
    return {
        "conversation": conversation,
        "message": message,
        "contact": conversation.contact,
        "auditentry": AuditEntry.objects.get(),
    }


def write(conversation: Conversation, text: str, wamid: str) -> Message:
    return Message.objects.create(
        conversation=conversation,
        number=conversation.number,
        content=text,
        direction="incoming",
        status="received",
        whatsapp_message_id=wamid,
        payload={"text": {"body": "<script>"}},
        created_at=timezone.now(),
    )


def another_conversation(number: BusinessNumber, n: int) -> Conversation:
    contact = Contact.objects.create(phone=f"2010000{n:05}", name=f"عميل {n}")
    return Conversation.objects.create(
        number=number, contact=contact, customer_phone=contact.phone, customer_name=contact.name
    )


@pytest.mark.parametrize("noun", NOUNS)
def test_a_manager_sees_the_list_and_each_row(
    noun: str, rows: dict[str, Any], manager: User, agent: User, outsider: User
) -> None:
    client = signed_in(manager)
    page = f"/admin/whatsapp/{noun}/{rows[noun].pk}/change/"
    for url in (f"/admin/whatsapp/{noun}/", page):
        answer = client.get(url)
        assert answer.status_code == 200
        assert '<script>"' not in answer.content.decode()
        assert "<b>سارة" not in answer.content.decode()
        assert_closed_to(url, agent, outsider)


@pytest.mark.parametrize("noun", NOUNS)
def test_not_even_a_superuser_changes_them(noun: str, rows: dict[str, Any], superuser: User) -> None:
    client = signed_in(superuser)
    model = type(rows[noun])
    before = model.objects.values().get(pk=rows[noun].pk)
    page = f"/admin/whatsapp/{noun}/{rows[noun].pk}"
    assert client.get(f"/admin/whatsapp/{noun}/add/").status_code == 403
    assert client.post(f"{page}/change/", {"name": "x", "content": "x"}).status_code == 403
    assert client.post(f"{page}/delete/", {"post": "yes"}).status_code == 403
    selected = {"action": "delete_selected", "_selected_action": [rows[noun].pk], "post": "yes"}
    client.post(f"/admin/whatsapp/{noun}/", selected)
    assert model.objects.values().get(pk=rows[noun].pk) == before


@pytest.mark.parametrize("noun", ["conversation", "message", "contact"])
def test_the_chat_is_one_click_away(noun: str, rows: dict[str, Any], manager: User) -> None:
    chat = f'href="/whatsapp/chat/{rows["conversation"].pk}"'
    client = signed_in(manager)
    for url in (f"/admin/whatsapp/{noun}/", f"/admin/whatsapp/{noun}/{rows[noun].pk}/change/"):
        assert chat in client.get(url).content.decode()


@pytest.mark.parametrize("noun", NOUNS)
def test_a_list_costs_the_same_however_long(
    noun: str, rows: dict[str, Any], manager: User, number: BusinessNumber, django_assert_max_num_queries: Any
) -> None:
    for n in range(30):
        conversation = another_conversation(number, n)
        write(conversation, "hi", f"wamid.{n}")
        AuditEntry.record("read", conversation, by=manager)
    client = signed_in(manager)
    client.get(f"/admin/whatsapp/{noun}/")
    with django_assert_max_num_queries(9):
        assert client.get(f"/admin/whatsapp/{noun}/").context["cl"].result_count == 31


@pytest.mark.parametrize(
    ("noun", "word"),
    [
        ("conversation", "أمل"),
        ("conversation", "551234567"),
        ("contact", "SA.1001"),
        ("message", "أمل"),
        ("message", "+966551234567"),
        ("message", "wamid.HBgMOTY2"),
        ("auditentry", "assigned"),
    ],
)
def test_they_are_found_by_what_a_manager_knows(
    noun: str, word: str, rows: dict[str, Any], manager: User, number: BusinessNumber
) -> None:
    other = another_conversation(number, 1)
    write(other, "hi", "wamid.other")
    AuditEntry.record("read", other, by=None)
    found = signed_in(manager).get(f"/admin/whatsapp/{noun}/", {"q": word}).context["cl"].result_list
    assert [row.pk for row in found] == [rows[noun].pk]


def test_a_message_is_found_by_its_wamid_through_the_index(
    rows: dict[str, Any], number: BusinessNumber
) -> None:
    plan = Message.objects.filter(number__in=[number.pk], whatsapp_message_id="wamid.HBgMOTY2").explain()
    assert (
        "one_message_per_number_and_wamid" in plan or "Seq Scan" in plan
    )  # a table of one row, on PostgreSQL


def test_numbers_are_seen_by_managers_and_edited_by_admins(
    number: BusinessNumber, manager: User, administrator: User, agent: User, outsider: User
) -> None:
    page = f"/admin/whatsapp/businessnumber/{number.pk}/change/"
    data = {"phone_number_id": number.phone_number_id, "verified_name": "متجر الواحة"}
    assert signed_in(manager).get(page).status_code == 200
    assert signed_in(manager).post(page, data).status_code == 403
    assert signed_in(administrator).post(page, data).status_code == 302
    number.refresh_from_db()
    assert number.verified_name == "متجر الواحة"
    assert AuditEntry.objects.filter(verb="changed", noun="businessnumber", by=administrator).exists()
    assert signed_in(administrator).get(page.replace("change", "delete")).status_code == 403
    assert_closed_to(page, agent, outsider)
