from __future__ import annotations

import pytest

from whatsapp.tests.simulator.conftest import WABA
from whatsapp.tests.simulator.template_parts import (
    CARDS,
    CODE,
    FLOW,
    LONG_CODE,
    NAMED,
    NEXT_YEAR,
    ORDER,
    PICTURE,
    PLACE,
    TRACK,
    body,
    card,
    carousel,
    offer,
    template,
    texts,
)


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
