"""What somebody began to write: it waits for them, wherever they sit down next."""

import pytest
from playwright.sync_api import Page, expect

from whatsapp.models import Conversation, Draft, Message

from .test_composer import field

pytestmark = pytest.mark.browser

IS_KEPT = "() => Object.values(localStorage).every((kept) => !kept.includes('\"isNew\":true'))"


def go(page: Page, name: str) -> None:
    page.locator(".row-link", has_text=name).click()
    expect(page.locator(".who-name")).to_have_text(name)


def kept(page: Page) -> None:
    """The server has what was typed."""
    while not page.evaluate(IS_KEPT):
        page.wait_for_timeout(50)


@pytest.mark.parametrize(("language", "draft"), [("ar", "مسودة:"), ("en", "Draft:")])
def test_a_draft_stays_with_its_chat_and_is_there_in_another_browser_until_it_is_sent(
    enter, street, agent, language, draft
):
    for n, name in enumerate(("نورة", "سعد")):
        street.writes(street.meets(name, f"+96655000000{n}"), "مرحبا", ago=60 * n)
    page = enter(agent, language=language)
    go(page, "نورة")
    page.locator("[data-reply-to]").click(force=True)
    field(page).press_sequentially("for Noura")
    row = page.locator(".row", has_text="نورة")
    go(page, "سعد")
    expect(field(page)).to_have_value("")
    expect(row.locator(".row-draft")).to_have_text(draft)
    expect(row.locator(".preview-text")).to_have_text("for Noura")
    other = enter(agent, language=language)
    expect(other.locator(".row", has_text="نورة").locator(".row-draft")).to_be_visible()
    go(other, "نورة")
    expect(field(other)).to_have_value("for Noura")
    expect(other.locator("#quoting .quote-text")).to_have_text("مرحبا")
    field(other).press("End")
    field(other).press_sequentially(", more")
    kept(other)
    # This browser has an older one, without having touched it since.
    go(page, "نورة")
    expect(field(page)).to_have_value("for Noura, more")
    field(page).press("Enter")
    expect(page.locator("#messages .bubble-outgoing .text")).to_have_text("for Noura, more")
    assert Message.objects.get(direction="outgoing").quoted_wamid
    kept(page)
    other.reload()
    expect(other.locator("#messages .bubble-outgoing")).to_have_count(1)
    expect(field(other)).to_have_value("")
    expect(page.locator(".row-draft")).to_have_count(0)


def test_an_offline_page_keeps_its_draft_and_hands_it_in_and_an_ended_session_loses_nothing(
    enter, street, agent
):
    street.writes(street.meets("نورة", "+966551234567"), "hi")
    chat = f"/whatsapp/chat/{Conversation.objects.get().pk}"
    page = enter(agent, chat)
    page.context.set_offline(True)
    field(page).fill("written in the lift")
    page.wait_for_timeout(1200)
    assert not Draft.objects.exists()
    page.context.set_offline(False)
    kept(page)
    assert Draft.objects.get().content == "written in the lift"
    # The draft itself finds out that the session has ended, before anything is sent.
    cookies = page.context.cookies()
    page.context.clear_cookies(name="sessionid")
    field(page).fill("written in the lift, and after")
    expect(page.locator("[data-state=signed-out]")).to_be_visible()
    page.context.add_cookies(cookies)
    page.reload()
    expect(field(page)).to_have_value("written in the lift, and after")
    kept(page)
    assert Draft.objects.get().content == "written in the lift, and after"
    page.evaluate("document.querySelector('[data-sign-out]').requestSubmit()")
    page.wait_for_url("**/accounts/login/**")
    assert page.evaluate("() => Object.keys(localStorage)") == []
