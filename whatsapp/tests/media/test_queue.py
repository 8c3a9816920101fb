"""From "a picture came" to "it is here", whatever happens on the way."""

from datetime import timedelta

import pytest
import requests
from django.core.files.storage import default_storage
from django.utils import timezone

from whatsapp.cloud_api import limits
from whatsapp.cloud_api.media import Why
from whatsapp.codecs import apart
from whatsapp.media import queue
from whatsapp.media.queue import fetch_again, fetch_waiting
from whatsapp.models import AuditEntry, Message, MessageFile, StoredFile
from whatsapp.simulator.call import GraphResponse
from whatsapp.tests.conftest import payload, take_in

from .conftest import a_picture, page


def test_a_message_is_there_at_once_and_its_file_soon_after(wire, sends, file_of):
    picture = a_picture((900, 600))
    message = sends(picture, caption="الفاتورة")
    assert (message.content, message.media_url) == ("الفاتورة", "")
    assert file_of(message).state == "waiting"
    assert wire.downloads() == 0
    assert fetch_waiting() == 1
    file, message = file_of(message), Message.objects.get(pk=message.pk)
    assert (file.state, file.reason, file.attempts, file.claimed_until) == ("fetched", "", 1, None)
    assert message.media_url == f"/api/whatsapp/media/{message.pk}"
    assert default_storage.open(file.stored.name).read() == picture
    assert (file.stored.size, file.stored.mime_type) == (len(picture), "image/jpeg")
    assert (file.stored.width, file.stored.height) == (900, 600)
    assert default_storage.size(file.stored.thumbnail) < 5_000
    assert len(wire.asked) == 1, "the webhook's own address was fresh"
    assert wire.asked[0].headers["Authorization"] == "Bearer test-token"
    assert fetch_waiting() == 0


def test_only_messages_with_a_file_wait_for_one(meta, number):
    for name in (
        "text_arabic",
        "location",
        "image_that_failed",
        "document",
        "image_from_the_phone",
        "document",
    ):
        take_in(payload(name), {})
    assert [file.name for file in MessageFile.objects.order_by("pk")] == ["عقد الإيجار ٢٠٢٦.pdf", ""]


def test_imported_media_get_their_file_from_the_later_webhook(meta, number):
    bare = payload("history_media").replace(b'"id":"1003383421387256",', b"").replace(b"media_id", b"x")
    bare = bare.replace(b',"id":"1003383421387256"', b"").replace(b'"caption"', b'"nothing"')
    take_in(bare, {})
    assert (Message.objects.get().message_type, MessageFile.objects.count()) == ("image", 0)
    for _twice in range(2):
        take_in(payload("history_media"), {})
    message = Message.objects.get()
    assert (message.payload["image"]["id"], message.content) == ("1003383421387256", "هذا")
    assert MessageFile.objects.get().message == message


def test_the_same_bytes_lie_in_the_storage_once(wire, sends, file_of):
    first, second = (sends(a_picture(), filename=name) for name in ("a.jpg", "b.jpg"))
    assert fetch_waiting() == 2
    assert file_of(first).stored == file_of(second).stored
    assert StoredFile.objects.count() == 1


@pytest.mark.parametrize(
    ("happens", "why"),
    [
        (page(503), Why.NO_ANSWER),
        (page(302, Location="https://elsewhere.example/"), Why.REDIRECTED),
        (page(401), Why.REFUSED),
        (requests.ReadTimeout(), Why.NO_ANSWER),
        (GraphResponse(200, {}, b"other bytes"), Why.DAMAGED),
    ],
    ids=lambda value: value.value if isinstance(value, Why) else "",
)
def test_what_goes_wrong_once_is_tried_again_later(wire, sends, file_of, clock, happens, why):
    message = sends(a_picture())
    wire.happens = [happens]
    assert fetch_waiting() == 1
    file = file_of(message)
    assert (file.state, file.reason, file.claimed_until) == ("waiting", why, None)
    assert StoredFile.objects.count() == 0
    assert {request.url.split("/")[2] for request in wire.asked} == {"graph.simulator"}
    clock.shift(queue.pause_after(1))
    assert fetch_waiting() == 1
    assert (file_of(message).state, file_of(message).attempts) == ("fetched", 2)


def test_an_address_that_is_gone_is_asked_for_anew_at_once(wire, sends, file_of, clock):
    message = sends(a_picture())
    wire.happens = [page(404)]
    fetch_waiting()
    assert (file_of(message).state, file_of(message).attempts) == ("fetched", 1)
    later = sends(a_picture((10, 10)))
    clock.shift(timedelta(minutes=6))
    wire.asked.clear()
    fetch_waiting()
    assert file_of(later).state == "fetched"
    assert [request.url.split("?")[0].rsplit("/", 1)[-1] for request in wire.asked][1:] == [""]
    assert wire.downloads() == 1, "nobody tried the old one"


def test_the_token_goes_to_no_other_host(wire, sends, file_of):
    message = sends(a_picture())
    message.payload["image"]["url"] = "https://lookaside.fbsbx.com.evil.example/attachments/?mid=1"
    message.save(update_fields=["payload"])
    fetch_waiting()
    assert (file_of(message).reason, wire.asked) == (Why.FOREIGN_HOST, [])


def test_what_is_too_large_is_not_tried_again(wire, sends, file_of, monkeypatch):
    monkeypatch.setitem(limits.MAX_INBOUND, "image", 100)
    message = sends(a_picture())
    assert fetch_waiting() == 1
    assert (file_of(message).state, file_of(message).reason) == ("failed", Why.TOO_LARGE)
    assert fetch_waiting() == 0


def test_after_seven_days_it_has_expired_until_somebody_asks(wire, sends, file_of, clock, meta, agent):
    message = sends(a_picture())
    meta.media.clear()
    attempts = 0
    while file_of(message).state == "waiting":
        attempts += fetch_waiting()
        assert attempts < 60
        clock.shift(queue.LONGEST_PAUSE)
    file = file_of(message)
    assert (file.state, file.reason) == ("expired", Why.GONE)
    assert timedelta(days=6) < timezone.now() - file.asked_at < timedelta(days=8)
    assert fetch_waiting() == 0
    assert fetch_again(file, by=agent)
    assert AuditEntry.objects.get().by == agent
    assert fetch_waiting() == 1
    assert file_of(message).state == "expired"


def test_one_worker_has_it_and_a_dead_ones_claim_ends(wire, sends, clock, agent):
    message = sends(a_picture())
    claimed = queue.claim_next()
    assert claimed.pk == message.pk
    assert queue.claim_next() is None
    assert queue.claim(message.pk, timezone.now()) is None, "another thread saw the row before it was claimed"
    assert not fetch_again(claimed, by=agent)
    clock.shift(queue.LEASE + timedelta(seconds=1))
    assert queue.claim_next().pk == message.pk


def test_a_fault_of_ours_frees_the_claim_and_waits(wire, sends, file_of, monkeypatch, storage):
    def full(*_args: object) -> None:
        raise OSError("disk full")

    message = sends(a_picture())
    monkeypatch.setattr(storage, "save", full)
    assert fetch_waiting() == 1
    file = file_of(message)
    assert (file.state, file.reason, file.claimed_until) == ("waiting", queue.BROKEN, None)
    assert file.next_attempt_at > timezone.now()


def test_the_end_of_the_server_is_no_attempt_and_the_next_start_has_the_file_at_once(
    wire, sends, file_of, monkeypatch
):
    def interrupted(*_asked: object) -> None:
        raise apart.Closed

    message = sends(a_picture((90, 60)))
    with monkeypatch.context() as while_it_ends:
        while_it_ends.setattr(apart, "do", interrupted)
        with pytest.raises(apart.Closed):
            fetch_waiting()
    file = file_of(message)
    assert (file.state, file.reason, file.attempts, file.claimed_until) == ("waiting", "", 0, None)
    assert fetch_waiting() == 1
    assert file_of(message).state == "fetched"
