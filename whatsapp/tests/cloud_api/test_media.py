"""The bytes of a file over the wire: from two hosts only, in time, whole, and not more than agreed."""

import base64
import hashlib
import io

import pytest
import requests

from whatsapp.cloud_api import media, transport
from whatsapp.cloud_api.client import Client
from whatsapp.cloud_api.media import CannotDownload, Why, download, may_have_the_token, read_sha256
from whatsapp.tests.media.conftest import Drip, raw

GRAPH = "https://graph.simulator"
HERE = GRAPH + "/media/attachments/?mid=1"


class Answers(requests.adapters.BaseAdapter):
    def __init__(self, body: io.BytesIO, **headers: str) -> None:
        super().__init__()
        self.body, self.headers = body, headers

    def send(self, request, **_more):
        response = raw(self.body)
        response.headers.update(self.headers)
        response.request, response.url = request, request.url
        return response

    def close(self) -> None: ...


def fetch(body: io.BytesIO, *, headers=None, **more) -> bytes:
    into = io.BytesIO()
    client = Client(GRAPH, "v26.0", "1", "token")
    with transport.replaced_by(Answers(body, **(headers or {}))):
        download(client, HERE, into, **({"largest": 1000} | more))
    return into.getvalue()


def why(*args, **more) -> Why:
    with pytest.raises(CannotDownload) as caught:
        fetch(*args, **more)
    return caught.value.why


def test_the_bytes_are_those_that_were_told_of():
    digest = hashlib.sha256(b"abc").hexdigest()
    assert fetch(io.BytesIO(b"abc"), sha256=digest) == b"abc"
    assert why(io.BytesIO(b"abd"), sha256=digest) is Why.DAMAGED
    assert why(io.BytesIO(b"ab"), headers={"Content-Length": "3"}) is Why.DAMAGED


def test_too_much_is_noticed_before_and_while_it_comes():
    assert why(io.BytesIO(b""), headers={"Content-Length": "1001"}) is Why.TOO_LARGE
    assert why(io.BytesIO(b"x" * 1001)) is Why.TOO_LARGE


def test_a_drip_of_bytes_holds_nobody_beyond_the_deadline():
    now = [0.0]

    def tick() -> None:
        now[0] += 30

    assert why(Drip(tick), clock=lambda: now[0]) is Why.TOO_SLOW
    assert now[0] <= media.DEADLINE_SECONDS + 60


def test_the_token_goes_to_meta_and_to_the_graph_only():
    allowed = ["https://lookaside.fbsbx.com/x", "https://graph.simulator/y", "https://LOOKASIDE.fbsbx.com/"]
    assert all(may_have_the_token(url, GRAPH) for url in allowed)
    refused = [
        *("http://lookaside.fbsbx.com/x", "http://graph.simulator/", "https://graph.simulator:8443/"),
        *("https://lookaside.fbsbx.com.evil.example/", "https://lookaside.fbsbx.com@evil.example/"),
        *(
            "https://user@lookaside.fbsbx.com/",
            "https://lookaside.fbsbx.com:1/",
            "https://[::1",
            "",
            "file:///",
        ),
    ]
    assert not any(may_have_the_token(url, GRAPH) for url in refused)


def test_a_hash_is_read_in_either_of_metas_two_ways():
    digest = hashlib.sha256(b"abc")
    assert read_sha256(base64.b64encode(digest.digest()).decode()) == digest.hexdigest()
    assert read_sha256(digest.hexdigest().upper()) == digest.hexdigest()
    assert [read_sha256(odd) for odd in (None, 3, "", "abc", "=" * 64, "ab==")] == [""] * 6
