"""Emojis by name, and the marks that WhatsApp draws."""

import pytest
from playwright.sync_api import Page, expect

from whatsapp.models import Conversation, Message

from .test_composer import field

pytestmark = pytest.mark.browser

CARET = "(element, at) => element.setSelectionRange(at, at)"


@pytest.fixture
def page(enter, street, agent, language) -> Page:
    """The chat with a customer who said something."""
    street.writes(street.meets("نورة", "+966551234567"), "hi")
    return enter(agent, f"/whatsapp/chat/{Conversation.objects.get().pk}", language=language)


def pick_into_the_middle_of_a_word(page: Page, heart: str) -> None:
    field(page).fill("hello")
    field(page).evaluate(CARET, 2)
    page.locator("button[data-emojis]").click()
    search = page.locator("#emoji-picker input")
    expect(search).to_be_focused()
    search.fill(heart)
    expect(page.locator("#emoji-picker section:visible [data-put]").first).to_have_text("❤️")
    search.press("Enter")
    expect(field(page)).to_have_value("he❤️llo")
    search.fill("")
    expect(page.locator("#emoji-picker section:visible").first.locator("[data-put]")).to_have_text(["❤️"])
    search.press("ArrowDown")
    expect(page.locator("#emoji-picker [data-put]:focus")).to_have_text("❤️")
    page.keyboard.press("Escape")
    expect(page.locator("#emoji-picker")).to_be_hidden()
    expect(field(page)).to_be_focused()


@pytest.mark.parametrize(("language", "heart"), [("ar", "قلب احمر"), ("en", "red heart")])
def test_emojis_come_to_the_caret_from_the_picker_and_by_name(page, language, heart):
    pick_into_the_middle_of_a_word(page, heart)
    options = page.locator("#emoji-options [role=option]")
    # By its name; a time of day and an address offer nothing.
    field(page).fill("")
    field(page).press_sequentially("10:30 https://x.example :smi")
    expect(options.first).to_have_attribute("aria-selected", "true")
    field(page).press("Escape")
    expect(options.first).to_be_hidden()
    field(page).press_sequentially("le")
    field(page).press("Enter")
    expect(field(page)).to_have_value("10:30 https://x.example 😄")
    field(page).press_sequentially(" :tada:")
    expect(field(page)).to_have_value("10:30 https://x.example 😄 🎉")
    # After a colon in Arabic Enter goes on sending, until an arrow has chosen something.
    field(page).fill("")
    field(page).press_sequentially("الاسم :قلب")
    if language == "ar":  # in English nothing has such a name
        expect(options.first).to_be_visible()
        expect(options.first).to_have_attribute("aria-selected", "false")
    field(page).press("Enter")
    expect(page.locator("#messages .bubble-outgoing .text")).to_have_text("الاسم :قلب")
    assert Message.objects.filter(direction="outgoing").count() == 1


@pytest.mark.parametrize("language", ["ar", "en"])
def test_marks_by_hand_and_by_keys_around_what_is_selected_are_drawn_and_html_is_not(page, language):
    field(page).fill("<img src=x onerror=alert(1)> ")
    field(page).press("End")
    field(page).press("Control+b")
    field(page).press_sequentially("x")
    field(page).press("End")
    field(page).press_sequentially(" word")
    field(page).press("Control+Shift+ArrowLeft")
    field(page).press("Control+i")
    field(page).press("End")
    field(page).press_sequentially(" ~old~ ```mono```")
    expect(field(page)).to_have_value("<img src=x onerror=alert(1)> *x* _word_ ~old~ ```mono```")
    field(page).press("Enter")
    said = page.locator("#messages .bubble-outgoing .text")
    expect(said).to_have_text("<img src=x onerror=alert(1)> x word old mono")
    for tag, words in (("strong", "x"), ("em", "word"), ("s", "old"), ("code", "mono")):
        expect(said.locator(tag)).to_have_text([words])
    expect(said.locator("img")).to_have_count(0)
    assert Message.objects.filter(direction="outgoing").count() == 1
