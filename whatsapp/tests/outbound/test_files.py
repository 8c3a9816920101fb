"""A file from the agent's hand to the customer's phone."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.utils import timezone

from whatsapp.codecs import film_encoding
from whatsapp.models import Conversation, Message, Upload
from whatsapp.outbound import files, outbox
from whatsapp.outbound.again import send_again
from whatsapp.outbound.attach import send_file
from whatsapp.outbound.compose import InvalidMessage, WindowClosed
from whatsapp.outbound.given import FileRefused
from whatsapp.simulator.media_types import is_mono_opus
from whatsapp.simulator.transport import Fault
from whatsapp.tests.codecs.recorded import picture, sound, video
from whatsapp.tests.conftest import signed_in

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\nan invoice"


def send(conversation: Conversation, data: bytes, name: str = "recording", **more) -> Message:
    return send_file(conversation, ContentFile(data, name=name), by=None, **more)[0]


def refreshed(message: Message) -> Message:
    return Message.objects.select_related("file__stored").get(pk=message.pk)


def held_by_meta(meta, post: dict) -> object:
    return meta.media[post[post["type"]]["id"]]


def test_what_a_browser_recorded_arrives_as_a_voice_message(sara, wire, meta, clock):
    for maker in ("chrome", "firefox", "safari"):
        message = send(sara, sound(maker), is_voice=True)
        assert (message.status, message.message_type, message.media_url != "") == ("pending", "audio", True)
        assert outbox.send_waiting() == 1
        post = wire.posts[-1]
        assert post["audio"] == {"id": post["audio"]["id"], "voice": True}
        file = held_by_meta(meta, post)
        assert (file.mime_type, file.filename) == ("audio/ogg", "file.ogg")
        assert is_mono_opus(file.data)
        heard = refreshed(message)
        with default_storage.open(heard.file.stored.name) as kept:
            assert kept.read() == file.data  # everybody hears what the customer hears
        assert heard.media_mime_type == heard.file.stored.mime_type == "audio/ogg"
        assert len(heard.file.stored.peaks) == 64
        assert heard.file.stored.duration == pytest.approx(0.5, abs=0.05)
    clock.pass_by(seconds=5)
    meta.due()
    assert set(Message.objects.filter(direction="outgoing").values_list("status", flat=True)) == {"delivered"}


def test_each_kind_goes_as_what_it_is_with_its_caption_and_its_name(sara, wire, meta, clock):
    for data, name in (
        (picture("JPEG"), "a.jpg"),
        (picture("WEBP"), "a.webp"),
        (video(), "a.mp4"),
        (PDF, "فاتورة ٣.pdf"),
        (b"a,b\n", "prices.csv"),
    ):
        send(sara, data, name, caption="تفضل")
    send(sara, sound("mp3"), "song.mp3")
    outbox.send_waiting()
    assert [(post["type"], post[post["type"]].get("caption")) for post in wire.posts] == [
        *([("image", "تفضل")] * 2),
        ("video", "تفضل"),
        *([("document", "تفضل")] * 2),
        ("audio", None),
    ]
    assert [post["document"]["filename"] for post in wire.posts[3:5]] == ["فاتورة ٣.pdf", "prices.csv"]
    assert [held_by_meta(meta, post).mime_type for post in wire.posts] == [
        *("image/jpeg", "image/jpeg", "video/mp4", "application/pdf", "text/plain", "audio/mpeg")
    ]
    clock.pass_by(seconds=5)
    meta.due()
    assert set(Message.objects.filter(direction="outgoing").values_list("status", flat=True)) == {"delivered"}


def test_while_somebody_waits_a_picture_is_measured_and_the_worker_draws_the_rest(sara, wire):
    picture_message, film_message = send(sara, picture("JPEG"), "a.jpg"), send(sara, video(), "a.mp4")
    measured, untouched = (refreshed(message).file.stored for message in (picture_message, film_message))
    assert (measured.width, measured.height, measured.thumbnail) == (40, 20, "")
    assert (untouched.width, untouched.thumbnail) == (None, "")
    outbox.send_waiting()
    drawn, still = (refreshed(message).file.stored for message in (picture_message, film_message))
    assert default_storage.exists(drawn.thumbnail)
    assert (still.width, still.height, default_storage.exists(still.thumbnail)) == (32, 16, True)


def test_a_sound_in_a_films_container_goes_as_a_sound(sara, wire):
    message = send(sara, sound("safari").replace(b"ftypM4A ", b"ftypisom"), "a.mp4")
    outbox.send_waiting()
    assert wire.posts[0]["type"] == refreshed(message).message_type == "audio"
    assert "voice" not in wire.posts[0]["audio"]


def test_the_same_file_goes_up_once_while_meta_keeps_it(sara, noura, wire, clock):
    for conversation in (sara, noura, sara):
        send(conversation, PDF, "a.pdf")
    outbox.send_waiting()
    assert (wire.uploads, len(wire.posts)) == (1, 3)
    assert len({post["document"]["id"] for post in wire.posts}) == 1
    clock.pass_by(days=29, hours=1)
    Conversation.objects.update(last_inbound_at=timezone.now())
    sara.refresh_from_db()
    send(sara, PDF, "a.pdf")
    outbox.send_waiting()
    assert (wire.uploads, Upload.objects.count()) == (2, 1)


def test_an_upload_is_tried_again_but_the_message_never_blindly(sara, wire, clock):
    message = send(sara, PDF, "a.pdf")
    wire.faults.add(Fault.TIMEOUT_AFTER, Fault.CONNECT_TIMEOUT, Fault.SERVER_ERROR)
    for attempt in range(3):
        outbox.send_waiting()
        waiting = refreshed(message)
        assert (waiting.status, waiting.attempts) == (("pending", attempt + 1)), attempt
        assert waiting.attempted_at is None
        clock.pass_by(minutes=5)
    wire.faults.add(None, Fault.TIMEOUT_AFTER)
    outbox.send_waiting()
    assert refreshed(message).status == "unknown"
    assert len(wire.posts) == 1
    outbox.send_waiting()
    assert len(wire.posts) == 1


def test_what_turns_out_to_be_broken_or_too_long_to_be_made_anew_fails_in_words(sara, wire, monkeypatch):
    monkeypatch.setattr(film_encoding, "LONGEST", 0.01)
    for data, name in ((b"\xff\xd8\xff\xe0 <!doctype html>", "a.jpg"), (video("mp4", "mpeg4"), "a.mp4")):
        message = send(sara, data, name)
        outbox.send_waiting()
        failed = refreshed(message)
        assert (failed.status, failed.error_code) == ("failed", 131053)
        assert failed.error_title
    assert (wire.uploads, wire.posts) == (0, [])


def test_a_refusal_forgets_the_upload_so_that_another_try_brings_the_file_again(sara, wire, meta, agent):
    message = send(sara, PDF, "a.pdf")
    wire.faults.add(None, Fault.CONNECT_TIMEOUT)
    outbox.send_waiting()
    meta.media.clear()  # Meta has lost it
    Message.objects.update(next_attempt_at=None)
    outbox.send_waiting()
    assert (refreshed(message).status, Upload.objects.count()) == ("failed", 0)
    send_again(refreshed(message), by=agent)
    outbox.send_waiting()
    assert (refreshed(message).status, wire.uploads) == ("accepted", 2)


def test_a_large_upload_holds_its_claim_longer(sara, wire, clock, monkeypatch):
    message = send(sara, PDF, "a.pdf")
    claims = []
    wire.meanwhile = lambda: claims.append(refreshed(message).claimed_until - timezone.now())
    outbox.send_waiting()
    assert claims[0] > outbox.LEASE + timedelta(seconds=29)


def test_a_worker_that_died_while_uploading_leaves_a_message_that_is_sent(sara, wire, clock):
    message = send(sara, PDF, "a.pdf")

    def dies() -> None:
        raise SystemExit

    wire.meanwhile = dies
    with pytest.raises(SystemExit):
        outbox.send_waiting()
    wire.meanwhile = lambda: None
    clock.pass_by(minutes=5)
    assert outbox.recover() == 1
    assert refreshed(message).status == "pending"
    outbox.send_waiting()
    assert (refreshed(message).status, len(wire.posts)) == ("accepted", 1)


def test_nothing_is_written_or_kept_of_what_cannot_be_sent(sara, settings):
    settings.LANGUAGE_CODE = "en"
    before = Message.objects.count()
    for code, data, name, how in (
        ("empty", b"", "a.pdf", {}),
        ("not_taken", b"MZ\x90\0", "a.pdf", {}),
        ("not_taken", b"<!doctype html>", "photo.jpg", {}),
        ("not_taken", PDF, "a.pdf", {"is_voice": True}),
    ):
        with pytest.raises(FileRefused) as refused:
            send(sara, data, name, **how)
        assert (refused.value.code, refused.value.is_too_large) == (code, False)
        assert str(refused.value)
    with pytest.raises(InvalidMessage):
        send(sara, sound("mp3"), "a.mp3", caption="words")
    with pytest.raises(InvalidMessage):
        send(sara, PDF, "a.pdf", caption="x" * 1025)
    Conversation.objects.update(last_inbound_at=timezone.now() - timedelta(hours=25))
    sara.refresh_from_db()
    with pytest.raises(WindowClosed):
        send(sara, PDF, "a.pdf")
    assert Message.objects.count() == before


def test_what_was_given_is_kept_beside_what_was_made_of_it(sara, noura, wire, agent, client, clock):
    given = picture("WEBP")
    message, as_it_was = send(sara, given, "صورة.webp"), send(sara, picture("JPEG"), "a.jpg")
    outbox.send_waiting()
    viewer, address = signed_in(agent), refreshed(message).media_url
    shown, kept = viewer.get(address), viewer.get(f"{address}?original=1")
    assert shown.headers["Content-Type"] == "image/jpeg"
    assert b"".join(kept) == given
    assert (kept.status_code, kept.headers["Content-Type"]) == (200, "image/webp")
    for answer, ending in ((shown, "jpg"), (kept, "webp")):
        assert answer.headers["Content-Disposition"].endswith(f"%D8%B5%D9%88%D8%B1%D8%A9.{ending}")
    recorded = send(sara, sound("safari"), is_voice=True)
    outbox.send_waiting()
    chat = viewer.get(f"/whatsapp/chat/{sara.pk}").content.decode()
    assert f'data-original="{address}?original=1&amp;download=1"' in chat  # in the viewer of photos
    assert f'data-original="{refreshed(recorded).media_url}?original=1"' in chat  # in the player
    assert chat.count("data-original=") == 2
    clock.pass_by(seconds=8 * 24 * 3600)
    call_command("prune_files", stdout=StringIO())
    assert b"".join(viewer.get(f"{address}?original=1")) == given
    assert viewer.get(f"{refreshed(as_it_was).media_url}?original=1").status_code == 404
    assert client.get(f"{address}?original=1").status_code == 401


def test_the_same_file_for_somebody_else_is_neither_made_nor_brought_again(sara, noura, wire, monkeypatch):
    send(sara, picture("WEBP"), "prices.webp")
    outbox.send_waiting()
    monkeypatch.setattr(files, "prepare_change", lambda *_asked: pytest.fail("made again"))
    again = send(noura, picture("WEBP"), "prices.webp")
    outbox.send_waiting()
    assert [post["type"] for post in wire.posts] == ["image", "image"]
    assert len({post["image"]["id"] for post in wire.posts}) == 1
    assert refreshed(again).media_mime_type == "image/jpeg"
    assert refreshed(again).file.original is not None
