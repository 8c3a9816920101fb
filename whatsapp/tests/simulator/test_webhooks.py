from __future__ import annotations

import json

from whatsapp.simulator import webhooks


def test_the_bytes_are_escaped_and_signed_as_meta_does() -> None:
    raw = webhooks.encode({"text": {"body": "مرحبا a@b.co /x"}})
    assert raw == rb'{"text":{"body":"\u0645\u0631\u062d\u0628\u0627 a\u0040b.co \/x"}}'
    mark = webhooks.signed(raw, "test_app_secret")["X-Hub-Signature-256"]
    assert mark == "sha256=d8f119644846838335ff83c542c433a0914d62f79143c39997578d1775f4c32c"


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
    assert meta.due() == 0
    clock.pass_by(1)
    assert meta.due() == 0
    for wait in (1, 4, 8):
        clock.pass_by(wait)
        taken = meta.due()
    assert taken == 1
    assert len(set(business.bodies)) == 1  # the same bytes each time
    assert meta.chats[sara.id][0].status == "delivered"


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
