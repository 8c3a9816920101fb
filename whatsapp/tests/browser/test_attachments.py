"""Files: chosen, pasted, dropped; shown first; too large ones never leave the browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from whatsapp.models import Message
from whatsapp.tests.codecs.recorded import picture

from .test_voice import chat  # noqa: F401 (a fixture)

pytestmark = pytest.mark.browser

MB = 1024 * 1024
HAND_OVER = """
([event, name, type, bytes]) => {
  const data = new DataTransfer();
  data.items.add(new File([new Uint8Array(bytes)], name, { type }));
  const target = document.querySelector("#composer textarea");
  const made = event === "paste"
    ? new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true })
    : new DragEvent(event, { dataTransfer: data, bubbles: true, cancelable: true });
  target.dispatchEvent(made);
}
"""

DROP_OF_SIZE = """
([name, type, size]) => {
  const data = new DataTransfer();
  data.items.add(new File([new Uint8Array(size)], name, { type }));
  document.body.dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
}
"""


@pytest.fixture
def posts(chat: Page) -> list[str]:  # noqa: F811
    found: list[str] = []
    # On a slow machine the news that the chat was seen leaves only now: it has nothing to do with files.
    chat.on(
        "request",
        lambda sent: (
            found.append(sent.url) if sent.method == "POST" and not sent.url.endswith("/seen") else None
        ),
    )
    return found


def hand_over(page: Page, event: str, name: str, mime_type: str, data: bytes) -> None:
    page.evaluate(HAND_OVER, [event, name, mime_type, list(data)])


def test_pasted_dropped_and_chosen_files_are_shown_first_and_go_one_after_the_other(chat, posts, street):  # noqa: F811
    rows = chat.locator(".attachment")
    hand_over(chat, "paste", "صورة.png", "image/png", picture("PNG"))
    expect(rows).to_have_count(1)
    expect(rows.locator("img")).to_be_visible()
    hand_over(chat, "dragenter", "a.webp", "image/webp", picture("WEBP"))
    expect(chat.locator("#drop-zone")).to_be_visible()
    hand_over(chat, "dragleave", "a.webp", "image/webp", picture("WEBP"))
    expect(chat.locator("#drop-zone")).to_be_hidden()
    hand_over(chat, "drop", "a.webp", "image/webp", picture("WEBP"))
    expect(rows).to_have_count(2)
    chat.locator("#files").set_input_files(
        [{"name": "فاتورة.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7"}]
    )
    expect(rows).to_have_count(3)
    assert posts == []
    caption = rows.nth(0).locator("[data-caption]")
    caption.fill("تفضلي")
    caption.press("Enter")
    expect(chat.locator("#attachments")).to_be_hidden()
    expect(chat.locator("#messages .bubble-outgoing")).to_have_count(3)
    expect(chat.locator("[data-sending]")).to_have_count(0)
    street.gets_what_was_sent()
    sent = [line for line in street.meta.chats[street.noura.id] if line.direction == "outgoing"]
    assert [(line.type, line.content.get("caption"), line.content.get("filename")) for line in sent] == [
        ("image", "تفضلي", None),
        ("image", None, None),
        ("document", None, "فاتورة.pdf"),
    ]


def test_what_is_too_large_or_of_the_wrong_type_is_refused_before_it_goes_up(chat, posts):  # noqa: F811
    note = chat.locator(".attachment-note")
    button = chat.locator("[data-attachments=send]")
    for name, mime_type, size, words in (
        ("a.mp4", "video/mp4", 16 * MB + 1, "16"),
        ("a.mp3", "audio/mpeg", 16 * MB + 1, "16"),
        ("a.pdf", "application/pdf", 100 * MB + 1, "100"),
        ("a.pdf", "application/pdf", 0, "."),
        ("a.exe", "application/x-msdownload", 9, "PDF"),
    ):
        chat.evaluate(DROP_OF_SIZE, [name, mime_type, size])
        expect(note).to_contain_text(words)
        expect(button).to_be_disabled()
        chat.keyboard.press("Escape")
        expect(chat.locator(".attachment")).to_have_count(0)
    # A photo of a phone is made smaller; unchanged, as a document, it is too large.
    chat.evaluate(DROP_OF_SIZE, ["a.jpg", "image/jpeg", 6 * MB])
    expect(note).to_contain_text("5")
    expect(button).to_be_enabled()
    chat.locator(".attachment-choice input").check()
    expect(button).to_be_disabled()
    assert posts == []


def test_an_upload_can_be_cancelled_and_tried_again(chat):  # noqa: F811
    pdf = {"name": "a.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7"}
    answers = []
    chat.route("**/send-media", lambda route: answers.append(route))  # noqa: PLW0108 (else Playwright marks the list)
    chat.locator("#files").set_input_files([pdf])
    chat.locator("[data-attachments=send]").click()
    bubble = chat.locator("[data-sending]")
    expect(bubble.locator("progress")).to_be_visible()
    bubble.locator("[data-sending-file=cancel]").click()
    expect(bubble).to_have_count(0)
    assert not Message.objects.filter(message_type="document").exists()

    chat.locator("#files").set_input_files([pdf])
    chat.locator("[data-attachments=send]").click()
    expect(bubble).to_have_count(1)
    chat.wait_for_timeout(50)
    answers[-1].abort()
    again = bubble.locator("[data-sending-file=retry]")
    expect(again).to_be_visible()
    chat.unroute("**/send-media")
    again.click()
    expect(chat.locator("#messages .bubble-outgoing")).to_have_count(1)
    expect(bubble).to_have_count(0)
    assert Message.objects.filter(message_type="document").count() == 1
