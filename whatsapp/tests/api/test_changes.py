"""A conversation's status, whose it is, and its labels, by JSON."""

import pytest

from whatsapp.models import AuditEntry, Conversation, Label

from .conftest import add_conversation, anonymous, by_session, refusal

pytestmark = pytest.mark.django_db


@pytest.fixture
def amal(number) -> Conversation:
    return add_conversation(number, "966551234567", customer_name="أمل")


def test_a_status_is_set_and_answered_with_the_conversation(api, amal, outsider):
    answer = api.post(f"conversations/{amal.pk}/status", {"status": "resolved"})
    assert (answer.status_code, answer.json()["status"]) == (200, "resolved")
    assert set(answer.json()) == set(api.get("conversations").json()["results"][0])
    assert api.post(f"conversations/{amal.pk}/status", {"status": "resolved"}).status_code == 200
    assert list(AuditEntry.objects.values_list("verb", "noun_id")) == [("resolved", amal.pk)]
    assert refusal(api.post(f"conversations/{amal.pk}/status", {"status": "lost"}))[0] == 422
    assert refusal(api.post("conversations/999/status", {"status": "active"}))[0] == 404
    address = f"conversations/{amal.pk}/status"
    assert refusal(by_session(outsider).post(address, {"status": "active"}))[0] == 403
    assert refusal(anonymous().post(address, {"status": "active"}))[0] == 401
    assert Conversation.objects.get().status == "resolved"


def test_a_conversation_is_given_to_a_member_or_to_nobody(api, amal, manager, outsider):
    address = f"conversations/{amal.pk}/assign"
    assert api.post(address, {"user": manager.pk}).json()["assigned_to"] == manager.pk
    assert api.post(address, {"user": None}).json()["assigned_to"] is None
    for odd in ({"user": outsider.pk}, {"user": 999}, {"user": 0}, {"user": "me"}, {}):
        assert refusal(api.post(address, odd))[0] == 422
    assert Conversation.objects.get().assigned_to is None
    assert [*AuditEntry.objects.order_by("pk").values_list("verb", flat=True)] == ["assigned", "unassigned"]
    assert refusal(by_session(outsider).post(address, {"user": outsider.pk}))[0] == 403


def test_labels_are_set_as_a_whole(api, amal, outsider, django_assert_max_num_queries):
    paid, gift = (Label.objects.create(name=name, color="blue") for name in ("paid", "gift"))
    address = f"conversations/{amal.pk}/labels"
    answer = api.post(address, {"labels": [paid.pk, gift.pk]}).json()["labels"]
    assert {"id": paid.pk, "name": "paid", "color": "blue"} in answer
    assert [label["name"] for label in api.post(address, {"labels": [gift.pk]}).json()["labels"]] == ["gift"]
    assert refusal(api.post(address, {"labels": [paid.pk, 999]}))[0] == 422
    assert [row["id"] for row in api.get("conversations", label=gift.pk).json()["results"]] == [amal.pk]
    assert api.get("conversations", label=paid.pk).json()["results"] == []
    assert {label["name"] for label in api.get("labels").json()} == {"paid", "gift"}
    assert refusal(by_session(outsider).post(address, {"labels": []}))[0] == 403
    assert refusal(by_session(outsider).get("labels"))[0] == 403


def test_the_list_can_be_asked_for_in_other_orders_and_without_what_is_resolved(api, amal, number, outsider):
    add_conversation(number, "966500000001", status="resolved")
    assert [row["id"] for row in api.get("conversations", status="open").json()["results"]] == [amal.pk]
    assert api.get("conversations", order="waiting").json() == {"results": [], "next": None}
    assert refusal(api.get("conversations", order="odd"))[0] == 422
    assert refusal(by_session(outsider).get("conversations", order="waiting"))[0] == 403
