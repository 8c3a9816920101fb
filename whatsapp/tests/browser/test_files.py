"""A document and a photo that Meta does not give out at first; who is not signed in gets neither."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from whatsapp.media.queue import fetch_waiting
from whatsapp.models import Conversation, Message
from whatsapp.simulator.refusals import Refusal
from whatsapp.simulator.transport import Faults

from .test_photos import a_photo

pytestmark = pytest.mark.browser

NAME = "عقد الإيجار ٢٠٢٦.pdf"
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def is_fetched_again(chat: Page, faults: Faults) -> None:
    """503 at first: the placeholder says so and offers another try, which brings the picture without a reload."""
    placeholder = chat.locator(".picture")
    expect(placeholder).to_be_visible()
    expect(placeholder.locator("[data-again]")).to_have_count(0)
    faults.add(Refusal.known(2, "come again"))  # 503
    fetch_waiting()
    expect(placeholder).to_contain_text("لم يمكن جلبه بعد")
    placeholder.locator("[data-again]").click()
    expect(placeholder.locator("[data-again]")).to_have_count(0)
    fetch_waiting()
    photo = chat.locator(".photo img")
    expect(photo).to_have_js_property("naturalWidth", 640)
    expect(placeholder).to_have_count(0)


def is_downloaded_intact(chat: Page) -> None:
    card = chat.locator(".file")
    expect(card.locator(".file-name")).to_have_text(NAME)
    expect(card.locator(".hint")).to_contain_text("PDF")
    expect(card.locator(".hint")).to_contain_text(f"{len(PDF)}")
    with chat.expect_download() as saved:
        card.locator(".file-download").click()
    assert saved.value.suggested_filename == NAME
    assert Path(saved.value.path()).read_bytes() == PDF


def test_a_document_keeps_its_arabic_name_a_photo_can_be_asked_for_again_and_strangers_get_nothing(
    enter, street, agent, open_page
):
    noura = street.meets("نورة", "+966551234567")
    send = street.meta.customer_sends_file
    send(noura, "document", PDF, "application/pdf", filename=NAME)
    street.meta.due()
    fetch_waiting()
    send(noura, "image", a_photo("#a33", (1200, 800)), "image/jpeg")
    street.meta.due()
    chat = enter(agent, f"/whatsapp/chat/{Conversation.objects.get().pk}")
    is_fetched_again(chat, street.faults)
    is_downloaded_intact(chat)

    stranger = open_page().request
    for message in Message.objects.all():
        for address in (
            message.media_url,
            f"{message.media_url}/thumbnail",
            f"{message.media_url}?download=1",
        ):
            refused = stranger.get(address, max_redirects=0)
            assert (refused.status, PDF in refused.body()) == (401, False)
