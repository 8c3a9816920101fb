from __future__ import annotations

import hashlib
import hmac

import pytest

from whatsapp.tests.simulator.conftest import PNID, SECRET, TOKEN, WABA


@pytest.mark.parametrize(
    "headers", [{"Authorization": None}, {"Authorization": "Bearer wrong"}, {"Authorization": TOKEN}]
)
@pytest.mark.parametrize("path", [PNID, f"{WABA}/message_templates", "debug_token?input_token=x", "12345"])
def test_without_the_token_nothing_is_told(graph, headers, path) -> None:
    answer = graph.call("GET", path, headers=headers)
    error = answer.json()["error"]
    assert (answer.status_code, error["code"], error["type"]) == (401, 190, "OAuthException")


def test_the_token_may_stand_in_the_query(graph) -> None:
    answer = graph.call("GET", f"{PNID}?access_token={TOKEN}", headers={"Authorization": None})
    assert answer.status_code == 200


def test_a_wrong_proof_of_the_secret_is_refused(graph) -> None:
    right = hmac.new(SECRET.encode(), TOKEN.encode(), hashlib.sha256).hexdigest()
    assert graph.call("GET", f"{PNID}?appsecret_proof={right}").status_code == 200
    assert graph.call("GET", f"{PNID}?appsecret_proof={right[:-1]}0").json()["error"]["code"] == 100


@pytest.mark.parametrize(
    ("method", "path"), [("GET", "999"), ("POST", "999/messages"), ("POST", "999/media")]
)
def test_an_unknown_number_is_an_unknown_object(graph, method, path) -> None:
    answer = graph.call(method, path, json={})
    error = answer.json()["error"]
    assert (answer.status_code, error["code"], error["error_subcode"]) == (400, 100, 33)


def test_an_unknown_path_is_told_apart(graph) -> None:
    assert graph.call("POST", f"{PNID}/dance", json={}).json()["error"]["code"] == 2500


def test_the_number_tells_what_it_is_asked(graph) -> None:
    usual = graph.call("GET", PNID).json()
    assert (usual["id"], usual["display_phone_number"]) == (PNID, "+1 555-078-3881")
    asked = graph.call("GET", PNID, params={"fields": "status,platform_type,health_status"}).json()
    assert asked.keys() == {"id", "status", "platform_type", "health_status"}
    assert asked["health_status"]["can_send_message"] == "AVAILABLE"
    assert graph.call("GET", PNID, params={"fields": "moon"}).json()["error"]["code"] == 100
    [listed] = graph.call("GET", f"{WABA}/phone_numbers").json()["data"]
    assert listed["id"] == PNID


def test_the_app_is_in_the_list_while_it_is_subscribed(graph, meta) -> None:
    def subscribed() -> list[str]:
        data = graph.call("GET", f"{WABA}/subscribed_apps").json()["data"]
        return [item["whatsapp_business_api_data"]["id"] for item in data]

    assert subscribed() == [meta.app_id]
    assert graph.call("DELETE", f"{WABA}/subscribed_apps").json() == {"success": True}
    assert subscribed() == []
    assert graph.call("POST", f"{WABA}/subscribed_apps").json() == {"success": True}
    assert subscribed() == [meta.app_id]


def test_a_token_can_be_looked_at(graph, meta) -> None:
    app_token = f"{meta.app_id}|{SECRET}"
    query = {"input_token": TOKEN, "access_token": app_token}
    told = graph.call("GET", "debug_token", params=query, headers={"Authorization": None}).json()["data"]
    assert told["is_valid"]
    assert told["expires_at"] == 0
    assert {"scope": "whatsapp_business_messaging", "target_ids": [WABA]} in told["granular_scopes"]
    assert not graph.call("GET", "debug_token", params={"input_token": "x"}).json()["data"]["is_valid"]
    assert graph.call("GET", PNID, headers={"Authorization": f"Bearer {app_token}"}).status_code == 401


def test_what_an_app_subscribed_to_is_told_to_the_app_only(graph, meta) -> None:
    as_the_app = {"Authorization": f"Bearer {meta.app_id}|{SECRET}"}
    [hook] = graph.call("GET", f"{meta.app_id}/subscriptions", headers=as_the_app).json()["data"]
    assert hook["object"] == "whatsapp_business_account"
    assert "messages" in [field["name"] for field in hook["fields"]]
    assert graph.call("GET", f"{meta.app_id}/subscriptions").json()["error"]["code"] == 15
    wrong = {"Authorization": f"Bearer {meta.app_id}|wrong"}
    assert graph.call("GET", f"{meta.app_id}/subscriptions", headers=wrong).status_code == 401


def test_a_number_that_is_not_registered_sends_nothing(graph, meta, sara) -> None:
    meta.number_facts = {"platform_type": "NOT_APPLICABLE"}
    assert graph.send(sara, type="text", text={"body": "x"}).json()["error"]["code"] == 133010
    assert meta.accepted == []


def test_the_profile_is_a_list_of_one(graph) -> None:
    change = {"messaging_product": "whatsapp", "about": "تمور وقهوة", "email": "hello@nakheel.example"}
    assert graph.call("POST", f"{PNID}/whatsapp_business_profile", json=change).json() == {"success": True}
    query = {"fields": "about,email,address"}
    [told] = graph.call("GET", f"{PNID}/whatsapp_business_profile", params=query).json()["data"]
    assert told == {"about": "تمور وقهوة", "email": "hello@nakheel.example", "messaging_product": "whatsapp"}
    long = graph.call("POST", f"{PNID}/whatsapp_business_profile", json=change | {"about": "x" * 140})
    assert long.json()["error"]["code"] == 100
