from __future__ import annotations

import pytest
import requests

from whatsapp.simulator import transport
from whatsapp.simulator.refusals import Refusal
from whatsapp.simulator.transport import Fault
from whatsapp.tests.simulator.conftest import PNID, TOKEN

TEXT = {"type": "text", "text": {"body": "مرحباً"}}


@pytest.mark.parametrize(
    ("fault", "error", "taken"),
    [
        (Fault.TIMEOUT_BEFORE, requests.ReadTimeout, 0),
        (Fault.TIMEOUT_AFTER, requests.ReadTimeout, 1),
        (Fault.CONNECT_TIMEOUT, requests.ConnectTimeout, 0),
        (Fault.RESET_BEFORE, requests.ConnectionError, 0),
        (Fault.RESET_AFTER, requests.ConnectionError, 1),
    ],
)
def test_an_answer_that_never_comes_tells_nothing_of_what_happened(
    graph, meta, faults, sara, fault, error, taken
) -> None:
    faults.add(fault)
    with pytest.raises(error):
        graph.send(sara, **TEXT)
    assert len(meta.accepted) == taken
    assert graph.send(sara, **TEXT).status_code == 200  # one fault, one call


@pytest.mark.parametrize(
    ("fault", "status", "taken"),
    [
        (Fault.SERVER_ERROR, 500, 0),
        (Fault.HTML_PAGE, 502, 0),
        (Fault.RATE_LIMITED, 429, 0),
        (Fault.TRUNCATED, 200, 1),
    ],
)
def test_an_answer_may_be_of_no_use(graph, meta, faults, sara, fault, status, taken) -> None:
    faults.add(fault)
    answer = graph.send(sara, **TEXT)
    assert answer.status_code == status
    assert len(meta.accepted) == taken
    if fault in {Fault.HTML_PAGE, Fault.TRUNCATED}:
        with pytest.raises(requests.JSONDecodeError):
            answer.json()
    else:
        assert answer.json()["error"]["fbtrace_id"]


@pytest.mark.parametrize("fault", [Fault.HALF_BODY, Fault.SLOW_DRIP])
def test_an_answer_may_end_too_soon_or_come_too_slowly(graph, meta, faults, sara, fault, monkeypatch) -> None:
    monkeypatch.setattr(transport, "DRIP_SECONDS", 0)
    faults.add(fault)
    if fault is Fault.HALF_BODY:
        with pytest.raises(requests.exceptions.ChunkedEncodingError):
            graph.send(sara, **TEXT)
    else:
        assert graph.send(sara, **TEXT).json()["messages"]
    assert len(meta.accepted) == 1


def test_meta_may_say_no_with_any_code(graph, meta, faults, sara) -> None:
    faults.add(Refusal.known(368, "as Meta says it"))
    answer = graph.send(sara, **TEXT)
    assert (answer.status_code, answer.json()["error"]["code"], meta.accepted) == (403, 368, [])


def test_an_answer_has_the_time_of_metas_clock(graph, meta, sara) -> None:
    meta.clock = lambda: 1780000000.0
    assert graph.send(sara, **TEXT).headers["Date"] == "Thu, 28 May 2026 20:26:40 GMT"


def test_a_fault_can_wait_for_its_call(graph, faults, sara) -> None:
    faults.add(None, Fault.HTML_PAGE)
    assert [graph.send(sara, **TEXT).status_code for _ in range(3)] == [200, 502, 200]


def test_every_request_is_seen(graph, meta, sara) -> None:
    graph.send(sara, **TEXT)
    graph.upload(b"x", "image/png", "a.png")
    sent, uploaded = meta.requests_seen
    assert (sent.method, sent.path) == ("POST", f"/v26.0/{PNID}/messages")
    assert sent.body["text"] == {"body": "مرحباً"}
    assert uploaded.body == {"messaging_product": "whatsapp", "type": "image/png", "file": "<1 bytes>"}
    assert TOKEN not in repr(meta.requests_seen)
    meta.forget_observations()
    assert meta.requests_seen == meta.accepted == []


def test_nothing_leaves_the_process(graph) -> None:
    with pytest.raises(requests.ConnectionError, match="Nothing but the simulator"):
        graph.call("GET", "https://example.com/a.jpg")


@pytest.mark.parametrize("base_url", ["https://graph.simulator", "https://demo.example/simulator/graph"])
def test_the_graph_may_be_anywhere(graph, meta, base_url) -> None:
    meta.base_url = base_url
    uploaded = graph.call(
        "POST",
        f"{base_url}/v26.0/{PNID}/media",
        data={"messaging_product": "whatsapp", "type": "text/plain"},
        files={"file": ("a.txt", b"plain", "text/plain")},
    ).json()
    told = graph.call("GET", f"{base_url}/v26.0/{uploaded['id']}").json()
    assert told["url"].startswith(base_url.removesuffix("/graph") + "/media/")
    assert graph.call("GET", told["url"]).content == b"plain"
