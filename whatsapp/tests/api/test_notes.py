"""Notes, at an address of their own."""

import pytest

from whatsapp.models import Conversation, Note

from .conftest import add_conversation, anonymous, by_session, refusal

pytestmark = pytest.mark.django_db


@pytest.fixture
def amal(number) -> Conversation:
    return add_conversation(number, "966551234567", customer_name="أمل")


def test_notes_are_written_and_listed_and_never_among_the_messages(api, amal, agent, outsider):
    address = f"notes/{amal.pk}"
    first = api.post(address, {"text": "قبل الخصم: المديرة", "client_id": "n1"})
    note = first.json()
    assert (first.status_code, note["content"], note["written_by"]) == (201, "قبل الخصم: المديرة", agent.pk)
    again = api.post(address, {"text": "قبل الخصم: المديرة", "client_id": "n1"})
    assert (again.status_code, again.json()) == (200, note)
    api.post(address, {"text": "two"})
    listed = api.get(address).json()
    assert [row["content"] for row in listed["results"]] == ["two", note["content"]]
    assert listed["next"] is None
    assert api.get(f"messages/{amal.pk}").json()["results"] == []
    assert refusal(api.post(address, {"text": " "})) == (422, "invalid_note")
    assert refusal(api.get(address, cursor="x")) == (400, "bad_cursor")
    for stranger, status in ((by_session(outsider), 403), (anonymous(), 401)):
        assert refusal(stranger.get(address))[0] == status
        assert refusal(stranger.post(address, {"text": "x"}))[0] == status
    assert Note.objects.count() == 2
