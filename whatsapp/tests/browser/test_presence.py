"""Who of the team is where, and what happened while one wrote."""

import pytest
from playwright.sync_api import expect

from whatsapp.access import AGENTS
from whatsapp.models import Conversation, Message
from whatsapp.outbound.compose import send_text
from whatsapp.tests.conftest import make_user

pytestmark = pytest.mark.browser

HIDE = """() => {
    Object.defineProperty(document, "hidden", { configurable: true, get: () => window.isAway });
    window.isAway = true;
    document.dispatchEvent(new Event("visibilitychange"));
}"""
ENTER_AS_IT_COMES = """() => {
    const field = document.querySelector("#composer textarea");
    document.getElementById("meanwhile").hidden = true;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true, cancelable: true }));
}"""
"""A hand that was on its way when the warning was painted."""
COME_BACK = "() => { window.isAway = false; document.dispatchEvent(new Event('visibilitychange')); }"


def test_a_colleague_is_seen_looking_and_typing_and_gone_when_nobody_can_know(enter, street, agent):
    street.writes(street.meets("نورة", "+966551234567"), "hi")
    chat = Conversation.objects.get()
    sara = make_user("sara", AGENTS)
    sara.first_name = "سارة"
    sara.save(update_fields=["first_name"])
    mine, hers = enter(agent, f"/whatsapp/chat/{chat.pk}"), enter(sara)
    header, row = mine.locator("#here"), mine.locator(f"#chat-{chat.pk} .row-here")
    expect(row).to_have_count(0)
    hers.locator(".row-link").click()
    expect(header).to_have_text("مفتوحة لدى سارة")
    expect(row).to_have_text("مفتوحة لدى سارة")
    expect(hers.locator("#here")).to_have_text("مفتوحة لدى agent")
    hers.locator("textarea").fill("أهلًا")
    expect(header).to_have_text("سارة: جارٍ الكتابة…")
    expect(row).to_be_visible()
    expect(mine.locator(f"#chat-{chat.pk} .preview-text")).to_be_hidden()
    street.writes(street.meets("سعد", "+966550000001"), "new")
    expect(mine.locator(".row")).to_have_count(2)
    expect(row).to_have_count(1)  # the refresh of the list left it
    hers.locator("textarea").fill("")
    expect(header).to_have_text("مفتوحة لدى سارة")
    hers.evaluate(HIDE)
    expect(header).to_be_hidden()
    hers.evaluate(COME_BACK)
    expect(header).to_be_visible()
    hers.context.close()
    expect(header).to_be_hidden()
    expect(row).to_have_count(0)


def test_an_answer_of_a_colleague_while_one_writes_is_said_before_anything_goes_out(enter, street, agent):
    street.writes(street.meets("نورة", "+966551234567"), "كم السعر؟")
    chat = Conversation.objects.get()
    sara = make_user("sara", AGENTS)
    page = enter(agent, f"/whatsapp/chat/{chat.pk}")
    field, warning = page.locator("textarea[name=text]"), page.locator("#meanwhile")
    field.fill("السعر 300")
    send_text(chat, "السعر 349", by=sara)
    expect(warning).to_contain_text("وصل ردّ من sara أثناء كتابتك")
    page.keyboard.press("Alt+p")
    expect(warning).to_be_hidden()  # a note is in nobody's way
    page.keyboard.press("Alt+l")
    expect(warning).to_be_visible()
    page.reload()  # what was begun before she answered still was
    expect(field).to_have_value("السعر 300")
    page.evaluate(ENTER_AS_IT_COMES)
    expect(warning.locator("[data-held]")).to_be_visible()
    expect(field).to_have_value("السعر 300")
    assert Message.objects.filter(sent_by=agent).count() == 0
    field.press("Enter")
    expect(field).to_have_value("")
    expect(warning).to_be_hidden()
    expect(page.locator(".bubble-outgoing", has_text="السعر 300")).to_have_count(1)
    expect(
        page.locator("#messages > .day .bubble-outgoing[id^=message-]", has_text="السعر 300")
    ).to_have_count(1)
    assert Message.objects.filter(sent_by=agent).count() == 1
    # What one reads at leisure is sent with one Enter, and what oneself sent is no news.
    field.fill("شكرًا")
    expect(warning).to_be_hidden()
    send_text(chat, "نعم", by=sara)
    expect(warning).to_be_visible()
    page.wait_for_timeout(1200)  # the look that the page gives its reader
    field.press("Enter")
    expect(page.locator(".bubble-outgoing", has_text="شكرًا")).to_have_count(1)
