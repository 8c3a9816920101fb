from datetime import UTC, datetime, timedelta

import pytest

from whatsapp.conversations.listing import PAGE
from whatsapp.models import Contact, Conversation, Message, ReadReceipt

from .conftest import add_conversation, anonymous, by_session, refusal

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def said(chat: Conversation, text: str) -> None:
    """Long since: it is not what the list shows."""
    Message.objects.create(
        conversation=chat,
        number=chat.number,
        content=text,
        direction="incoming",
        status="received",
        created_at=NOON - timedelta(days=300),
    )


@pytest.fixture
def amal(number):
    chat = add_conversation(
        number,
        "966551234567",
        customer_name="أمل",
        last_message="هل الطلب جاهز؟",
        last_message_type="text",
        last_message_direction="incoming",
        last_message_at=NOON,
        last_inbound_at=NOON,
        unread_count=2,
    )
    said(chat, "هل الطَّلبيّة جاهزة؟ أريدُها بالسيارة")
    return chat


@pytest.fixture
def omar(number, agent):
    chat = add_conversation(
        number,
        "201001234567",
        customer_name="Omar",
        last_message="Thanks 50%_off",
        last_message_at=NOON - timedelta(hours=1),
        status="resolved",
        assigned_to=agent,
    )
    said(chat, "Thanks, 50%_off")
    return chat


@pytest.fixture
def lina(number, manager):
    """A username, no phone."""
    contact = Contact.objects.create(bsuid="SA.77", username="lina")
    return Conversation.objects.create(
        number=number,
        contact=contact,
        customer_name="@lina",
        last_message_at=NOON - timedelta(hours=2),
        status="pending",
        assigned_to=manager,
    )


def found(caller, **query):
    response = caller.get("conversations", **query)
    assert response.status_code == 200, response.content
    return [row["id"] for row in response.json()["results"]]


def test_the_list_has_the_fields_of_the_contract(api, amal, outsider):
    body = api.get("conversations").json()
    assert set(body) == {"results", "next"}
    assert body["next"] is None
    (row,) = body["results"]
    for time in ("created_at", "updated_at"):
        assert datetime.fromisoformat(row.pop(time)).utcoffset() == timedelta(0)
    assert row == {
        "id": amal.pk,
        "customer_phone": "966551234567",
        "customer_name": "أمل",
        "last_message": "هل الطلب جاهز؟",
        "last_message_type": "text",
        "last_message_direction": "incoming",
        "unread_count": 2,
        "status": "active",
        "assigned_to": None,
        "labels": [],
        "window_expires_at": "2026-11-24T12:00:00Z",
    }
    assert refusal(by_session(outsider).get("conversations")) == (403, "forbidden")


def test_a_customer_may_have_no_phone_and_an_agent(script, lina, manager):
    (row,) = script.get("conversations").json()["results"]
    assert (row["customer_phone"], row["window_expires_at"]) == (None, None)
    assert row["assigned_to"] == manager.pk
    assert refusal(anonymous().get("conversations"))[0] == 401


def test_pages_follow_each_other_without_a_gap_or_a_repeat_even_at_one_moment(api, number, outsider):
    """Every conversation changed at the same microsecond: only the id tells them apart."""
    made = [add_conversation(number, f"9665000{n:05}", last_message_at=NOON).pk for n in range(2 * PAGE + 1)]
    seen, sizes, cursor = [], [], ""
    while cursor is not None:
        body = api.get("conversations", cursor=cursor).json()
        seen += [row["id"] for row in body["results"]]
        sizes.append(len(body["results"]))
        cursor = body["next"]
    assert seen == sorted(made, reverse=True)
    assert sizes == [PAGE, PAGE, 1]
    assert refusal(by_session(outsider).get("conversations"))[0] == 403


def test_what_is_written_while_somebody_pages_does_not_move_the_next_page(script, number):
    made = [
        add_conversation(number, f"9665000{n:05}", last_message_at=NOON + timedelta(seconds=n)).pk
        for n in range(PAGE + 1)
    ]
    first = script.get("conversations").json()
    Conversation.objects.filter(pk=first["results"][3]["id"]).update(last_message_at=NOON + timedelta(1))
    second = script.get("conversations", cursor=first["next"]).json()
    assert [row["id"] for row in second["results"]] == [made[0]]


def test_a_page_knows_when_it_is_exactly_the_last(script, number):
    for n in range(PAGE):
        add_conversation(number, f"9665000{n:05}", last_message_at=NOON)
    assert script.get("conversations").json()["next"] is None


def test_a_filter_keeps_what_it_names(api, amal, omar, lina, agent, manager, outsider):
    everybody = [amal.pk, omar.pk, lina.pk]
    assert found(api) == everybody
    assert found(api, status="", assigned_to="", search="") == everybody
    assert found(api, status="pending") == [lina.pk]
    assert found(api, assigned_to="me") == [omar.pk]
    assert found(api, assigned_to="none") == [amal.pk]
    assert found(api, assigned_to=manager.pk) == [lina.pk]
    assert found(api, assigned_to=agent.pk, status="active") == []
    assert found(api, unread="1") == [amal.pk]
    assert found(api, unread="0") == everybody
    assert refusal(by_session(outsider).get("conversations", assigned_to="me"))[0] == 403


@pytest.mark.parametrize("nobody", ["0", "999999", "-1", "someone", "9" * 30, "٣"])
def test_assigned_to_somebody_who_is_not_there_finds_nothing(script, amal, nobody):
    assert found(script, assigned_to=nobody) == []


@pytest.mark.parametrize(
    "words",
    [
        "أمل",
        " أمل ",
        "الطلبية",
        "طلبيه سيارة",
        "966551234567",
        "+966 55 123 4567",
        "00966551234567",
        "0551234567",
        "٠٥٥١٢٣٤٥٦٧",
        "۰۵۵۱۲۳۴۵۶۷",
        "055-123-45",
        "(055) 123",
        "\u200e+966 55 123\u200f",
        "1234",
    ],
)
def test_search_finds_by_name_message_and_phone_however_it_is_typed(script, amal, lina, words):
    assert found(script, search=words) == [amal.pk]


@pytest.mark.parametrize("words", ["OMAR", "thanks", "50%_", "201001234567"])
def test_search_takes_every_letter_as_it_is(script, amal, omar, words):
    assert found(script, search=words) == [omar.pk]


@pytest.mark.parametrize("words", ["%", "_____", "طلب 5", "Omar 5", "order #12"])
def test_search_does_not_find_what_is_not_there(script, amal, lina, words):
    """A digit among words is no phone number."""
    assert found(script, search=words) == []


def test_reading_leaves_nothing_unread(api, amal, outsider):
    response = api.post(f"conversations/{amal.pk}/read")
    assert response.status_code == 200
    assert (response.json()["id"], response.json()["unread_count"]) == (amal.pk, 0)
    assert set(response.json()) == set(api.get("conversations").json()["results"][0])
    amal.refresh_from_db()
    assert amal.unread_count == 0
    assert api.post(f"conversations/{amal.pk}/read").json()["unread_count"] == 0, "again is no fault"
    assert refusal(by_session(outsider).post(f"conversations/{amal.pk}/read"))[0] == 403


def test_reading_one_conversation_leaves_the_others_unread(script, amal, number):
    other = add_conversation(number, "966500000001", unread_count=1)
    script.post(f"conversations/{amal.pk}/read")
    other.refresh_from_db()
    assert other.unread_count == 1
    assert refusal(anonymous().post(f"conversations/{other.pk}/read"))[0] == 401


def test_reading_by_a_script_shows_the_customer_too(script, amal, outsider):
    amal.messages.create(
        number_id=amal.number_id,
        direction="incoming",
        status="received",
        origin="customer",
        whatsapp_message_id="wamid.read",
        created_at=datetime.now(UTC),
    )
    assert refusal(by_session(outsider).post(f"conversations/{amal.pk}/read"))[0] == 403
    assert not ReadReceipt.objects.exists()
    script.post(f"conversations/{amal.pk}/read")
    receipt = ReadReceipt.objects.get(conversation=amal)
    assert (receipt.message.whatsapp_message_id, receipt.is_told) == ("wamid.read", False)
    assert receipt.due_at is not None
