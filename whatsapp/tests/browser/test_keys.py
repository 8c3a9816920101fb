"""The inbox without a mouse, on whatever keyboard."""

import re
import string

import pytest
from playwright.sync_api import Page, expect

from whatsapp.models import Conversation, Message, Preference

from .test_composer import field

pytestmark = pytest.mark.browser

PRESS = """([code, key, more]) => {
  const event = new KeyboardEvent("keydown", { code, key, bubbles: true, cancelable: true, ...more });
  document.activeElement.dispatchEvent(event);
  return event.defaultPrevented;
}"""
"""As a keyboard of another layout, or of another system, says it."""
A_MAC = """Object.defineProperty(navigator, "userAgentData", { get: () => undefined });
Object.defineProperty(navigator, "platform", { get: () => "MacIntel" });"""


def press(page: Page, code: str, key: str, **more: object) -> bool:
    """True when the page took the key."""
    return bool(page.evaluate(PRESS, [code, key, more]))


def open_chat(page: Page, name: str) -> None:
    expect(page.locator(".who-name")).to_have_text(name)
    expect(field(page)).to_be_focused()


@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_keys_go_from_chat_to_chat_on_an_arabic_keyboard_and_letters_alone_do_nothing(
    enter, street, agent, language
):
    for n, name in enumerate(("سعد", "ريم", "Omar")):
        street.writes(street.meets(name, f"+96655000000{n}"), "hi", ago=60 * n)
    page = enter(agent, language=language)
    expect(page.locator(".row")).to_have_count(3)
    assert press(page, "KeyJ", "ت", altKey=True)
    open_chat(page, "سعد")
    press(page, "KeyJ", "ت", altKey=True)
    open_chat(page, "ريم")
    press(page, "KeyK", "ن", altKey=True)
    open_chat(page, "سعد")
    press(page, "KeyJ", "ت", altKey=True)
    open_chat(page, "ريم")
    # AltGr, which types the third letter of a key, says that it is Ctrl and Alt.
    assert not press(page, "KeyE", "€", altKey=True, ctrlKey=True, modifierAltGraph=True)
    press(page, "KeyE", "ث", altKey=True, ctrlKey=True)
    open_chat(page, "Omar")
    expect(page.locator(".row", has_text="ريم")).to_have_count(0)
    assert Conversation.objects.get(status="resolved").customer_name == "ريم"
    address = page.url
    field(page).press_sequentially(string.ascii_letters + "?")
    expect(field(page)).to_have_value(string.ascii_letters + "?")
    assert page.url == address
    expect(page.locator("dialog[open], :popover-open")).to_have_count(0)
    press(page, "KeyE", "ث", altKey=True)
    expect(page.locator("#chat-resolve")).to_have_attribute("data-action", "reopen")
    assert press(page, "KeyO", "خ", altKey=True)
    expect(page.locator("#chat-menu")).to_be_visible()
    page.keyboard.press("Escape")
    press(page, "KeyC", "ؤ", altKey=True)
    expect(page.locator("#list-pane .row-link:focus")).to_have_count(1)
    press(page, "KeyN", "ى", altKey=True)
    expect(page.locator("#chips input:checked")).to_have_value("unread")
    with page.expect_file_chooser():
        page.keyboard.press("Control+Alt+a")


@pytest.mark.parametrize("language", ["ar", "en"])
def test_esc_leaves_what_lies_over_the_page_then_the_quote_then_the_note_then_the_chat(
    enter, street, agent, language
):
    street.writes(street.meets("نورة", "+966551234567"), "كم السعر؟")
    page = enter(agent, f"/whatsapp/chat/{Conversation.objects.get().pk}", language=language)
    page.evaluate("window.isTheSamePage = true")
    page.locator("[data-reply-to]").click(force=True)
    page.locator(".composer .more").click()
    page.keyboard.press("Escape")
    expect(page.locator("#more-menu")).to_be_hidden()
    expect(page.locator("#quoting")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#quoting")).to_be_hidden()
    press(page, "KeyP", "ح", altKey=True)
    expect(page.locator(".composer.is-note")).to_be_visible()
    press(page, "KeyL", "م", altKey=True)
    expect(page.locator(".composer.is-note")).to_have_count(0)
    press(page, "KeyP", "ح", altKey=True)
    page.keyboard.press("Escape")
    expect(page.locator(".composer.is-note")).to_have_count(0)
    expect(field(page)).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".no-chat")).to_be_visible()
    expect(page.locator(".row-link")).to_be_focused()
    expect(page).to_have_url(re.compile("/whatsapp/chat$"))
    assert page.evaluate("window.isTheSamePage"), "what is on its way goes on"
    page.go_back()
    expect(page.locator(".bubble")).to_have_count(1)


@pytest.mark.parametrize(("language", "resolve"), [("ar", "إنهاء"), ("en", "resolve")])
def test_the_palette_finds_chats_and_commands_and_esc_gives_the_focus_back(
    enter, street, agent, language, resolve
):
    for n, name in enumerate(("سعد", "أحمد")):
        street.writes(street.meets(name, f"+96655000000{n}"), "hi", ago=60 * n)
    page = enter(
        agent, f"/whatsapp/chat/{Conversation.objects.get(customer_name='سعد').pk}", language=language
    )
    expect(field(page)).to_be_focused()
    palette, search = page.locator("#palette"), page.locator("#palette input")
    options, chosen = palette.locator("[role=option]:visible"), palette.locator("[aria-selected=true]")
    press(page, "KeyK", "ن", ctrlKey=True)
    expect(search).to_be_focused()
    expect(palette.locator("[data-href]")).to_have_count(2)
    first = chosen.inner_text()
    page.keyboard.press("ArrowDown")
    assert chosen.inner_text() != first
    page.keyboard.press("Escape")
    expect(field(page)).to_be_focused()
    page.keyboard.press("Control+k")
    search.fill("أحمد")
    expect(options).to_have_count(1)
    page.keyboard.press("Enter")
    open_chat(page, "أحمد")
    page.keyboard.press("Control+k")
    search.fill(resolve)
    expect(options).to_have_count(2)  # and open the next
    page.keyboard.press("Enter")
    expect(page.locator("#chat-resolve")).to_have_attribute("data-action", "reopen")
    page.keyboard.press("Control+k")
    page.locator("#palette-assign-to-me").click()
    expect(page.locator("#chat-owner")).to_contain_text("أنت" if language == "ar" else "You")
    page.keyboard.press("Control+k")
    search.fill("0550000000")
    expect(options).to_have_count(1)
    search.fill("nothing of this name")
    expect(options).to_have_count(0)
    expect(palette.get_by_role("status")).to_be_visible()


def test_a_question_mark_shows_the_keys_as_they_are_called_on_a_mac_and_ctrl_enter_sends_where_it_is_wanted(
    enter, street, agent
):
    street.writes(street.meets("نورة", "+966551234567"), "hi")
    chat = f"/whatsapp/chat/{Conversation.objects.get().pk}"
    page = enter(agent, chat)
    keys = page.locator("#shortcuts")
    send = keys.locator("dl > div").first
    expect(field(page)).to_be_focused()
    press(page, "Slash", "؟", shiftKey=True)
    expect(keys).to_be_hidden()
    page.evaluate("document.activeElement.blur()")
    press(page, "Slash", "؟", shiftKey=True)
    expect(keys).to_be_visible()
    expect(send.locator("kbd")).to_have_text(["Enter"])
    expect(keys.locator("[data-does=attach] kbd")).to_have_text(["Ctrl", "Alt", "A"])
    assert not press(page, "KeyJ", "j", altKey=True), "behind a dialog nothing moves"
    page.keyboard.press("Escape")
    expect(keys).to_be_hidden()
    page.locator(".avatar-button").click()
    page.locator("#key-to-send [value=ctrl-enter]").click()
    expect(page.locator("[data-enter-sends=false]")).to_be_visible()
    assert Preference.objects.get().enter_sends is False
    field(page).press_sequentially("one")
    field(page).press("Enter")
    field(page).press_sequentially("two")
    expect(field(page)).to_have_value("one\ntwo")
    assert not Message.objects.filter(direction="outgoing").exists()
    field(page).press("Control+Enter")
    expect(page.locator("#messages .bubble-outgoing .text")).to_have_text("one\ntwo")
    page.add_init_script(A_MAC)
    page.goto(chat)
    expect(send.locator("kbd")).to_have_text(["⌘", "↩"])
    assert press(page, "KeyK", "k", metaKey=True)
    expect(page.locator("#palette")).to_be_visible()
