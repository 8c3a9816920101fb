"""send-audio and send-media: multipart in, the pending message out."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from whatsapp.codecs import kinds
from whatsapp.models import Conversation, Message, ReplyTemplate
from whatsapp.outbound.reply_files import put_file
from whatsapp.tests.codecs.recorded import picture, sound

from .conftest import Caller, anonymous, by_session, refusal

PDF = b"%PDF-1.7\nan invoice"


def post(caller: Caller, path: str, **fields: Any) -> Any:
    """As a browser's form does it; bytes are a file."""
    made = {
        key: SimpleUploadedFile(*value) if isinstance(value, tuple) else value
        for key, value in fields.items()
    }
    return caller.client.post(f"/api/whatsapp/{path}", made, headers=caller.headers)


def test_a_recording_is_taken_whatever_it_is_called(api, conversation):
    recording = ("blob", sound("chrome"), "audio/mp4;codecs=opus")
    answer = post(api, "send-audio", conversation_id=conversation.pk, audio=recording)
    assert answer.status_code == 202, answer.content
    told = answer.json()
    assert (told["message_type"], told["status"], told["direction"]) == ("audio", "pending", "outgoing")
    assert told["media_url"] == f"/api/whatsapp/media/{told['id']}"
    assert api.get(f"media/{told['id']}").status_code == 200
    assert Message.objects.get().payload["audio"]["voice"] is True


def test_a_file_is_taken_with_its_caption_and_its_arabic_name(script, conversation):
    answer = post(
        script, "send-media", conversation_id=conversation.pk, file=("فاتورة.pdf", PDF), caption=" تفضل "
    )
    told = answer.json()
    assert (answer.status_code, told["message_type"], told["content"]) == (202, "document", "تفضل")
    assert told["media_mime_type"] == "application/pdf"
    assert Message.objects.get().payload["document"]["filename"] == "فاتورة.pdf"
    as_document = post(
        script,
        "send-media",
        conversation_id=conversation.pk,
        file=("a.jpg", picture("JPEG")),
        as_document="true",
    )
    assert as_document.json()["message_type"] == "document"


def test_the_same_client_id_is_one_message(script, conversation):
    asked = {"conversation_id": conversation.pk, "client_id": "c1", "file": ("a.pdf", PDF)}
    first, second = (post(script, "send-media", **asked) for _ in range(2))
    assert (first.status_code, second.status_code) == (202, 200)
    assert first.json()["id"] == second.json()["id"]


def test_what_is_too_large_is_413_and_names_the_limit(script, conversation, monkeypatch):
    monkeypatch.setitem(kinds.LARGEST, "document", 10)
    monkeypatch.setitem(kinds.LARGEST, "audio", 10)
    answer = post(script, "send-media", conversation_id=conversation.pk, file=("a.pdf", PDF))
    assert refusal(answer) == (413, "too_large")
    assert "10" in answer.json()["error"]["message"]
    voice = post(script, "send-audio", conversation_id=conversation.pk, audio=("a", sound("chrome")))
    assert refusal(voice) == (413, "too_large")
    assert not Message.objects.exists()


def test_a_body_beyond_every_limit_is_refused_before_it_is_read(script, conversation):
    asked = b"x" * 10
    answer = script.client.post(
        "/api/whatsapp/send-media",
        asked,
        content_type="multipart/form-data; boundary=x",
        headers=script.headers,
        CONTENT_LENGTH=str(200 * 1024 * 1024),
    )
    assert refusal(answer) == (413, "too_large")


def test_what_whatsapp_does_not_take_is_422(script, conversation):
    for path, fields, code in (
        ("send-media", {"file": ("a.zip", b"PK\x03\x04" + bytes(40))}, "not_taken"),
        ("send-media", {"file": ("a.jpg", b"<!doctype html>")}, "not_taken"),
        ("send-media", {"file": ("a.pdf", b"")}, "empty"),
        ("send-media", {}, "invalid"),
        ("send-media", {"file": ("a.mp3", sound("mp3")), "caption": "x"}, "invalid_message"),
        ("send-audio", {"audio": ("a.ogg", PDF)}, "not_taken"),
        ("send-audio", {"audio": ("a.webm", b"")}, "empty"),
        ("send-audio", {}, "invalid"),
    ):
        asked = {"conversation_id": conversation.pk} | fields
        assert refusal(post(script, path, **asked)) == (422, code), (path, fields.keys(), code)
    assert not Message.objects.exists()


def test_a_closed_window_is_409(script, conversation):
    Conversation.objects.update(last_inbound_at=timezone.now() - timedelta(hours=25))
    for path, name in (("send-media", "file"), ("send-audio", "audio")):
        answer = post(script, path, conversation_id=conversation.pk, **{name: ("a", sound("mp3"))})
        assert refusal(answer) == (409, "window_closed")


@pytest.mark.parametrize(("path", "name"), [("send-media", "file"), ("send-audio", "audio")])
def test_others_are_refused(path, name, conversation, outsider, agent):
    asked = {"conversation_id": conversation.pk, name: ("a", sound("mp3"))}
    assert refusal(post(anonymous(), path, **asked))[0] == 401
    assert refusal(post(by_session(outsider), path, **asked))[0] == 403
    without_csrf = by_session(agent)
    without_csrf.headers = {}
    assert refusal(post(without_csrf, path, **asked))[0] == 403
    assert refusal(post(by_session(agent), path, **(asked | {"conversation_id": 10**6})))[0] == 404


def test_a_ready_reply_with_a_file_is_listed_and_sent_by_its_id(script, conversation, manager, outsider):
    reply = ReplyTemplate(name="prices", content="{{name|dear customer}}, our prices")
    put_file(reply, ContentFile(PDF, name="prices.pdf"))
    reply.save()
    private = ReplyTemplate.objects.create(name="private", owner=manager, stored=reply.stored)
    [one] = script.get("templates").json()["results"]
    assert {key: one[key] for key in ("template_type", "file_name", "media_mime_type", "used")} == {
        "template_type": "document",
        "file_name": "prices.pdf",
        "media_mime_type": "application/pdf",
        "used": 0,
    }
    assert b"".join(script.client.get(one["media_url"], headers=script.headers).streaming_content) == PDF
    asked = {"conversation_id": conversation.pk, "reply_id": reply.pk, "client_id": "r-1"}
    sent = post(script, "send-media", **asked)
    assert sent.status_code == 202, sent.content
    assert (sent.json()["message_type"], sent.json()["content"]) == ("document", "أمل, our prices")
    assert post(script, "send-media", **asked).status_code == 200
    assert post(script, "send-media", **asked | {"client_id": "r-2", "caption": ""}).json()["content"] == ""
    assert ReplyTemplate.objects.get(name="prices").used == 2
    assert (
        refusal(post(script, "send-media", **asked | {"reply_id": private.pk, "client_id": "r-3"}))[0] == 404
    )
    assert refusal(post(script, "send-media", conversation_id=conversation.pk)) == (422, "invalid")
    assert refusal(post(by_session(outsider), "send-media", **asked)) == (403, "forbidden")
