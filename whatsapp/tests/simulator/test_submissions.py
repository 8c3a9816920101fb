from __future__ import annotations

import json

import pytest

from whatsapp.tests.simulator.conftest import WABA

BODY = {"type": "BODY", "text": "طلبك {{1}} جاهز للاستلام.", "example": {"body_text": [["10482"]]}}
NEW = {"name": "order_ready", "category": "UTILITY", "language": "ar", "components": [BODY]}


LINK = {"type": "URL", "text": "Open", "url": "https://n.example"}


def reply(number: int) -> dict:
    return {"type": "QUICK_REPLY", "text": f"Reply {number}"}


def buttons(*some: dict) -> dict:
    return {"type": "BUTTONS", "buttons": list(some)}


def submit(graph, **changed):
    return graph.call("POST", f"{WABA}/message_templates", json=NEW | changed)


def test_a_new_template_is_reviewed_and_can_then_be_sent(graph, meta, business, clock, sara) -> None:
    made = submit(graph).json()
    assert (made["status"], made["category"]) == ("PENDING", "UTILITY")
    filled = {
        "name": "order_ready",
        "language": {"code": "ar"},
        "components": [{"type": "body", "parameters": [{"type": "text", "text": "7"}]}],
    }
    assert graph.send(sara, type="template", template=filled).json()["error"]["code"] == 132001
    clock.pass_by(60)
    meta.due()
    entry = json.loads(business.bodies[-1])["entry"][0]
    assert isinstance(entry["time"], int)
    [change] = entry["changes"]
    assert change["field"] == "message_template_status_update"
    assert "metadata" not in change["value"]
    assert change["value"]["event"] == "APPROVED"
    assert change["value"]["message_template_id"] == int(made["id"])  # a number in webhooks
    assert graph.send(sara, type="template", template=filled).status_code == 200
    assert graph.call("GET", made["id"]).json()["status"] == "APPROVED"


@pytest.mark.parametrize(
    "changed",
    [
        {"name": "Order Ready"},
        {"name": "invoice"},
        {"category": "NEWS"},
        {"language": "ar_SA"},
        {"language": ""},
        {"components": []},
        {"components": [{"type": "FOOTER", "text": "x"}]},
        {"components": [BODY | {"text": "x" * 1025}]},
        {"components": [BODY | {"text": "{{1}} جاهز"}]},
        {"components": [BODY | {"text": "طلبك {{2}} جاهز."}]},
        {"components": [{"type": "BODY", "text": BODY["text"]}]},
        {"components": [BODY, {"type": "FOOTER", "text": "{{1}}"}]},
        {"components": [BODY, {"type": "HEADER", "format": "TEXT", "text": "x" * 61}]},
        {"components": [BODY, {"type": "HEADER", "format": "TEXT", "text": "*x*"}]},
        {"components": [BODY, {"type": "HEADER", "format": "IMAGE"}]},
        {"components": [BODY, {"type": "HEADER", "format": "IMAGE", "example": {"header_handle": ["4::x"]}}]},
        {"components": [BODY | {"text": "طلبك {{1}} و{{2}} جاهز", "example": {"body_text": [["1", "2"]]}}]},
        {"components": [BODY, BODY]},
        {"components": [BODY, buttons(*[reply(n) for n in range(11)])]},
        {"components": [BODY, buttons(reply(1), LINK, reply(2))]},
        {"components": [BODY, buttons(LINK, LINK, LINK)]},
        {"components": [BODY, buttons(LINK | {"url": "https://n.example/{{1}}/x"})]},
        {"components": [BODY, buttons(LINK | {"url": "https://n.example/{{1}}"})]},
        {"components": [BODY, buttons(LINK | {"text": "x" * 26})]},
        {"components": [BODY, buttons({"type": "PHONE_NUMBER", "text": "Call", "phone_number": "1" * 21})]},
        {"components": [BODY, buttons({"type": "COPY_CODE", "example": "x" * 21})]},
    ],
)
def test_a_template_against_the_rules_is_refused(graph, meta, changed) -> None:
    before = len(meta.templates)
    assert submit(graph, **changed).json()["error"]["code"] == 100
    assert len(meta.templates) == before


def test_meta_may_pause_what_it_approved(graph, meta, business) -> None:
    meta.review("welcome_back", "en", "PAUSED")
    meta.due()
    [value] = business.values
    assert (value["event"], value["message_template_language"]) == ("PAUSED", "en")


def test_deleting_a_name_deletes_its_languages(graph, meta) -> None:
    def left() -> list[str]:
        return [item["language"] for item in meta.templates if item["name"] == "invoice"]

    one = next(
        item["id"] for item in meta.templates if item["name"] == "invoice" and item["language"] == "en"
    )
    assert graph.call("DELETE", f"{WABA}/message_templates?name=invoice&hsm_id={one}").json() == {
        "success": True
    }
    assert left() == ["ar"]
    submit(graph, name="invoice", language="en")
    graph.call("DELETE", f"{WABA}/message_templates?name=invoice")
    assert left() == []
    assert graph.call("DELETE", f"{WABA}/message_templates?name=invoice").json()["error"]["code"] == 100


def test_a_sample_is_uploaded_in_two_steps_and_its_handle_is_good_for_a_header(graph, meta) -> None:
    about = {"file_name": "a.png", "file_length": "5", "file_type": "image/png"}
    session = graph.call("POST", f"{meta.app_id}/uploads", params=about).json()["id"]
    as_bearer = graph.call("POST", session, data=b"bytes", headers={"file_offset": "0"})
    assert as_bearer.status_code == 401
    headers = {"file_offset": "0", "Authorization": f"OAuth {meta.access_token}"}
    assert graph.call("POST", session, data=b"byte", headers=headers).status_code == 400
    handle = graph.call("POST", session, data=b"bytes", headers=headers).json()["h"]
    header = {"type": "HEADER", "format": "IMAGE", "example": {"header_handle": [handle]}}
    assert submit(graph, components=[header, BODY]).json()["status"] == "PENDING"
    wrong = about | {"file_type": "application/zip"}
    assert graph.call("POST", f"{meta.app_id}/uploads", params=wrong).json()["error"]["code"] == 100


def test_an_edit_replaces_all_parts_and_is_reviewed_again(graph, meta, business, clock) -> None:
    def edit(**changes: object) -> dict:
        return graph.call("POST", template["id"], json=changes).json()

    template = next(t for t in meta.templates if (t["name"], t["language"]) == ("welcome_back", "ar"))
    assert edit(category="UTILITY")["error"]["code"] == 100
    assert edit(components=[{"type": "FOOTER", "text": "x"}])["error"]["code"] == 100
    assert edit(components=[BODY]) == {"success": True}
    assert (template["components"], template["status"]) == ([BODY], "PENDING")
    clock.pass_by(60)
    meta.due()
    assert business.values[-1]["event"] == "APPROVED"
    assert edit(components=[BODY])["error"]["error_subcode"] == 2388038
    clock.pass_by(24 * 3600)
    assert edit(components=[BODY]) == {"success": True}


def test_a_name_rests_30_days_after_it_was_deleted(graph, meta, clock) -> None:
    meta.review("invoice", "ar", "PAUSED")
    assert graph.call("DELETE", f"{WABA}/message_templates?name=invoice").json() == {"success": True}
    assert submit(graph, name="invoice").json()["error"]["error_subcode"] == 2388023
    clock.pass_by(30 * 24 * 3600)
    assert submit(graph, name="invoice").json()["status"] == "PENDING"
    gone = graph.call("DELETE", f"{WABA}/message_templates?name=old_price_list")
    assert gone.json()["error"]["code"] == 100  # one of its languages is disabled


def test_quality_category_and_the_end_of_a_pause_are_told(graph, meta, business) -> None:
    meta.rate("welcome_back", "en", "RED")
    meta.recategorise("invoice", "en", "MARKETING")
    paused = next(t for t in meta.templates if t["status"] == "PAUSED")
    assert graph.call("POST", f"{paused['id']}/unpause").json() == {"success": True}
    assert graph.call("POST", f"{paused['id']}/unpause").json()["error"]["code"] == 100
    meta.due()
    rated, moved, unpaused = business.values
    assert (rated["previous_quality_score"], rated["new_quality_score"]) == ("UNKNOWN", "RED")
    assert (moved["previous_category"], moved["new_category"]) == ("UTILITY", "MARKETING")
    assert unpaused["event"] == "APPROVED"
    assert {type(value["message_template_id"]) for value in business.values} == {int}
