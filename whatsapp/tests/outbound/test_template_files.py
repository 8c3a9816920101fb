"""The files of templates, from the agent's hand into Meta's store and the customer's chat."""

from __future__ import annotations

import pytest
from django.core.files.base import ContentFile
from django.template.loader import render_to_string

from whatsapp.bubbles.filled import read_filled
from whatsapp.media.pruning import unused_files
from whatsapp.models import CardFile, Message, MessageFile, StoredFile, Upload
from whatsapp.outbound import outbox
from whatsapp.outbound.again import send_again
from whatsapp.outbound.given import GivenFile, take_file
from whatsapp.outbound.templates import InvalidParameters, send_template
from whatsapp.simulator.transport import Fault
from whatsapp.tests.codecs.recorded import picture, sound, video
from whatsapp.tests.message_templates.rows import stored

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7\nan invoice"
BOXES = {"1": "سارة", "card.0.1": "120", "card.0.button.1": "a", "card.1.1": "90", "card.1.button.1": "b"}


def given(data: bytes, name: str, **how: bool) -> GivenFile:
    return take_file(ContentFile(data, name=name), **how)


def header_of(post: dict) -> dict:
    return next(part for part in post["template"]["components"] if part["type"] == "header")["parameters"][0]


@pytest.mark.parametrize(
    ("name", "parameters", "file", "kind", "mime_type"),
    [
        ("new_arrivals", {"1": "سارة"}, (picture("WEBP"), "a.webp"), "image", "image/jpeg"),
        ("how_to_store_dates", {}, (video(), "a.mp4"), "video", "video/mp4"),
        ("invoice", {"1": "10482"}, (PDF, "فاتورة ٣.pdf"), "document", "application/pdf"),
    ],
    ids=["image", "video", "document"],
)
def test_the_file_of_a_heading_goes_up_and_then_its_id_with_the_template(
    sara, wire, meta, clock, name, parameters, file, kind, mime_type
) -> None:
    files = {"header.media": given(*file, as_document=kind == "document")}
    message, _new = send_template(sara, stored(sara.number, name), parameters, by=None, files=files)
    assert (message.status, message.media_url != "") == ("pending", True)
    outbox.send_waiting()
    [post] = wire.posts
    told = header_of(post)
    assert told["type"] == kind
    at_meta = meta.media[told[kind]["id"]]
    assert at_meta.mime_type == mime_type
    assert told[kind].get("filename") == (file[1] if kind == "document" else None)
    shown = Message.objects.select_related("file__stored").get(pk=message.pk)
    assert (shown.media_mime_type, shown.file.stored.size) == (mime_type, len(at_meta.data))
    bubble = render_to_string("inbox/bubbles/_template.html", {"said": read_filled(shown)})
    assert shown.media_url in bubble
    assert (file[1] in bubble) is (kind == "document")
    clock.pass_by(seconds=5)
    meta.due()
    message.refresh_from_db()
    assert message.status == "delivered"


def test_each_card_of_a_carousel_has_its_own_file_and_one_that_goes_twice_goes_up_once(
    sara, wire, meta
) -> None:
    one, other = given(picture("WEBP"), "a.webp"), given(picture("PNG"), "b.png")
    template = stored(sara.number, "gift_boxes")
    files = {"card.0.header.media": one, "card.1.header.media": other}
    send_template(sara, template, BOXES, by=None, files=files)
    send_template(sara, template, BOXES, by=None, files=files)
    wire.faults.add(
        Fault.CONNECT_TIMEOUT
    )  # the first upload: it is tried again, and the message is sent once
    outbox.send_waiting()
    Message.objects.filter(status="pending").update(next_attempt_at=None)
    outbox.send_waiting()
    assert wire.uploads == 3
    first, second = (post["template"]["components"] for post in wire.posts)
    assert first == second
    cards = first[-1]["cards"]
    ids = [card["components"][0]["parameters"][0]["image"]["id"] for card in cards]
    assert [meta.media[media_id].mime_type for media_id in ids] == ["image/jpeg", "image/png"]
    assert CardFile.objects.count() == 4
    assert not MessageFile.objects.exists()
    assert not unused_files(StoredFile.objects.latest("stored_at").stored_at.replace(year=2030)).filter(
        cards__isnull=False
    )


def test_a_file_of_the_wrong_kind_is_refused_beside_its_field_and_nothing_is_written(sara) -> None:
    template = stored(sara.number, "new_arrivals")
    for data, name in ((video(), "a.mp4"), (PDF, "a.pdf"), (sound("mp3"), "a.mp3")):
        with pytest.raises(InvalidParameters) as wrong:
            send_template(sara, template, {"1": "x"}, by=None, files={"header.media": given(data, name)})
        assert set(wrong.value.faults) == {"header.media"}
    with pytest.raises(InvalidParameters) as wrong:
        send_template(
            sara,
            stored(sara.number, "welcome_back"),
            {"1": "x"},
            by=None,
            files={"header.media": given(PDF, "a")},
        )
    assert not Message.objects.filter(direction="outgoing").exists()


def test_a_media_id_of_ours_brings_its_file_along_and_a_strange_one_goes_as_it_is(sara, wire, meta) -> None:
    template = stored(sara.number, "new_arrivals")
    send_template(
        sara, template, {"1": "x"}, by=None, files={"header.media": given(picture("JPEG"), "a.jpg")}
    )
    outbox.send_waiting()
    ours = Upload.objects.get().media_id
    message, _new = send_template(sara, template, {"1": "y", "header.media": ours}, by=None)
    assert message.file.stored == Upload.objects.get().stored
    strange, _new = send_template(sara, template, {"1": "z", "header.media": "404"}, by=None)
    outbox.send_waiting()
    assert [header_of(post)["image"]["id"] for post in wire.posts] == [ours, ours, "404"]
    assert wire.uploads == 1
    strange.refresh_from_db()
    assert (strange.status, strange.error_code) == ("failed", 131009)


def test_when_meta_has_forgotten_the_file_another_try_brings_it_again(sara, wire, meta) -> None:
    files = {"header.media": given(PDF, "a.pdf", as_document=True)}
    message, _new = send_template(sara, stored(sara.number, "invoice"), {"1": "7"}, by=None, files=files)
    outbox.send_waiting()
    meta.media.clear()
    Message.objects.filter(pk=message.pk).update(status="failed")
    send_again(message, by=None)
    outbox.send_waiting()
    message.refresh_from_db()
    assert (message.status, message.error_code) == ("failed", 131009)
    send_again(message, by=None)
    outbox.send_waiting()
    message.refresh_from_db()
    assert message.status == "accepted"
    assert wire.uploads == 2
