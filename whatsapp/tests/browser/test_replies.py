"""Ready replies with hands on the keyboard."""

import pytest
from django.core.files.base import ContentFile
from playwright.sync_api import Page, expect

from whatsapp.models import Message, ReplyTemplate
from whatsapp.outbound.reply_files import put_file
from whatsapp.tests.codecs.recorded import picture

pytestmark = pytest.mark.browser


@pytest.fixture
def chat(enter, street, agent) -> Page:
    for name, content in (
        ("hello", "Hello {{first_name}}"),
        ("help", "How can we help?"),
        ("visit", "See you on {{day|Sunday}}, {{surname}}"),
    ):
        ReplyTemplate.objects.create(name=name, content=content)
    street.writes(street.meets("نورة الحربي", "+966551234567"), "مرحبا")
    page = enter(agent)
    page.locator(".row-link").click()
    expect(page.locator(".bubble")).to_have_count(1)
    return page


def test_a_slash_some_letters_and_enter_insert_a_reply_and_send_nothing(chat):
    field, options = chat.locator("#composer textarea"), chat.locator("#replies [role=option]")
    with chat.expect_response(lambda answer: answer.url.endswith("typed=he")):
        field.press_sequentially("/he")  # what answers the /h alone may come late, and be two as well
    expect(options).to_have_count(2)
    field.press("ArrowDown")
    expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    field.press("ArrowUp")
    field.press("Enter")
    expect(field).to_have_value("Hello نورة")
    expect(options).to_have_count(0)
    assert not Message.objects.filter(direction="outgoing").exists()

    field.press_sequentially(" /help")
    expect(options).to_have_count(1)
    field.press("Tab")
    expect(field).to_have_value("Hello نورة How can we help?")
    expect(field).to_be_focused()

    field.fill("1/2")
    field.press_sequentially("/he")  # a slash inside a word
    expect(options).to_have_count(0)
    field.fill("")
    field.press_sequentially("/he")
    expect(options).to_have_count(2)
    field.press("Escape")
    field.press_sequentially("l")  # after Esc it is only a slash
    expect(chat.locator("#replies")).to_be_hidden()
    expect(field).to_have_value("/hel")
    field.press("Enter")
    expect(chat.locator("#messages .bubble-outgoing .text")).to_have_text("/hel")


def test_the_button_offers_them_too_and_a_gap_is_selected(chat):
    field = chat.locator("#composer textarea")
    field.fill("Dear client. ")
    chat.get_by_role("button", name="الردود الجاهزة").click()
    chat.get_by_role("option", name="visit").click()
    expect(field).to_have_value("Dear client. See you on Sunday, ⟨surname⟩")
    field.press_sequentially("Noura")
    expect(field).to_have_value("Dear client. See you on Sunday, Noura")
    expect(chat.locator("#replies")).to_be_hidden()
    assert list(ReplyTemplate.objects.filter(used=1).values_list("name", flat=True)) == ["visit"]


def test_a_reply_with_a_file_is_previewed_with_its_words_and_sent_from_there(chat, street):
    prices = ReplyTemplate(name="prices", content="{{first_name}}, our prices for {{day}}")
    put_file(prices, ContentFile(picture("PNG"), name="prices.png"))
    prices.save()
    field, preview = chat.locator("#composer textarea"), chat.locator("#attachments")
    field.press_sequentially("One moment. /pri")
    expect(chat.locator("#replies .reply-file")).to_have_text("prices.png")
    field.press("Enter")
    expect(preview.locator("[data-name]")).to_have_text("prices.png")
    expect(preview.locator(".attachment-look img")).to_be_visible()
    caption = preview.locator("[data-caption]")
    expect(caption).to_have_value("نورة, our prices for ⟨day⟩")
    expect(caption).to_be_focused()
    chat.keyboard.type("Eid")
    assert not Message.objects.filter(direction="outgoing").exists()
    chat.keyboard.press("Enter")
    bubble = chat.locator("#messages .bubble-outgoing")
    expect(bubble.locator(".photo img")).to_be_visible()
    expect(bubble.locator(".text")).to_have_text("نورة, our prices for Eid")
    expect(field).to_have_value("One moment. ")
    street.gets_what_was_sent()
    [sent] = street.meta.accepted
    assert sent.body["image"]["caption"] == "نورة, our prices for Eid"
    assert ReplyTemplate.objects.get(name="prices").used == 1
