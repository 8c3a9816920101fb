import pytest

from whatsapp.models import Contact, Conversation, Message, MessageTemplate, ReplyTemplate
from whatsapp.outbound.again import send_again
from whatsapp.outbound.outbox import send_waiting
from whatsapp.outbound.templates import send_template
from whatsapp.tests.message_templates.rows import shipped_on_the_wire, stored

from .conftest import anonymous, by_session, by_token, refusal

SHIPPED = {"first_name": "سارة", "order_number": "10482", "button.0": "10482"}
LONG_AGO = "2020-01-01T00:00:00Z"


def test_a_template_goes_out_in_a_closed_window_as_meta_wants_it(
    api, conversation, number, meta, outsider
) -> None:
    stored(number, "order_shipped")
    meta.customer_writes(meta.add_customer("أمل", phone="+966551234567", bsuid="SA.1001"), "سلام")
    Conversation.objects.update(last_inbound_at=LONG_AGO)
    asked = {
        "conversation_id": conversation.pk,
        "name": "order_shipped",
        "language": "ar",
        "parameters": SHIPPED,
    }
    response = api.post("send-template", asked | {"client_id": "t-1"})
    assert response.status_code == 202, response.content
    body = response.json()
    assert (body["message_type"], body["status"]) == ("template", "pending")
    assert body["content"] == "مرحباً سارة، طلبك رقم 10482 في الطريق إليك."
    assert api.post("send-template", asked | {"client_id": "t-1"}).status_code == 200
    send_waiting()
    [accepted] = meta.accepted
    message = Message.objects.get()
    assert message.status == "accepted"
    assert accepted.body == {
        "messaging_product": "whatsapp",
        "recipient_type": "individual",
        "to": "+966551234567",
        "type": "template",
        "template": shipped_on_the_wire("سارة", "10482", "10482"),
        "biz_opaque_callback_data": str(message.uuid),
    }
    assert MessageTemplate.objects.get().last_used_at is not None
    assert refusal(by_session(outsider).post("send-template", asked)) == (403, "forbidden")


def test_what_can_not_be_sent_is_422_with_the_key_named_and_nothing_is_written(
    script, conversation, number
) -> None:
    stored(number, "order_shipped")
    stored(number, "ramadan_offer")
    stored(number, "weekend_sale")
    stored(number, "invoice", components=[{"type": "CAROUSEL"}, {"type": "BODY", "text": "x"}])
    stored(number, "feedback_request")
    Contact.objects.update(wants_marketing=False)

    def no(name: str, parameters: dict, language: str = "ar") -> tuple[int, str, str]:
        asked = {
            "conversation_id": conversation.pk,
            "name": name,
            "language": language,
            "parameters": parameters,
        }
        response = script.post("send-template", asked)
        return *refusal(response), response.json()["error"]["message"]

    missing = {key: value for key, value in SHIPPED.items() if key != "first_name"}
    assert no("order_shipped", missing)[:2] == (422, "invalid_parameters")
    assert "first_name" in no("order_shipped", missing)[2]
    assert "header.media" in no("order_shipped", SHIPPED | {"header.media": "1"})[2]
    assert "order_number" in no("order_shipped", SHIPPED | {"order_number": "1\n2"})[2]
    for name, language in (
        *(("ramadan_offer", "ar"), ("weekend_sale", "ar"), ("order_shipped", "ar_EG"), ("none", "ar")),
        *(("invoice", "ar"), ("feedback_request", "ar")),
    ):
        assert no(name, {}, language)[:2] == (422, "template_not_sendable"), name
    assert not Message.objects.exists()
    asked = {"conversation_id": conversation.pk, "name": "order_shipped", "language": "ar"}
    assert refusal(anonymous().post("send-template", asked))[0] == 401


def test_a_new_number_gets_a_chat_and_a_known_one_keeps_its_own(
    script, conversation, number, meta, agent
) -> None:
    stored(number, "feedback_request")
    asked = {"name": "feedback_request", "language": "ar"}
    assert (
        script.post("send-template", asked | {"to": "00966 55 123-4567"}).json()["conversation_id"]
        == conversation.pk
    )
    first = script.post("send-template", asked | {"to": "+٢٠ ١٠٠ ١٢٣ ٤٥٦٧"})
    assert first.status_code == 202, first.content
    made = Conversation.objects.get(pk=first.json()["conversation_id"])
    assert (made.customer_phone, made.contact.phone, made.last_message_type) == ("201001234567",) * 2 + (
        "template",
    )
    again = script.post("send-template", asked | {"to": "+201001234567"})
    assert again.json()["conversation_id"] == made.pk
    Conversation.objects.all().update(last_message="")
    Message.objects.all().delete()
    Conversation.objects.filter(pk=made.pk).delete()
    assert script.post("send-template", asked | {"to": "+201001234567"}).status_code == 202
    assert Contact.objects.filter(phone="201001234567").count() == 1
    before = Conversation.objects.count()
    for to in ("12", "Amal", "EG.404", "", None):
        assert refusal(script.post("send-template", asked | {"to": to}))[0] == 422
    assert (
        refusal(script.post("send-template", {"to": "+201009999999", "name": "none", "language": "ar"}))[0]
        == 422
    )
    assert Conversation.objects.count() == before
    assert refusal(anonymous().post("send-template", asked | {"to": "+201001234567"}))[0] == 401


def test_a_template_that_failed_can_be_sent_again_in_a_closed_window(conversation, number, agent) -> None:
    message, _new = send_template(conversation, stored(number, "feedback_request"), {}, by=agent)
    Message.objects.update(status="failed", error_code=131049)
    Conversation.objects.update(last_inbound_at=None)
    message.refresh_from_db()
    assert send_again(message, by=agent).status == "pending"


def test_templates_are_listed_with_what_they_need(script, number, outsider) -> None:
    stored(number, "ramadan_offer")
    stored(number, "order_confirmation")
    [one] = script.get("templates", kind="message").json()["results"]
    assert (one["name"], one["language"], one["category"], one["status"]) == (
        *("order_confirmation", "ar", "UTILITY", "APPROVED"),
    )
    assert [(p["key"], p["required"]) for p in one["parameters"]] == [
        *(("header.1", True), ("1", True), ("2", True), ("3", True)),
    ]
    assert one["components"][0]["type"] == "HEADER"
    assert script.get("templates", kind="other").status_code == 422
    assert refusal(by_session(outsider).get("templates", kind="message")) == (403, "forbidden")


def test_replies_are_listed_by_page_and_added_by_those_who_may(script, manager, outsider) -> None:
    ReplyTemplate.objects.bulk_create(ReplyTemplate(name=f"r{n}", content="x") for n in range(101))
    first = script.get("templates").json()
    assert (len(first["results"]), first["results"][0]["name"]) == (100, "r100")
    second = script.get("templates", cursor=first["next"]).json()
    assert ([row["name"] for row in second["results"]], second["next"]) == (["r0"], None)
    assert refusal(script.get("templates", cursor="x")) == (400, "bad_cursor")
    new = {"name": "شكر", "content": "شكراً لك", "category": "عام"}
    assert refusal(script.post("templates", new)) == (403, "forbidden")
    made = by_token(manager).post("templates", new)
    assert made.status_code == 201
    assert {key: made.json()[key] for key in new} == new
    assert made.json()["created_by"] == manager.pk
    assert refusal(by_token(manager).post("templates", new)) == (422, "invalid")
    assert refusal(by_token(manager).post("templates", {"name": "", "content": "x"})) == (422, "invalid")
    assert refusal(by_session(outsider).post("templates", new)) == (403, "forbidden")


@pytest.mark.parametrize("parameters", [[], "x", {"1": {"a": 1}}])
def test_parameters_of_another_shape_are_422(script, conversation, number, parameters) -> None:
    stored(number, "welcome_back")
    asked = {
        "conversation_id": conversation.pk,
        "name": "welcome_back",
        "language": "ar",
        "parameters": parameters,
    }
    assert refusal(script.post("send-template", asked))[0] == 422
