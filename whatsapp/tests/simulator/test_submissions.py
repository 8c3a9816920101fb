from __future__ import annotations

import json

import pytest

from whatsapp.tests.simulator.conftest import WABA

BODY = {"type": "BODY", "text": "طلبك {{1}} جاهز للاستلام.", "example": {"body_text": [["10482"]]}}
NEW = {"name": "order_ready", "category": "UTILITY", "language": "ar", "components": [BODY]}


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
