from __future__ import annotations

import pytest

from whatsapp.tests.simulator.conftest import PNID

IMAGE = {"link": "https://cdn.example/a.jpg"}
CARD = [{"name": {"formatted_name": "Sara", "first_name": "Sara"}, "phones": [{"phone": "+966501234567"}]}]
BUTTONS = {
    "type": "button",
    "body": {"text": "?"},
    "action": {"buttons": [{"type": "reply", "reply": {"id": "y", "title": "نعم"}}]},
}


def asking(*replies: dict, kind: str = "reply") -> dict:
    return BUTTONS | {"action": {"buttons": [{"type": kind, "reply": reply} for reply in replies]}}


def rows(count: int, **facts: str) -> dict:
    section = {"title": "s", "rows": [{"id": str(n), "title": f"row {n}"} | facts for n in range(count)]}
    return {"type": "list", "body": {"text": "?"}, "action": {"button": "اختر", "sections": [section]}}


def error(answer) -> dict:
    assert answer.status_code >= 400, answer.text
    body = answer.json()["error"]
    assert body["fbtrace_id"]
    return body


def test_the_answer_names_the_one_asked_for(graph, meta, sara, noura) -> None:
    answer = graph.send(sara, type="text", text={"body": "أهلاً"}).json()
    assert answer["messaging_product"] == "whatsapp"
    assert answer["contacts"] == [{"input": "+966501234567", "wa_id": "966501234567"}]
    assert answer["messages"][0]["id"].startswith("wamid.")
    answer = graph.send(noura, type="text", text={"body": "Hello"}).json()
    assert answer["contacts"] == [{"input": noura.bsuid, "user_id": noura.bsuid}]
    assert [taken.body["type"] for taken in meta.accepted] == ["text", "text"]


def test_the_phone_wins_over_the_user_id(graph, sara, noura) -> None:
    answer = graph.send(sara, recipient=noura.bsuid, type="text", text={"body": "x"}).json()
    assert answer["contacts"][0]["wa_id"] == sara.phone


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("text", {"body": "ا" * 4096, "preview_url": True}),
        ("image", IMAGE | {"caption": "c" * 1024}),
        ("document", {"link": "https://cdn.example/a.pdf", "filename": "a.pdf"}),
        ("location", {"latitude": "24.7", "longitude": 46.6, "name": "فرع العليا", "address": "الرياض"}),
        ("contacts", CARD),
        ("interactive", BUTTONS),
        ("interactive", rows(10)),
        (
            "interactive",
            {"type": "location_request_message", "body": {"text": "?"}, "action": {"name": "send_location"}},
        ),
        (
            "interactive",
            {
                "type": "cta_url",
                "body": {"text": "?"},
                "action": {
                    "name": "cta_url",
                    "parameters": {"display_text": "Open", "url": "https://a.example"},
                },
            },
        ),
    ],
)
def test_what_meta_takes_is_taken(graph, sara, kind, content) -> None:
    answer = graph.send(sara, type=kind, **{kind: content})
    assert answer.status_code == 200, answer.text


@pytest.mark.parametrize(
    ("kind", "content", "code"),
    [
        ("text", {"body": ""}, 100),
        ("text", {"body": " \n"}, 100),
        ("text", {"body": "a" * 4097}, 100),
        ("text", {"body": 7}, 100),
        ("text", {"body": "a", "colour": "red"}, 100),
        ("text", "a", 100),
        ("image", IMAGE | {"caption": "c" * 1025}, 100),
        ("image", IMAGE | {"id": "1"}, 131009),
        ("image", {}, 131009),
        ("image", {"id": "123"}, 131009),
        ("image", IMAGE | {"filename": "a.jpg"}, 100),
        ("audio", {"link": "https://cdn.example/a.ogg", "caption": "c"}, 100),
        ("sticker", {"link": "https://cdn.example/a.webp", "caption": "c"}, 100),
        ("location", {"latitude": "north", "longitude": "1"}, 131009),
        ("location", {"latitude": 91, "longitude": 1}, 131009),
        ("location", {"latitude": 1}, 100),
        ("contacts", [], 100),
        ("contacts", [{"name": {"formatted_name": "Sara"}}], 131009),
        ("reaction", {"emoji": "👍"}, 100),
        ("reaction", {"message_id": "wamid.x"}, 100),
        ("interactive", BUTTONS | {"action": {"buttons": BUTTONS["action"]["buttons"] * 4}}, 131009),
        ("interactive", BUTTONS | {"action": {"buttons": BUTTONS["action"]["buttons"] * 2}}, 131009),
        ("interactive", BUTTONS | {"body": {}}, 131008),
        ("interactive", BUTTONS | {"header": {"type": "text", "text": "h" * 61}}, 131009),
        ("interactive", rows(11), 131009),
        ("interactive", {"type": "carousel"}, 131009),
        ("interactive", BUTTONS | {"body": {"text": " "}}, 131008),
        ("interactive", BUTTONS | {"sections": []}, 100),
        ("interactive", BUTTONS | {"footer": {"text": "f" * 61}}, 131009),
        ("interactive", asking({"id": "y", "title": "t" * 21}), 131009),
        ("interactive", asking({"id": "i" * 257, "title": "t"}), 131009),
        ("interactive", asking({"id": "a", "title": "t"}, {"id": "b", "title": "t"}), 131009),
        ("interactive", asking({"id": "a", "title": "t"}, {"id": "a", "title": "u"}), 131009),
        ("interactive", asking({"id": "y", "title": "t"}, kind="url"), 131009),
        ("interactive", rows(0), 131009),
        ("interactive", rows(1, title="t" * 25), 131009),
        ("interactive", rows(1, description="d" * 73), 131009),
        ("interactive", rows(1, id="i" * 201), 131009),
        ("interactive", rows(2, id="same"), 131009),
        ("interactive", rows(1) | {"body": {"text": "b" * 4097}}, 131009),
        ("interactive", rows(1) | {"header": {"type": "image", "image": IMAGE}}, 131009),
        ("contacts", [CARD[0] | {"phones": ["+966501234567"]}], 100),
        ("contacts", [CARD[0] | {"phones": [{"phone": "", "type": "CELL"}]}], 100),
        ("contacts", [CARD[0] | {"phones": [{"phone": "1", "number": "1"}]}], 100),
        ("contacts", [CARD[0] | {"shoe_size": 43}], 100),
        ("reaction", {"message_id": "wamid.x", "emoji": "ok"}, 131009),
        ("dance", {}, 100),
    ],
)
def test_what_meta_refuses_is_refused(graph, meta, sara, kind, content, code) -> None:
    answer = graph.send(sara, type=kind, **{kind: content})
    assert error(answer)["code"] == code
    assert answer.status_code == 400
    assert meta.accepted == []


def test_every_write_says_whatsapp(graph, sara) -> None:
    body = {"to": f"+{sara.phone}", "type": "text", "text": {"body": "x"}}
    refused = error(graph.call("POST", f"{PNID}/messages", json=body))
    assert refused["message"] == "(#100) The parameter messaging_product is required."
    assert (refused["type"], refused["code"]) == ("OAuthException", 100)


@pytest.mark.parametrize("to", ["", "hello", "+12", "0501234567x", 966501234567, "+0501234567"])
def test_a_number_that_is_none_is_refused(graph, to) -> None:
    body = {"messaging_product": "whatsapp", "to": to, "type": "text", "text": {"body": "x"}}
    assert error(graph.call("POST", f"{PNID}/messages", json=body))["code"] in {100, 131009}


def test_a_number_without_plus_gets_the_business_country(graph) -> None:
    answer = graph.send("0501234567", type="text", text={"body": "x"}).json()
    assert answer["contacts"][0]["wa_id"] == "1501234567"


def test_the_business_cannot_write_to_itself(graph, meta) -> None:
    answer = graph.send(f"+{meta.display_phone_number}", type="text", text={"body": "x"})
    assert error(answer)["code"] == 131021


def test_a_user_id_of_another_portfolio_is_refused(graph) -> None:
    for recipient in ("SA.1234567890", "noura.k", 7):
        body = {
            "messaging_product": "whatsapp",
            "recipient": recipient,
            "type": "text",
            "text": {"body": "x"},
        }
        assert error(graph.call("POST", f"{PNID}/messages", json=body))["code"] == 131009


def test_the_tracker_has_512_characters(graph, sara) -> None:
    graph.text(sara, biz_opaque_callback_data="x" * 512)
    answer = graph.send(sara, type="text", text={"body": "x"}, biz_opaque_callback_data="x" * 513)
    assert error(answer)["code"] == 100


def test_a_quote_is_a_wamid(graph, meta, sara) -> None:
    theirs = meta.chats[sara.id][0].wamid
    mine = graph.text(sara, context={"message_id": theirs})
    assert meta.lines[mine].quotes == theirs
    assert (
        error(graph.send(sara, type="text", text={"body": "x"}, context={"message_id": "7"}))["code"]
        == 131009
    )


def test_46_messages_at_once_to_one_person_are_one_too_many(graph, clock, sara, noura) -> None:
    for _ in range(45):
        graph.text(sara)
    refused = graph.send(sara, type="text", text={"body": "x"})
    assert (refused.status_code, error(refused)["code"]) == (400, 131056)
    graph.text(noura)  # others are not held up
    clock.pass_by(6)
    graph.text(sara)  # one more every six seconds
    assert error(graph.send(sara, type="text", text={"body": "x"}))["code"] == 131056
    clock.pass_by(3600)  # an hour of silence saves up one burst, not more
    for _ in range(45):
        graph.text(sara)
    assert error(graph.send(sara, type="text", text={"body": "x"}))["code"] == 131056


def test_81_messages_in_a_second_are_one_too_many(graph, clock, meta) -> None:
    for number in range(80):
        graph.text(f"+9665010000{number + 10}")
    refused = graph.send("+966502222222", type="text", text={"body": "x"})
    assert (refused.status_code, error(refused)["code"]) == (400, 130429)
    clock.pass_by(1)
    graph.text("+966502222222")


def test_json_of_an_odd_shape_gets_an_answer_too(graph, sara) -> None:
    odd = [
        {
            "type": "template",
            "template": {"name": "welcome_back", "language": {"code": "ar"}, "components": ["x"]},
        },
        {
            "type": "interactive",
            "interactive": {
                "type": "list",
                "body": {"text": "x"},
                "action": {"button": "x", "sections": [7]},
            },
        },
        {"type": ["text"], "text": {"body": "x"}},
    ]
    for body in odd:
        assert error(graph.send(sara, **body))["code"] == 100
    assert error(graph.call("POST", f"{PNID}/messages", data=b"{not json"))["code"] == 100
