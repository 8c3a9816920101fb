from __future__ import annotations

import base64
import hashlib

import pytest

from whatsapp.tests.simulator.conftest import PNID

PNG = b"\x89PNG\r\n\x1a\n" + bytes(64)
JPEG = b"\xff\xd8\xff\xe0" + bytes(64)
WEBP = b"RIFF\x00\x00\x00\x00WEBPVP8 " + bytes(64)
MONO = b"OggS" + bytes(24) + b"OpusHead\x01\x01" + bytes(64)
STEREO = b"OggS" + bytes(24) + b"OpusHead\x01\x02" + bytes(64)
VORBIS = b"OggS" + bytes(24) + b"\x01vorbis" + bytes(64)
WEBM = b"\x1a\x45\xdf\xa3" + bytes(64)
PDF = b"%PDF-1.7\r\n--boundary\r\n" + bytes(64)
M4A = b"\x00\x00\x00\x20ftypM4A " + bytes(64)
DAY = 24 * 3600


def failed_with(meta, business, clock) -> int | None:
    clock.pass_by(5)
    meta.due()
    errors = [status["errors"][0]["code"] for status in business.statuses if status["status"] == "failed"]
    return errors[0] if errors else None


@pytest.mark.parametrize(
    ("kind", "data", "mime_type", "name"),
    [
        ("image", PNG, "image/png", "a.png"),
        ("image", JPEG, "image/jpeg", "صورة.jpg"),
        ("sticker", WEBP, "image/webp", "a.webp"),
        ("audio", MONO, "audio/ogg", "voice.ogg"),
        ("audio", MONO, "audio/ogg; codecs=opus", "voice.ogg"),
        ("audio", M4A, "audio/mp4", "a.m4a"),
        ("document", PDF, "application/pdf", "فاتورة.pdf"),
        ("document", b"plain", "text/plain", "a.txt"),
        ("document", JPEG, "image/jpeg", "a.jpg"),
    ],
)
def test_what_was_uploaded_can_be_sent(
    graph, meta, business, clock, sara, kind, data, mime_type, name
) -> None:
    uploaded = graph.upload(data, mime_type, name)
    assert uploaded.status_code == 200, uploaded.text
    media_id = uploaded.json()["id"]
    assert meta.media[media_id].data == data
    assert graph.send(sara, type=kind, **{kind: {"id": media_id}}).status_code == 200
    assert failed_with(meta, business, clock) is None


@pytest.mark.parametrize(
    ("data", "mime_type", "name"),
    [
        (WEBM, "audio/webm", "voice.webm"),
        (WEBM, "audio/webm;codecs=opus", "voice.webm"),
        (WEBM, "audio/ogg", "voice.ogg"),
        (MONO, "audio/opus", "voice.opus"),
        (MONO, "audio/ogg", "voice.mp4"),
        (MONO, "audio/ogg", "voice.webm"),
        (b"GIF89a", "image/gif", "a.gif"),
        (b"x", "application/zip", "a.zip"),
        (b"x", "application/octet-stream", "a.bin"),
    ],
)
def test_what_meta_does_not_know_is_refused_at_once(graph, meta, data, mime_type, name) -> None:
    answer = graph.upload(data, mime_type, name)
    error = answer.json()["error"]
    assert (answer.status_code, error["code"]) == (400, 100)
    assert error["message"].startswith("(#100) Param file must be a file with one of the following types: ")
    assert meta.media == {}


@pytest.mark.parametrize(
    ("kind", "data", "mime_type", "name", "more"),
    [
        ("image", WEBP, "image/webp", "a.webp", {}),
        ("image", b"no picture", "image/jpeg", "a.jpg", {}),
        ("image", PNG, "image/jpeg", "a.jpg", {}),
        ("audio", STEREO, "audio/ogg", "a.ogg", {}),
        ("audio", VORBIS, "audio/ogg", "a.ogg", {}),
        ("audio", M4A, "audio/mp4", "a.m4a", {"voice": True}),
        ("video", PNG, "image/png", "a.png", {}),
    ],
)
def test_what_meta_finds_later_fails_later(
    graph, meta, business, clock, sara, kind, data, mime_type, name, more
) -> None:
    media_id = graph.upload(data, mime_type, name).json()["id"]
    assert graph.send(sara, type=kind, **{kind: {"id": media_id, **more}}).status_code == 200
    assert failed_with(meta, business, clock) == 131053


@pytest.mark.parametrize("link", ["https://gone.invalid/a.jpg", "http://cdn.example/a.jpg"])
def test_a_link_that_cannot_be_fetched_fails_later(graph, meta, business, clock, sara, link) -> None:
    assert graph.send(sara, type="image", image={"link": link}).status_code == 200
    assert failed_with(meta, business, clock) == 131053


def test_sizes_have_an_end(graph) -> None:
    assert graph.upload(PNG + bytes(5 * 1024 * 1024), "image/png", "a.png").json()["error"]["code"] == 131053
    assert graph.upload(b"", "image/png", "a.png").json()["error"]["code"] == 131053


def test_an_upload_says_all_of_it(graph) -> None:
    files = {"file": ("a.png", PNG, "image/png")}
    for form in ({"type": "image/png"}, {"messaging_product": "whatsapp"}):
        answer = graph.call("POST", f"{PNID}/media", data=form, files=files)
        assert answer.json()["error"]["message"].endswith("is required.")


def test_media_are_fetched_with_the_token_while_the_address_lives(graph, meta, clock) -> None:
    media_id = graph.upload(PNG, "image/png", "a.png").json()["id"]
    told = graph.call("GET", media_id).json()
    assert told["url"].startswith("https://lookaside.fbsbx.com/whatsapp_business/attachments/?mid=")
    assert told["sha256"] == hashlib.sha256(PNG).hexdigest()
    assert (told["mime_type"], told["file_size"], told["id"]) == ("image/png", len(PNG), media_id)
    fetched = graph.call("GET", told["url"])
    assert (fetched.status_code, fetched.content) == (200, PNG)
    assert fetched.headers["Content-Type"] == "image/png"
    assert graph.call("GET", told["url"], headers={"Authorization": None}).status_code == 401
    assert graph.call("GET", told["url"], headers={"User-Agent": "python-requests/2.32"}).status_code == 400
    assert graph.call("GET", told["url"].replace("hash=", "hash=0")).status_code == 404
    clock.pass_by(301)
    assert graph.call("GET", told["url"]).status_code == 404
    assert graph.call("GET", graph.call("GET", media_id).json()["url"]).status_code == 200


def test_media_end(graph, meta, clock, sara) -> None:
    uploaded = graph.upload(PNG, "image/png", "a.png").json()["id"]
    meta.customer_sends_file(sara, "image", JPEG, "image/jpeg")
    inbound = meta.chats[sara.id][-1].content["id"]
    clock.pass_by(7 * DAY)
    assert graph.call("GET", inbound).json()["error"]["error_subcode"] == 33
    assert graph.call("GET", uploaded).status_code == 200
    clock.pass_by(23 * DAY)
    assert graph.call("GET", uploaded).json()["error"]["code"] == 100


def test_media_can_be_deleted_by_their_own_number(graph) -> None:
    media_id = graph.upload(PNG, "image/png", "a.png").json()["id"]
    assert graph.call("DELETE", f"{media_id}?phone_number_id=7").status_code == 400
    assert graph.call("DELETE", f"{media_id}?phone_number_id={PNID}").json() == {"success": True}
    assert graph.call("GET", media_id).status_code == 400


def test_a_customer_sends_a_voice_note(graph, meta, business, sara) -> None:
    meta.customer_sends_file(sara, "audio", MONO, "audio/ogg; codecs=opus", voice=True)
    meta.due()
    audio = business.messages[-1]["audio"]
    assert (audio["mime_type"], audio["voice"]) == ("audio/ogg; codecs=opus", True)
    assert audio["sha256"] == base64.b64encode(hashlib.sha256(MONO).digest()).decode()
    assert graph.call("GET", audio["url"]).content == MONO
    assert graph.send(sara, type="audio", audio={"id": audio["id"], "voice": True}).status_code == 200


def test_a_customer_sends_a_file_with_its_name(meta, business, sara) -> None:
    meta.customer_sends_file(sara, "document", PDF, "application/pdf", filename="فاتورة.pdf", caption="تفضل")
    meta.due()
    document = business.messages[-1]["document"]
    assert (document["filename"], document["caption"]) == ("فاتورة.pdf", "تفضل")
