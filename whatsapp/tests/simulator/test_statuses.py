from __future__ import annotations

import re

import pytest

from whatsapp.simulator.refusals import failure


def told(business, wamid: str) -> list[str]:
    return [status["status"] for status in business.statuses if status["id"] == wamid]


def test_nothing_is_said_before_its_time(meta, business, graph, clock, sara) -> None:
    meta.due()
    wamid = graph.text(sara)
    meta.due()
    assert told(business, wamid) == []
    clock.pass_by(1)
    meta.due()
    assert told(business, wamid) == ["sent"]
    clock.pass_by(1)
    meta.due()
    assert told(business, wamid) == ["sent", "delivered"]
    clock.pass_by(3600)
    meta.due()
    assert told(business, wamid) == ["sent", "delivered"]
    meta.customer_reads(sara)
    meta.due()
    assert told(business, wamid) == ["sent", "delivered", "read"]


def test_a_status_carries_what_the_business_needs(meta, business, graph, clock, sara) -> None:
    meta.due()
    graph.text(sara, biz_opaque_callback_data="row-7")
    clock.pass_by(5)
    meta.due()
    meta.customer_reads(sara)
    meta.due()
    sent, delivered, read = business.statuses
    for status in (sent, delivered, read):
        assert status["recipient_id"] == sara.phone
        assert status["recipient_user_id"] == sara.bsuid
        assert status["biz_opaque_callback_data"] == "row-7"
        assert isinstance(status["timestamp"], str)
        assert "conversation" not in status
    price = {
        "billable": False,
        "pricing_model": "PMP",
        "type": "free_customer_service",
        "category": "service",
    }
    assert sent["pricing"] == delivered["pricing"] == price
    assert "pricing" not in read
    assert business.values[-1]["contacts"] == [sara.contact()]


def test_an_open_chat_reads_without_delivered(meta, business, graph, clock, sara) -> None:
    wamid = graph.text(sara)
    clock.pass_by(1)
    meta.customer_opens(sara)
    clock.pass_by(1)
    meta.due()
    assert told(business, wamid) == ["sent", "read"]
    assert "pricing" in business.statuses[-1]


def test_an_offline_phone_gets_it_when_it_is_back(meta, business, graph, clock, sara) -> None:
    meta.customer_goes_offline(sara)
    wamid = graph.text(sara)
    clock.pass_by(3600)
    meta.due()
    assert told(business, wamid) == ["sent"]
    meta.customer_goes_offline(sara, False)
    clock.pass_by(1)
    meta.due()
    assert told(business, wamid) == ["sent", "delivered"]


def test_what_is_written_offline_waits_on_the_phone(meta, business, clock, sara) -> None:
    meta.due()
    meta.customer_goes_offline(sara)
    wamid = meta.customer_writes(sara, "في المصعد")
    clock.pass_by(600)
    meta.due()
    assert wamid not in [message["id"] for message in business.messages]
    assert meta.lines[wamid].status == "waiting"
    meta.customer_goes_offline(sara, False)
    meta.due()
    assert business.messages[-1]["id"] == wamid
    assert business.messages[-1]["timestamp"] == str(int(clock.now))


def test_without_receipts_read_is_never_told(meta, business, graph, clock, sara) -> None:
    meta.customer_hides_receipts(sara)
    wamid = graph.text(sara)
    clock.pass_by(5)
    meta.due()
    meta.customer_reads(sara)
    meta.customer_hides_receipts(sara, False)
    meta.customer_reads(sara)
    meta.due()
    assert told(business, wamid) == ["sent", "delivered"]


def test_who_blocks_the_business_leaves_it_at_one_tick(meta, business, graph, clock, sara) -> None:
    meta.customer_blocks(sara)
    wamid = graph.text(sara)
    clock.pass_by(60)
    meta.due()
    assert told(business, wamid) == ["sent"]
    with pytest.raises(ValueError, match="blocked"):
        meta.customer_writes(sara, "لا شيء")


@pytest.mark.parametrize(
    ("ago", "answer"), [(23.9, ["sent", "delivered"]), (24, ["failed"]), (25, ["failed"])]
)
def test_after_24_hours_a_text_is_taken_and_then_fails(meta, business, graph, clock, ago, answer) -> None:
    customer = meta.add_customer("عمر", phone="201001234567")
    meta.customer_writes(customer, "مساء الخير", at=meta.clock() - ago * 3600)
    wamid = graph.text(customer)
    clock.pass_by(10)
    meta.due()
    assert told(business, wamid) == answer
    if answer == ["failed"]:
        assert business.statuses[-1]["errors"][0]["code"] == 131047


def test_a_message_that_comes_late_does_not_shorten_the_window(meta, business, graph, clock, sara) -> None:
    meta.customer_writes(sara, "رسالة قديمة", at=meta.clock() - 30 * 3600)
    wamid = graph.text(sara)
    clock.pass_by(10)
    meta.due()
    assert told(business, wamid) == ["sent", "delivered"]


def test_a_number_without_whatsapp_is_taken_and_then_fails(meta, business, graph, clock) -> None:
    wamid = graph.text("+966555550000")
    clock.pass_by(10)
    meta.due()
    [status] = business.statuses
    assert (status["id"], status["status"]) == (wamid, "failed")
    assert status["errors"] == [failure(131026, status["errors"][0]["error_data"]["details"])]
    assert business.values[-1]["contacts"] == [{"wa_id": "966555550000"}]
    meta.lean_contacts = False
    graph.text("+966555550000")
    clock.pass_by(10)
    meta.due()
    assert "contacts" not in business.values[-1]


def test_a_voice_message_is_played_once(meta, business, graph, clock, sara) -> None:
    ogg = b"OggS" + bytes(24) + b"OpusHead\x01\x01" + bytes(32)
    media_id = graph.upload(ogg, "audio/ogg", "voice.ogg").json()["id"]
    wamid = graph.send(sara, type="audio", audio={"id": media_id, "voice": True}).json()["messages"][0]["id"]
    clock.pass_by(5)
    meta.due()
    meta.customer_plays(sara, wamid)
    meta.customer_plays(sara, wamid)
    meta.due()
    assert told(business, wamid) == ["sent", "delivered", "played"]


def test_a_reaction_is_only_ever_sent(meta, business, graph, clock, sara) -> None:
    theirs = meta.chats[sara.id][0].wamid
    wamid = graph.send(sara, type="reaction", reaction={"message_id": theirs, "emoji": "👍"})
    clock.pass_by(60)
    meta.due()
    assert told(business, wamid.json()["messages"][0]["id"]) == ["sent"]
    assert meta.lines[theirs].reactions == {"outgoing": "👍"}
    unknown = graph.send(sara, type="reaction", reaction={"message_id": "wamid.none", "emoji": "👍"})
    clock.pass_by(60)
    meta.due()
    assert told(business, unknown.json()["messages"][0]["id"]) == ["failed"]
    assert business.statuses[-1]["errors"][0]["code"] == 131009


def test_a_chatty_customer_reads_and_answers_in_the_language_spoken_to(meta, business, graph, clock) -> None:
    omar = meta.add_customer("Omar", phone="201001234567", chatty=True)
    meta.customer_writes(omar, "Hi")
    wamid = graph.text(omar, "Good evening, how can we help?")
    for _ in range(20):
        clock.pass_by(1)
        meta.due()
    assert told(business, wamid) == ["sent", "delivered", "read"]
    assert len(business.messages) == 2
    assert not re.search("[\u0600-\u06ff]", business.messages[-1]["text"]["body"])
    graph.text(omar, "أهلاً بك، كيف نخدمك؟")
    for _ in range(20):
        clock.pass_by(1)
        meta.due()
    assert re.search("[\u0600-\u06ff]", business.messages[-1]["text"]["body"])


def test_nobody_answers_by_himself_unless_told_to(meta, business, graph, clock, sara) -> None:
    graph.text(sara)
    clock.pass_by(600)
    meta.due()
    assert len(business.messages) == 1
