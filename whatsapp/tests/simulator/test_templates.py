from __future__ import annotations

import json

import pytest

from whatsapp.tests.simulator.conftest import PNID, WABA


def texts(*values: str) -> list[dict]:
    return [{"type": "text", "text": value} for value in values]


def body(*values: str) -> dict:
    return {"type": "body", "parameters": texts(*values)}


def template(name: str, *components: dict, language: str = "ar") -> dict:
    return {"name": name, "language": {"code": language}, "components": list(components)}


TRACK = {"type": "button", "sub_type": "url", "index": "0", "parameters": texts("10482")}
NAMED = {
    "type": "body",
    "parameters": [
        {"type": "text", "parameter_name": "order_number", "text": "10482"},
        {"type": "text", "parameter_name": "first_name", "text": "سارة"},
    ],
}
PICTURE = {
    "type": "header",
    "parameters": [{"type": "image", "image": {"link": "https://cdn.example/a.jpg"}}],
}
CODE = {
    "type": "button",
    "sub_type": "copy_code",
    "index": "0",
    "parameters": [{"type": "coupon_code", "coupon_code": "NAKHEEL15"}],
}
LONG_CODE = {"type": "coupon_code", "coupon_code": "x" * 21}
PLACE = {
    "type": "header",
    "parameters": [{"type": "location", "location": {"latitude": "24.7", "longitude": "46.6"}}],
}
FLOW = {
    "type": "button",
    "sub_type": "flow",
    "index": "0",
    "parameters": [{"type": "action", "action": {"flow_token": "unused"}}],
}


def card(index: int, *parts: dict) -> dict:
    return {"card_index": index, "components": list(parts)}


def carousel(*cards: dict) -> dict:
    return {"type": "carousel", "cards": list(cards)}


def offer(**facts: object) -> dict:
    parameter = {"type": "limited_time_offer", "limited_time_offer": facts}
    return {"type": "limited_time_offer", "parameters": [parameter]}


ORDER = TRACK | {"index": "1"}
CARDS = [card(n, PICTURE, body("120"), ORDER) for n in (0, 1)]
NEXT_YEAR = 4102444800000  # 2100: the simulator's clock is far before that


@pytest.mark.parametrize(
    "content",
    [
        template("welcome_back", body("سارة")),
        template("welcome_back", body("Sara"), language="en"),
        template("order_confirmation", {"type": "header", "parameters": texts("7")}, body("a", "b", "c")),
        template("order_shipped", NAMED, TRACK),
        template("new_arrivals", PICTURE, body("سارة")),
        template("discount_code", body("سارة"), CODE),
        template("feedback_request"),
        template("branch_location", PLACE, body("9", "11")),
        template("book_a_visit", FLOW),
        template("gift_boxes", body("سارة"), carousel(*CARDS)),
        template("gift_boxes", body("سارة"), carousel(*reversed(CARDS))),
        template("flash_sale", PICTURE, body("سارة"), offer(expiration_time_ms=NEXT_YEAR), CODE, ORDER),
    ],
)
def test_a_template_filled_rightly_is_taken(graph, sara, content) -> None:
    answer = graph.send(sara, type="template", template=content)
    assert answer.status_code == 200, answer.text
    assert answer.json()["messages"][0]["message_status"] == "accepted"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (template("welcome_back"), 132000),
        (template("welcome_back", body("a", "b")), 132000),
        (template("welcome_back", {"type": "header", "parameters": texts("x")}, body("a")), 132000),
        (template("feedback_request", body("a")), 132000),
        (template("order_confirmation", body("a", "b", "c")), 132000),
        (template("order_shipped", body("a", "b"), TRACK), 100),
        (template("order_shipped", NAMED), 131008),
        (template("order_shipped", NAMED, TRACK, TRACK | {"index": "1"}), 132000),
        (template("new_arrivals", body("a")), 132012),
        (template("new_arrivals", {"type": "header", "parameters": texts("x")}, body("a")), 132012),
        (template("discount_code", body("a")), 131008),
        (template("welcome_back", body("")), 131008),
        (template("welcome_back", body("a\nb")), 132012),
        (template("welcome_back", body("a     b")), 132012),
        (template("order_shipped", NAMED, TRACK | {"parameters": texts("a\nb")}), 132018),
        (template("discount_code", body("a"), CODE | {"parameters": [LONG_CODE]}), 132018),
        (
            template(
                "order_confirmation", {"type": "header", "parameters": texts("x" * 60)}, body("a", "b", "c")
            ),
            132005,
        ),
        (template("book_a_visit"), 131008),
        (template("gift_boxes", carousel(*CARDS)), 132000),
        (template("gift_boxes", body("a")), 132012),
        (template("gift_boxes", body("a"), carousel(CARDS[0])), 132012),
        (template("gift_boxes", body("a"), carousel(CARDS[0], CARDS[0])), 132012),
        (template("gift_boxes", body("a"), carousel(CARDS[0], card(1, body("9"), ORDER))), 132012),
        (template("gift_boxes", body("a"), carousel(CARDS[0], card(1, PICTURE, ORDER))), 132000),
        (template("gift_boxes", body("a"), carousel(CARDS[0], card(1, PICTURE, body("9")))), 131008),
        (
            template("gift_boxes", body("a"), carousel(CARDS[0], card(1, PICTURE, body("9" * 160), ORDER))),
            132005,
        ),
        (template("welcome_back", body("a"), carousel()), 132000),
        (template("flash_sale", PICTURE, body("a"), CODE, ORDER), 131008),
        (template("flash_sale", PICTURE, body("a"), offer(), CODE, ORDER), 131008),
        (template("flash_sale", PICTURE, body("a"), offer(expiration_time_ms=1000), CODE, ORDER), 131009),
        (template("our_products"), 131008),
        (template("welcome_back", body("a"), TRACK), 132012),
        (template("order_shipped", NAMED, TRACK | {"parameters": [LONG_CODE]}), 132012),
        (template("order_shipped", NAMED, {**TRACK, "sub_type": "flow"}), 132012),
        (template("order_shipped", NAMED, {k: v for k, v in TRACK.items() if k != "index"}), 131008),
        (template("branch_location", body("a", "b")), 132012),
        (template("welcome_back", body("a" * 1024)), 132005),
        (template("no_such_template"), 132001),
        (template("welcome_back", body("a"), language="ar_EG"), 132001),
        (template("ramadan_offer"), 132001),
        (template("ramadan_offer", language="en"), 132001),
        (template("weekend_sale", body("a")), 132015),
        (template("old_price_list"), 132016),
        ({"name": "welcome_back"}, 100),
        ({"name": "welcome_back", "language": {}}, 100),
    ],
)
def test_a_template_filled_wrongly_is_refused(graph, meta, sara, content, code) -> None:
    answer = graph.send(sara, type="template", template=content)
    assert answer.json()["error"]["code"] == code
    assert answer.status_code == (404 if code == 132001 else 400)
    assert meta.accepted == []


def test_a_template_opens_a_conversation_outside_the_window(graph, meta, business, clock) -> None:
    answer = graph.send("+201001234567", type="template", template=template("welcome_back", body("عمر")))
    clock.pass_by(5)
    meta.due()
    assert [status["status"] for status in business.statuses] == ["sent", "delivered"]
    price = business.statuses[0]["pricing"]
    assert (price["billable"], price["category"], price["type"]) == (True, "marketing", "regular")
    assert meta.lines[answer.json()["messages"][0]["id"]].shown["body"].startswith("أهلاً عمر،")


def test_a_login_code_needs_a_phone(graph, sara, noura) -> None:
    button = {"type": "button", "sub_type": "url", "index": "0", "parameters": texts("482913")}
    content = template("login_code", body("482913"), button)
    assert graph.send(sara, type="template", template=content).status_code == 200
    assert graph.send(noura, type="template", template=content).json()["error"]["code"] == 131062


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


def test_all_templates_are_more_than_one_page(graph, meta) -> None:
    first = graph.call("GET", f"{WABA}/message_templates").json()
    assert len(first["data"]) == 25
    second = graph.call("GET", first["paging"]["next"]).json()
    assert "next" not in second["paging"]
    assert "after" in second["paging"]["cursors"]  # the cursor is no sign that more comes
    listed = first["data"] + second["data"]
    assert len({item["id"] for item in listed}) == len(listed) == len(meta.templates)
    after = {"after": first["paging"]["cursors"]["after"]}
    assert graph.call("GET", f"{WABA}/message_templates", params=after).json()["data"] == second["data"]


def test_templates_can_be_chosen(graph) -> None:
    def listed(**query: str) -> list[dict]:
        return graph.call("GET", f"{WABA}/message_templates", params=query).json()["data"]

    assert {item["status"] for item in listed(status="PAUSED")} == {"PAUSED"}
    assert [item["language"] for item in listed(name="invoice")] == ["ar", "en"]
    assert {item["language"] for item in listed(language="en", limit="100")} == {"en"}
    assert listed(name="invoice", fields="status,quality_score")[0].keys() == {
        "id",
        "status",
        "quality_score",
    }
    assert listed(name="none") == []
    assert (
        graph.call("GET", f"{WABA}/message_templates", params={"limit": "x"}).json()["error"]["code"] == 100
    )
    assert (
        graph.call("GET", f"{WABA}/message_templates", params={"after": "?"}).json()["error"]["code"] == 100
    )


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


def test_a_new_world_has_templates_of_every_kind_and_in_every_state(graph, meta) -> None:
    listed = graph.call("GET", f"{WABA}/message_templates?limit=100").json()["data"]
    assert {t["status"] for t in listed} >= {"APPROVED", "PENDING", "REJECTED", "PAUSED", "DISABLED"}
    assert {t["category"] for t in listed} == {"UTILITY", "MARKETING", "AUTHENTICATION"}
    assert {t["parameter_format"] for t in listed} == {"POSITIONAL", "NAMED"}
    parts = [part for t in listed for part in t["components"]]
    assert {part["type"] for part in parts} == {
        *("HEADER", "BODY", "FOOTER", "BUTTONS", "CAROUSEL", "LIMITED_TIME_OFFER")
    }
    assert {part["format"] for part in parts if part["type"] == "HEADER"} == {
        *("TEXT", "IMAGE", "VIDEO", "DOCUMENT", "LOCATION")
    }
    assert {button["type"] for part in parts for button in part.get("buttons", [])} == {
        *("QUICK_REPLY", "URL", "PHONE_NUMBER", "COPY_CODE", "FLOW", "MPM", "CATALOG")
    }


@pytest.mark.parametrize("status", ["PENDING", "REJECTED", "PAUSED", "DISABLED"])
def test_any_of_them_can_come_into_any_state_and_is_then_not_sent(graph, meta, sara, status) -> None:
    meta.review("gift_boxes", "ar", status, "PROMOTIONAL" if status == "REJECTED" else "NONE")
    answer = graph.send(sara, type="template", template=template("gift_boxes", body("a"), carousel(*CARDS)))
    assert answer.json()["error"]["code"] == {"PAUSED": 132015, "DISABLED": 132016}.get(status, 132001)
