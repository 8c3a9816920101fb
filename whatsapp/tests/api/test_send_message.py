import pytest

from whatsapp.models import Contact, Conversation, Message
from whatsapp.outbound import outbox

from .conftest import add_conversation, add_message, anonymous, by_session, refusal

pytestmark = pytest.mark.django_db


def ours():
    return Message.objects.filter(direction="outgoing")


def test_a_message_is_answered_with_its_pending_row(api, conversation, agent, outsider):
    asked = {"conversation_id": conversation.pk, "text": "أهلاً", "client_id": "c-1"}
    response = api.post("send-message", asked)
    message = ours().get()
    assert response.status_code == 202
    assert response.json() == api.get(f"messages/{conversation.pk}").json()["results"][0]
    assert (message.pk, message.content, message.client_id) == (response.json()["id"], "أهلاً", "c-1")
    assert (response.json()["status"], response.json()["sent_by"]) == ("pending", agent.pk)
    assert refusal(by_session(outsider).post("send-message", asked)) == (403, "forbidden")
    assert ours().count() == 1


def test_the_same_client_id_again_is_the_same_message(api, conversation):
    asked = {"conversation_id": conversation.pk, "text": "أهلاً", "client_id": "c-1"}
    first, again = api.post("send-message", asked), api.post("send-message", asked)
    assert (first.status_code, again.status_code) == (202, 200)
    assert first.json() == again.json()
    assert ours().count() == 1
    assert refusal(anonymous().post("send-message", asked)) == (401, "not_signed_in")


def test_without_a_client_id_twice_is_twice(script, conversation):
    asked = {"conversation_id": conversation.pk, "text": "أهلاً"}
    assert [script.post("send-message", asked).status_code for _ in range(2)] == [202, 202]
    assert ours().count() == 2


@pytest.mark.parametrize(
    "to",
    [
        "966551234567",
        "+966551234567",
        "00966551234567",
        "+966 55 123-4567",
        " (966) 551234567 ",
        "٩٦٦٥٥١٢٣٤٥٦٧",
        "+٩٦٦ ٥٥ ١٢٣ ٤٥٦٧",
        "۰۰۹۶۶۵۵۱۲۳۴۵۶۷",
        "\u200e+966551234567\u202c",
        "SA.1001",
    ],
)
def test_a_customer_is_found_by_phone_or_bsuid_however_it_is_written(script, conversation, number, to):
    add_conversation(number, "966551234560")
    response = script.post("send-message", {"to": to, "text": "أهلاً"})
    assert (response.status_code, response.json().get("conversation_id")) == (202, conversation.pk)
    assert refusal(anonymous().post("send-message", {"to": to, "text": "أهلاً"}))[0] == 401


def test_a_customer_without_a_phone_is_found_by_bsuid(script, number, conversation):
    contact = Contact.objects.create(bsuid="EG.5", username="lina")
    lina = Conversation.objects.create(
        number=number, contact=contact, last_inbound_at=conversation.last_inbound_at
    )
    assert script.post("send-message", {"to": "EG.5", "text": "أهلاً"}).json()["conversation_id"] == lina.pk


@pytest.mark.parametrize("to", ["+966500000000", "SA.404", "966551234567000"])
def test_to_somebody_who_never_wrote_the_window_is_closed(script, conversation, to):
    assert refusal(script.post("send-message", {"to": to, "text": "x"})) == (409, "window_closed")


@pytest.mark.parametrize("to", ["", "Amal", "+", "12", "sa.1001"])
def test_to_nobody_at_all_is_invalid(script, conversation, to):
    assert refusal(script.post("send-message", {"to": to, "text": "x"}))[0] == 422


def test_a_closed_window_is_409_and_writes_nothing(api, conversation, outsider):
    Conversation.objects.update(last_inbound_at="2020-01-01T00:00:00Z")
    asked = {"conversation_id": conversation.pk, "text": "x"}
    assert refusal(api.post("send-message", asked)) == (409, "window_closed")
    assert not ours().exists()
    assert refusal(by_session(outsider).post("send-message", asked)) == (403, "forbidden")


def test_a_reply_quotes_by_wamid_or_by_id(api, conversation):
    quoted = add_message(conversation, whatsapp_message_id="wamid.HBgM==")
    for reply_to in ("wamid.HBgM==", quoted.pk, str(quoted.pk)):
        asked = {"conversation_id": conversation.pk, "text": "نعم", "reply_to": reply_to}
        response = api.post("send-message", asked)
        assert (response.status_code, response.json()["reply_to"]) == (202, "wamid.HBgM==")
    assert set(ours().values_list("quoted_wamid", flat=True)) == {"wamid.HBgM=="}
    assert refusal(anonymous().post("send-message", asked))[0] == 401


def test_a_reply_to_a_message_of_another_conversation_is_404(script, conversation, number):
    elsewhere = add_message(add_conversation(number, "966500000001"), whatsapp_message_id="wamid.else")
    for reply_to in ("wamid.else", elsewhere.pk, "wamid.nowhere", 10**6):
        asked = {"conversation_id": conversation.pk, "text": "x", "reply_to": reply_to}
        assert refusal(script.post("send-message", asked)) == (404, "not_found")
    assert not ours().exists()


def test_a_reply_to_what_meta_does_not_know_yet_is_404(script, conversation):
    waiting = add_message(conversation, direction="outgoing", status="pending")
    asked = {"conversation_id": conversation.pk, "text": "x", "reply_to": waiting.pk}
    assert refusal(script.post("send-message", asked)) == (404, "not_found")


@pytest.mark.parametrize("nothing", [None, ""])
def test_a_reply_to_nothing_is_a_message(script, conversation, nothing):
    asked = {"conversation_id": conversation.pk, "text": "x", "reply_to": nothing}
    assert script.post("send-message", asked).json()["reply_to"] is None


KINDS = {
    "location": (
        {"location": {"latitude": 24.7, "longitude": 46.6, "name": "فرع العليا", "address": "الرياض"}},
        "فرع العليا · الرياض",
    ),
    "contacts": ({"contact": {"name": "سارة", "phones": ["+966 55 123 4567"]}}, "سارة"),
    "interactive": ({"text": "اليوم؟", "buttons": ["نعم", "لا"], "footer": "المتجر"}, "اليوم؟"),
    "interactive list": (
        {"text": "أي فرع؟", "choices": {"button": "اختر", "rows": [{"title": "العليا"}, {"title": "الملز"}]}},
        "أي فرع؟",
    ),
}


@pytest.mark.parametrize("name", KINDS)
def test_other_kinds_go_the_same_way(script, conversation, meta, name):
    asked, words = KINDS[name]
    asked = asked | {"conversation_id": conversation.pk, "client_id": "c-1"}
    first, again = script.post("send-message", asked), script.post("send-message", asked)
    assert (first.status_code, again.status_code) == (202, 200)
    assert (first.json()["message_type"], first.json()["content"]) == (name.split()[0], words)
    outbox.send_waiting()
    assert ours().get().status == "accepted"
    assert refusal(anonymous().post("send-message", asked))[0] == 401


@pytest.mark.parametrize(
    "asked",
    [
        {"location": {"latitude": 91, "longitude": 0}},
        {"location": {"latitude": 1}},
        {"contact": {"name": "سارة", "phones": []}},
        {"text": "?", "buttons": ["a", "b", "c", "d"]},
        {"text": "?", "buttons": []},
        {"text": "", "buttons": ["a"]},
        {"buttons": ["a"]},
        {"text": "?", "choices": {"button": "b", "rows": []}},
        {"text": "?", "buttons": ["a"], "location": {"latitude": 1, "longitude": 1}},
    ],
)
def test_what_meta_would_refuse_is_422(script, conversation, asked):
    assert refusal(script.post("send-message", asked | {"conversation_id": conversation.pk}))[0] == 422
    assert not ours().exists()
