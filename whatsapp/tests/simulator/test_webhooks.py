from __future__ import annotations

import json

from whatsapp.simulator import webhooks


def test_the_bytes_are_escaped_and_signed_as_meta_does() -> None:
    raw = webhooks.encode({"text": {"body": "مرحبا a@b.co /x"}})
    assert raw == rb'{"text":{"body":"\u0645\u0631\u062d\u0628\u0627 a\u0040b.co \/x"}}'
    mark = webhooks.signed(raw, "test_app_secret")["X-Hub-Signature-256"]
    assert mark == "sha256=d8f119644846838335ff83c542c433a0914d62f79143c39997578d1775f4c32c"


def test_four_characters_are_escaped_that_json_would_leave_alone() -> None:
    assert webhooks.encode({"a": "/@<%>"}) == rb'{"a":"\/\u0040\u003C\u0025>"}'


def test_what_is_escaped_reads_the_same() -> None:
    body = {"text": '50% <b>نعم</b> a@b/c \\ " \n 🌷'}
    assert json.loads(webhooks.encode(body)) == body


def test_a_customer_with_a_phone_writes(meta, business, sara) -> None:
    meta.due()
    [value] = business.values
    assert value["metadata"] == {
        "display_phone_number": "15550783881",
        "phone_number_id": meta.phone_number_id,
    }
    assert value["contacts"] == [
        {"profile": {"name": "سارة القحطاني"}, "wa_id": "966501234567", "user_id": sara.bsuid}
    ]
    [message] = value["messages"]
    assert message["from"] == "966501234567"
    assert message["from_user_id"] == sara.bsuid
    assert message["timestamp"] == str(int(meta.clock()) - 60)
    assert (message["type"], message["text"]) == ("text", {"body": "السلام عليكم"})


def test_a_username_customer_shows_no_phone_anywhere(meta, business, noura) -> None:
    meta.due()
    [value] = business.values
    assert value["contacts"] == [
        {"profile": {"name": "Noura", "username": "@noura.k"}, "user_id": noura.bsuid}
    ]
    assert "from" not in value["messages"][0]
    assert value["messages"][0]["from_user_id"] == noura.bsuid


def test_a_message_is_told_again_until_the_business_answers_200(meta, business, clock, sara) -> None:
    business.answers = [500, ConnectionRefusedError(), 202]
    taken = [meta.due()]
    for wait in (2, 4, 8):  # twice as long each time
        clock.pass_by(wait - 0.1)
        assert meta.due() == 0
        clock.pass_by(0.1)
        taken.append(meta.due())
    assert taken == [0, 0, 0, 1]
    assert len(set(business.bodies)) == 1  # the same bytes each time
    assert meta.chats[sara.id][0].status == "delivered"


def test_after_seven_days_meta_gives_up(meta, business, clock, sara) -> None:
    meta.deliver = lambda body, headers: 500
    for _ in range(8 * 24):
        meta.due()
        clock.pass_by(3600)
    meta.deliver = business
    clock.pass_by(3600)
    assert meta.due() == 0


def test_updates_can_share_a_body(meta, business, sara, noura) -> None:
    meta.batch = 10
    assert meta.due() == 1
    assert len(json.loads(business.bodies[0])["entry"][0]["changes"]) == 2


def test_the_handshake_needs_the_challenge_back(meta) -> None:
    assert meta.verify_webhook(lambda query: (200, query["hub.challenge"]))
    assert not meta.verify_webhook(lambda query: (200, f'"{query["hub.challenge"]}"'))
    assert not meta.verify_webhook(lambda query: (403, "Forbidden"))


def test_an_app_that_is_not_subscribed_hears_nothing(meta, business, graph, sara) -> None:
    graph.call("DELETE", f"{meta.waba_id}/subscribed_apps")
    meta.customer_writes(sara, "هل من أحد؟")
    meta.due()
    assert [message["text"]["body"] for message in business.messages] == ["السلام عليكم"]


def test_a_body_may_come_twice(meta, business, sara) -> None:
    meta.repeats = 2
    assert meta.due() == 1
    assert len(business.bodies) == 2
    assert len(set(business.bodies)) == 1


def test_a_new_number_is_told_from_the_old_one_without_contacts(meta, business, sara) -> None:
    meta.due()
    old = sara.bsuid
    meta.customer_changes_number(sara, "+966 55 000 1111")
    meta.due()
    value = business.values[-1]
    assert "contacts" not in value
    [message] = value["messages"]
    assert (message["type"], message["from"]) == ("system", "966501234567")
    assert message["system"]["wa_id"] == sara.phone == "966550001111"
    assert (message["system"]["previous_user_id"], message["system"]["user_id"]) == (old, sara.bsuid)


def test_who_wants_no_offers_gets_none(meta, business, graph, clock, sara) -> None:
    meta.customer_stops_marketing(sara)
    meta.due()
    [preference] = business.values[-1]["user_preferences"]
    assert (preference["value"], preference["timestamp"]) == ("stop", int(clock.now))
    filled = {"name": "feedback_request", "language": {"code": "ar"}}
    graph.send(sara, type="template", template=filled)
    clock.pass_by(5)
    meta.due()
    assert business.statuses[-1]["errors"][0]["code"] == 131050


def test_reactions_come_and_go(meta, business, graph, clock, sara) -> None:
    wamid = graph.text(sara)
    meta.customer_reacts(sara, wamid, "👍")
    assert meta.lines[wamid].reactions == {"incoming": "👍"}
    meta.customer_reacts(sara, wamid, "")
    assert meta.lines[wamid].reactions == {}
    meta.due()
    put, taken_back = business.messages[-2:]
    assert put["reaction"] == {"message_id": wamid, "emoji": "👍"}
    assert taken_back["reaction"] == {"message_id": wamid}


def test_any_other_type_has_the_shape_of_the_wire(meta, business, sara) -> None:
    place = {"latitude": 24.7, "longitude": 46.6}
    meta.customer_sends(sara, "location", place)
    meta.due()
    assert (business.messages[-1]["type"], business.messages[-1]["location"]) == ("location", place)
