"""One POST to Meta, at the edge where `requests` meets the network."""

import json
import logging
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import requests
import responses
from responses import matchers

from whatsapp.cloud_api import transport
from whatsapp.cloud_api.client import CONNECT_SECONDS, READ_SECONDS, Accepted, Client
from whatsapp.cloud_api.errors import Kind, NoAnswer, NotSent, Refused

CLIENT = Client("https://graph.facebook.com", "v26.0", "106540352242922", "secret-token")
ADDRESS = "https://graph.facebook.com/v26.0/106540352242922/messages"
MESSAGE = {"messaging_product": "whatsapp", "to": "+966501234567", "type": "text", "text": {"body": "مرحباً"}}
YES = {"messaging_product": "whatsapp", "contacts": [{"input": "+966501234567", "wa_id": "966501234567"}]}
YES["messages"] = [{"id": "wamid.HBgM"}]


@pytest.fixture
def meta() -> Iterator[responses.RequestsMock]:
    with responses.RequestsMock() as mock:
        yield mock


def test_meta_is_called_with_the_token_the_message_and_deadlines(meta, monkeypatch):
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:1")
    asked = {"timeout": (CONNECT_SECONDS, READ_SECONDS), "proxies": {}, "verify": True}
    meta.post(ADDRESS, json=YES, match=[matchers.request_kwargs_matcher(asked)])
    assert CLIENT.send(MESSAGE) == Accepted("wamid.HBgM", "966501234567")
    request = meta.calls[0].request
    assert request.headers["Authorization"] == "Bearer secret-token"
    assert request.headers["Content-Type"] == "application/json"
    assert not request.headers["User-Agent"].startswith("python-requests")
    assert json.loads(request.body) == MESSAGE


def test_the_answer_may_name_the_customer_by_bsuid_or_not_at_all(meta):
    meta.post(ADDRESS, json={"messages": [{"id": "w1"}], "contacts": [{"user_id": "SA.1"}]})
    meta.post(ADDRESS, json={"messages": [{"id": "w2"}]})
    assert CLIENT.send(MESSAGE) == Accepted("w1", None, "SA.1")
    assert CLIENT.send(MESSAGE) == Accepted("w2")


def test_a_redirect_is_not_followed_and_is_no_answer(meta):
    """The token would go wherever it leads."""
    meta.post(ADDRESS, status=307, headers={"Location": "https://elsewhere.example/"})
    with pytest.raises(NoAnswer):
        CLIENT.send(MESSAGE)
    assert len(meta.calls) == 1


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (200, "[]"),
        (200, '{"messages": []}'),
        (200, '{"messages": [{}]}'),
        (200, '{"messages": null}'),
        (200, '{"messages": [{"id": null}]}'),
        (200, '{"messages": [{"id": ""}]}'),
        (200, '{"messages": ["wamid.1"]}'),
        (200, '{"messages": [{"id": "wamid'),
        (200, ""),
        (200, "<html>Sign in to the hotel's network</html>"),
        (500, ""),
        (502, "<html>Bad Gateway</html>"),
        (503, '{"error": "down"}'),
        (504, "null"),
        (400, '"no"'),
    ],
)
def test_what_is_no_answer_of_metas_may_have_been_a_yes(meta, status, body):
    meta.post(ADDRESS, status=status, body=body)
    with pytest.raises(NoAnswer) as raised:
        CLIENT.send(MESSAGE)
    assert not isinstance(raised.value, NotSent)
    assert len(meta.calls) == 1


@pytest.mark.parametrize("status", [200, 400, 429, 500])
def test_metas_own_no_is_believed_whatever_the_http_status(meta, status):
    error = {"message": "(#131056) Pair rate limit hit", "code": 131056, "fbtrace_id": "Az1"}
    error["error_data"] = {"messaging_product": "whatsapp", "details": "Slow down"}
    meta.post(ADDRESS, status=status, json={"error": error})
    with pytest.raises(Refused) as raised:
        CLIENT.send(MESSAGE)
    refused = raised.value
    assert (refused.code, refused.title, refused.details) == (131056, error["message"], "Slow down")
    assert (refused.kind, refused.trace) == (Kind.RATE, "Az1")
    assert len(meta.calls) == 1


@pytest.mark.parametrize(
    ("error", "said"),
    [
        ({}, (1, "", "")),
        ({"code": "190", "message": "Expired"}, (190, "Expired", "")),
        ({"code": None, "message": None}, (1, "", "")),
        ({"code": 100, "error_subcode": 33}, (33, "", "")),
        ({"code": 100, "error_data": "a string"}, (100, "", "a string")),
        (
            {"code": 100, "error_user_title": "For people", "error_user_msg": "Do this"},
            (100, "For people", "Do this"),
        ),
        ({"code": 2, "message": "x" * 999}, (2, "x" * 300, "")),
    ],
)
def test_a_no_may_lack_any_of_its_words(meta, error, said):
    meta.post(ADDRESS, status=400, json={"error": error})
    with pytest.raises(Refused) as raised:
        CLIENT.send(MESSAGE)
    assert (raised.value.code, raised.value.title, raised.value.details) == said


@pytest.mark.parametrize(
    ("code", "is_transient", "kind"),
    [
        (190, False, Kind.CONFIGURATION),
        (0, False, Kind.CONFIGURATION),
        (200, False, Kind.CONFIGURATION),
        (130429, False, Kind.RATE),
        (131016, False, Kind.TRANSIENT),
        (131000, True, Kind.PERMANENT),
        (131000, False, Kind.PERMANENT),
        (131047, False, Kind.PERMANENT),
        (999999, False, Kind.PERMANENT),
    ],
)
def test_a_refusal_knows_what_can_be_done_about_it(code, is_transient, kind):
    assert Refused(code, "", is_transient=is_transient).kind is kind


@pytest.mark.parametrize(
    ("trouble", "surely_not_sent"),
    [
        (requests.ConnectTimeout("3 s"), True),
        (requests.ReadTimeout("20 s"), False),
        (requests.ConnectionError(ConnectionResetError(104, "reset")), False),
        (requests.exceptions.ChunkedEncodingError("cut"), False),
        (requests.exceptions.ContentDecodingError("not gzip"), False),
    ],
)
def test_only_a_connection_that_was_never_made_is_surely_not_sent(meta, trouble, surely_not_sent):
    meta.post(ADDRESS, body=trouble)
    with pytest.raises(NoAnswer) as raised:
        CLIENT.send(MESSAGE)
    assert isinstance(raised.value, NotSent) is surely_not_sent


def test_nothing_below_us_tries_again_by_itself():
    assert transport.session().get_adapter(ADDRESS).max_retries.total == 0


def test_on_a_real_wire_a_closed_port_is_surely_not_sent():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    with pytest.raises(NotSent):
        Client(f"http://127.0.0.1:{port}", "v26.0", "1", "token").send(MESSAGE)


def test_on_a_real_wire_a_hang_up_is_met_with_no_second_try():
    with _hangs_up() as (port, calls):
        with pytest.raises(NoAnswer) as raised:
            Client(f"http://127.0.0.1:{port}", "v26.0", "1", "token").send(MESSAGE)
        assert not isinstance(raised.value, NotSent)
    assert len(calls) == 1


@contextmanager
def _hangs_up() -> Iterator[tuple[int, list[bytes]]]:
    """Takes each request, and closes the connection without a word."""
    calls: list[bytes] = []

    def serve() -> None:
        while True:
            connection, _address = listener.accept()
            with connection:
                if not (heard := connection.recv(65536)):
                    return
                calls.append(heard)

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=serve)
        thread.start()
        yield listener.getsockname()[1], calls
        socket.create_connection(listener.getsockname()).close()  # an empty call ends it
        thread.join(5)


def test_the_token_is_in_no_error_log_line_or_repr(meta, caplog):
    caplog.set_level(logging.DEBUG)
    meta.post(ADDRESS, status=401, json={"error": {"code": 190, "message": "Malformed access token"}})
    with pytest.raises(Refused) as raised:
        CLIENT.send(MESSAGE)
    assert "secret-token" not in f"{raised.value!r} {CLIENT!r} {caplog.text}"
