from __future__ import annotations

import pytest

from whatsapp.simulator import blocking
from whatsapp.tests.simulator.conftest import PNID


def ask(graph, *users, method="POST"):
    body = {"messaging_product": "whatsapp", "block_users": list(users)}
    return graph.call(method, f"{PNID}/block_users", json=body)


SARA = {"user": "+966501234567"}


def test_who_is_blocked_is_not_heard_and_what_was_written_meanwhile_never_comes(
    graph, meta, business, sara
) -> None:
    done = ask(graph, SARA).json()
    assert done["block_users"]["added_users"] == [{"input": "+966501234567", "wa_id": "966501234567"}]
    meta.due()
    unheard = meta.customer_writes(sara, "هل تسمعونني؟")
    meta.due()
    assert len(business.messages) == 1
    assert graph.call("GET", f"{PNID}/block_users").json()["data"][0]["wa_id"] == sara.phone
    assert ask(graph, SARA, method="DELETE").json()["block_users"]["removed_users"][0]["wa_id"] == sara.phone
    meta.customer_writes(sara, "والآن؟")
    meta.due()
    assert len(business.messages) == 2
    body = {"messaging_product": "whatsapp", "status": "read", "message_id": unheard}
    assert graph.call("POST", f"{PNID}/messages", json=body).json()["error"]["code"] == 131009


def test_who_is_blocked_can_be_sent_nothing(graph, meta, sara) -> None:
    ask(graph, {"user_id": sara.bsuid})
    answer = graph.send(sara, type="text", text={"body": "?"})
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, 131026)
    assert meta.accepted == []


def test_each_user_succeeds_or_fails_alone(graph, meta, clock, sara, noura) -> None:
    clock.pass_by(25 * 3600)
    meta.customer_writes(noura, "Hello again")
    users = ({"user_id": sara.bsuid}, {"user": "+966500000009"}, {"user_id": noura.bsuid})
    answer = ask(graph, *users, {"user": f"+{meta.display_phone_number}"})
    told = answer.json()
    assert (answer.status_code, told["error"]["code"]) == (400, 139100)
    assert told["block_users"]["added_users"] == [{"input": noura.bsuid, "user_id": noura.bsuid}]
    codes = [failed["errors"][0]["code"] for failed in told["block_users"]["failed_users"]]
    assert codes == [131047, 131047, 131021]
    assert (sara.blocked, noura.blocked) == (False, True)


@pytest.mark.parametrize(
    "odd", [{}, {"user": 966501234567}, {"phone": "+966501234567"}, SARA | {"user_id": "SA.1"}, "+966"]
)
def test_a_user_has_a_phone_or_an_id_and_nothing_else(graph, sara, odd) -> None:
    assert ask(graph, odd).json()["error"]["code"] == 100
    assert not sara.blocked


def test_the_list_and_a_request_have_their_limits(graph, sara, monkeypatch) -> None:
    assert ask(graph).json()["error"]["code"] == 100
    monkeypatch.setattr(blocking, "MOST_AT_ONCE", 1)
    assert ask(graph, SARA, SARA).json()["error"]["code"] == 130429
    monkeypatch.setattr(blocking, "MOST_BLOCKED", 0)
    assert ask(graph, SARA).json()["error"]["code"] == 139101
