from __future__ import annotations

import pytest

from whatsapp.tests.simulator.conftest import PNID


def read(graph, wamid, **more):
    body = {"messaging_product": "whatsapp", "status": "read", "message_id": wamid, **more}
    return graph.call("POST", f"{PNID}/messages", json=body).json()


TYPING = {"typing_indicator": {"type": "text"}}


def test_reading_marks_the_message_and_all_before_it(graph, meta, sara) -> None:
    second = meta.customer_writes(sara, "هل أنتم هنا؟")
    third = meta.customer_writes(sara, "؟", at=meta.clock() + 1)
    meta.due()
    assert read(graph, second) == {"success": True}
    assert [line.status for line in meta.chats[sara.id]] == ["read", "read", "delivered"]
    assert meta.lines[third].status == "delivered"
    assert sara.typing_until == 0


def test_typing_says_also_that_all_is_read_and_ends_with_the_reply(graph, meta, clock, sara) -> None:
    [line] = meta.chats[sara.id]
    assert read(graph, line.wamid, **TYPING) == {"success": True}
    assert (line.status, sara.typing_until) == ("read", meta.clock() + 25)
    graph.text(sara)
    assert sara.typing_until == 0


@pytest.mark.parametrize("odd", [None, {}, {"type": "audio"}, {"type": "text", "more": 1}, "text"])
def test_an_odd_typing_indicator_is_refused_and_marks_nothing(graph, meta, sara, odd) -> None:
    [line] = meta.chats[sara.id]
    assert read(graph, line.wamid, typing_indicator=odd)["error"]["code"] == 131009
    assert line.status == "sent"


def test_only_what_a_customer_wrote_to_us_lately_can_be_read(graph, meta, clock, sara) -> None:
    meta.customer_goes_offline(sara)
    waits_on_the_phone = meta.customer_writes(sara, "؟")
    for wamid in ("wamid.none", graph.text(sara), waits_on_the_phone, 7, ["wamid.x"]):
        assert read(graph, wamid)["error"]["code"] == 131009
    wamid = meta.chats[sara.id][0].wamid
    assert read(graph, wamid, status="delivered")["error"]["code"] == 100
    assert read(graph, wamid) == {"success": True}
    clock.pass_by(31 * 24 * 3600)
    assert read(graph, wamid)["error"]["code"] == 131009
