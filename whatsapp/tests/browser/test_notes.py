"""Notes: seen by the team, as what they are, and by nobody else."""

import pytest
from playwright.sync_api import Page, expect

from whatsapp.access import AGENTS
from whatsapp.models import Conversation, Message, Note
from whatsapp.tests.conftest import make_user

from .test_composer import field

pytestmark = pytest.mark.browser

PASTE = """() => {
  const data = new DataTransfer();
  data.items.add(new File(["x"], "x.pdf", { type: "application/pdf" }));
  document.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true }));
}"""
WORDS = {"ar": ("اكتب ملاحظة", "لا يراها إلا الفريق"), "en": ("Write a note", "Only the team sees this")}


def ground_of(page: Page, selector: str) -> str:
    return str(page.locator(selector).last.evaluate("(element) => getComputedStyle(element).backgroundColor"))


def begin_a_note_over_an_answer(page: Page, label: str) -> None:
    """The answer, with its quote, makes room; a note takes no files."""
    field(page).fill("سنرى")
    page.locator("[data-reply-to]").click(force=True)
    page.keyboard.press("Alt+p")
    expect(field(page)).to_have_attribute("placeholder", label)
    expect(field(page)).to_have_value("")
    expect(page.locator("#quoting")).to_be_hidden()
    page.evaluate(PASTE)
    expect(page.locator("#refusal")).to_be_visible()
    expect(page.locator("#attachments")).to_be_hidden()


def assert_looks_like_one(page: Page, language: str) -> None:
    assert ground_of(page, ".bubble-note") not in (ground_of(page, ".bubble-incoming"), "rgba(0, 0, 0, 0)")
    side = (
        page.locator(".bubble-note").bounding_box()["x"]
        > page.locator(".bubble-incoming").bounding_box()["x"]
    )
    assert side is (language == "en"), "on our side, mirrored with the page"


@pytest.mark.parametrize("language", ["ar", "en"])
def test_a_note_looks_like_one_and_reaches_the_team_and_never_the_customer(enter, street, agent, language):
    label, only = WORDS[language]
    noura = street.meets("نورة", "+966551234567")
    street.writes(noura, "أريد خصمًا")
    chat = f"/whatsapp/chat/{Conversation.objects.get().pk}"
    page, hers = (
        enter(agent, chat, language=language),
        enter(make_user("sara", AGENTS), chat, language=language),
    )
    posts: list[str] = []
    page.on("request", lambda request: posts.append(request.url) if request.method == "POST" else None)
    begin_a_note_over_an_answer(page, label)
    field(page).press_sequentially("لا خصم *بعد اليوم*")
    assert ground_of(page, ".composer") not in (ground_of(hers, ".composer"), "rgba(0, 0, 0, 0)")
    field(page).press("Enter")
    for each in (page, hers):
        note = each.locator("#messages .bubble-note")
        expect(note.locator("strong")).to_have_text("بعد اليوم")
        expect(note).to_contain_text(only)
    expect(hers.locator(".bubble-note .note-head bdi")).to_have_text("agent")
    expect(hers.locator(".bubble-note [data-delete-note]")).to_have_count(0)
    expect(page.locator("#sending > *")).to_have_count(0)
    assert_looks_like_one(page, language)
    # Back to the answer, which waited with its quote; the customer never saw anybody type.
    page.keyboard.press("Alt+l")
    expect(field(page)).to_have_value("سنرى")
    expect(page.locator("#quoting")).to_be_visible()
    street.gets_what_was_sent()
    assert street.meta.accepted == []
    assert not [url for url in posts if url.endswith("/send")]
    assert Message.objects.filter(direction="outgoing").count() == 0
    expect(page.locator(".row-preview")).to_contain_text("أريد خصمًا")
    page.once("dialog", lambda dialog: dialog.accept())
    page.locator("[data-delete-note]").click(force=True)
    expect(hers.locator(".bubble-note")).to_have_count(0)
    assert not Note.objects.exists()


def test_a_note_is_written_in_a_closed_window_without_a_connection_and_once(enter, street, agent):
    street.writes(street.meets("نورة", "+966551234567"), "hi")
    Conversation.objects.update(last_inbound_at="2026-01-01T00:00Z")
    page = enter(agent, f"/whatsapp/chat/{Conversation.objects.get().pk}")
    expect(field(page)).to_be_disabled()
    page.locator("#closed [data-note]").click()
    expect(field(page)).to_be_focused()
    page.context.set_offline(True)
    for text in ("one", "two"):
        field(page).fill(text)
        field(page).press("Enter")
    expect(page.locator("#sending .bubble-note")).to_have_count(2)
    page.context.set_offline(False)
    expect(page.locator("#messages .bubble-note .text")).to_have_text(["one", "two"])
    expect(page.locator("#sending > *")).to_have_count(0)
    assert Note.objects.count() == 2
    page.locator(".note-strip [data-reply]").click()
    expect(field(page)).to_be_disabled()
