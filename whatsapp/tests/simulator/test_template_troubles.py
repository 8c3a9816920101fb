"""What customers answer to templates, and what Meta does with those that are rightly filled in all the same."""

from __future__ import annotations

import json

import pytest

from whatsapp.tests.simulator.conftest import PNID
from whatsapp.tests.simulator.template_parts import (
    CARDS,
    FLOW,
    ORDER,
    PICTURE,
    PLACE,
    body,
    card,
    carousel,
    template,
)


def test_the_tap_of_a_quick_reply_comes_back(graph, meta, business, sara) -> None:
    reply = {
        "type": "button",
        "sub_type": "quick_reply",
        "index": "1",
        "parameters": [{"type": "payload", "payload": "TRACK"}],
    }
    content = template("welcome_back", body("سارة"), reply)
    wamid = graph.send(sara, type="template", template=content).json()["messages"][0]["id"]
    meta.customer_taps(sara, wamid, "متابعة طلب")
    meta.due()
    message = business.messages[-1]
    assert message["button"] == {"payload": "TRACK", "text": "متابعة طلب"}
    assert message["context"] == {"from": meta.display_phone_number, "id": wamid}


def test_the_tap_on_a_card_comes_back_as_that_of_a_template_does(graph, meta, business, sara) -> None:
    """Both cards say the same: the payload is of the one that was tapped, or the words where none was given."""
    ask = {
        "type": "button",
        "sub_type": "quick_reply",
        "index": "0",
        "parameters": [{"type": "payload", "payload": "AJWA"}],
    }
    cards = carousel(CARDS[0], card(1, PICTURE, body("120"), ask, ORDER))
    answer = graph.send(sara, type="template", template=template("gift_boxes", body("سارة"), cards))
    wamid = answer.json()["messages"][0]["id"]
    for at in (0, 1):
        meta.customer_taps(sara, wamid, "لدي سؤال", card=at)
    meta.due()
    first, second = business.messages[-2:]
    assert (first["type"], first["button"]) == ("button", {"payload": "لدي سؤال", "text": "لدي سؤال"})
    assert (second["type"], second["button"]) == ("button", {"payload": "AJWA", "text": "لدي سؤال"})
    for message in (first, second):
        assert message["context"] == {"from": meta.display_phone_number, "id": wamid}
    for button, at in (("لدي سؤال", None), ("لدي سؤال", 2), ("لدي سؤال", -1), ("اطلبها", 0), ("x", 0)):
        with pytest.raises(ValueError):
            meta.customer_taps(sara, wamid, button, card=at)


def test_a_form_that_is_sent_in_comes_back_with_its_token(graph, meta, business, sara) -> None:
    answer = graph.send(sara, type="template", template=template("book_a_visit", FLOW))
    meta.customer_taps(sara, answer.json()["messages"][0]["id"], "احجز الآن")
    meta.due()
    reply = business.messages[-1]["interactive"]
    assert (reply["type"], reply["nfm_reply"]["name"]) == ("nfm_reply", "flow")
    assert json.loads(reply["nfm_reply"]["response_json"]) == {"flow_token": "unused"}


def test_what_meta_judges_by_rules_of_its_own_is_switched_on(graph, meta, sara) -> None:
    def code() -> int | None:
        answer = graph.send(sara, type="template", template=template("welcome_back", body("سارة")))
        return answer.json().get("error", {}).get("code")

    for wanted in (132007, 132008, None):
        meta.refuse_template("welcome_back", "ar", wanted)
        assert code() == wanted
    with pytest.raises(KeyError):
        meta.refuse_template("welcome_back", "ar", 131000)


def test_a_form_that_is_throttled_goes_out_ten_times_an_hour_and_a_blocked_one_never(
    graph, meta, clock
) -> None:
    def code(to: str) -> int | None:
        answer = graph.send(to, type="template", template=template("book_a_visit", FLOW))
        return answer.json().get("error", {}).get("code")

    meta.put_flow("883000000000001", "THROTTLED")
    assert [code(f"+96650123456{n}") for n in range(10)] == [None] * 10
    assert code("+966501234570") == 132069
    clock.pass_by(3601)
    assert code("+966501234570") is None
    meta.put_flow("883000000000001", "BLOCKED")
    assert code("+966501234570") == 132068
    meta.put_flow("883000000000001", "PUBLISHED")
    assert code("+966501234570") is None


def test_the_way_for_advertisements_takes_nothing_else(graph, sara) -> None:
    def code(**message: object) -> int | None:
        asked = {"messaging_product": "whatsapp", "to": f"+{sara.phone}", **message}
        answer = graph.call("POST", f"{PNID}/marketing_messages", json=asked).json()
        return answer.get("error", {}).get("code")

    assert code(type="template", template=template("welcome_back", body("سارة"))) is None
    assert code(type="template", template=template("branch_location", PLACE, body("9", "11"))) == 131055
    assert code(type="text", text={"body": "x"}) == 100


def test_advertisements_are_kept_from_who_has_enough_and_from_americans(graph, meta, business, clock) -> None:
    omar = meta.add_customer("عمر", phone="+20 100 123 4567")
    meta.customer_has_enough(omar)
    meta.add_customer("Ann", phone="+1 212 555 2368")
    meta.add_customer("Bea", phone="+1 416 555 0123")  # of Canada
    for to, name, filled in (
        ("+201001234567", "welcome_back", body("عمر")),
        ("+12125552368", "welcome_back", body("Ann")),
        ("+14165550123", "welcome_back", body("Bea")),
        ("+201001234567", "call_us", body("7")),  # no advertisement
    ):
        assert graph.send(to, type="template", template=template(name, filled)).status_code == 200
    clock.pass_by(5)
    meta.due()
    failed = {
        (s["recipient_id"], s["errors"][0]["code"]) for s in business.statuses if s["status"] == "failed"
    }
    assert failed == {("201001234567", 131049), ("12125552368", 131049)}
    assert sum(status["status"] == "sent" for status in business.statuses) == 2


def test_what_meta_holds_for_its_quality_is_taken_and_fails_later_as_paused(
    graph, meta, business, sara, clock
) -> None:
    held = next(t for t in meta.templates if (t["name"], t["language"]) == ("welcome_back", "ar"))
    held["is_paced"] = True
    answer = graph.send(sara, type="template", template=template("welcome_back", body("سارة")))
    assert answer.json()["messages"][0]["message_status"] == "held_for_quality_assessment"
    clock.pass_by(5)
    meta.due()
    assert [(s["status"], s["errors"][0]["code"]) for s in business.statuses] == [("failed", 132015)]
