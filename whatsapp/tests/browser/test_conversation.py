"""The whole road: a customer writes, an agent answers, the customer reads."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.db.models import F
from playwright.sync_api import Page, expect

from whatsapp.message_templates.sync import sync_all
from whatsapp.models import Conversation, Message
from whatsapp.outbound import later

from .conftest import PHONE

pytestmark = pytest.mark.browser

WORDS = {
    "ar": {"write": "اكتب رسالة", "pending": "بانتظار الإرسال", "delivered": "تم التسليم", "read": "قُرئت"},
    "en": {
        "write": "Write a message",
        "pending": "Waiting to be sent",
        "delivered": "Delivered",
        "read": "Read",
    },
}


def sign_in(page: Page, user: User, language: str = "ar") -> Page:
    page.goto("/accounts/login/")
    if language == "en":
        page.get_by_role("button", name="English").click()
    page.locator("[name=username]").fill(user.username)
    page.locator("[name=password]").fill(user.username)
    page.locator("form.card button").click()
    page.wait_for_url("**/whatsapp/chat")
    return page


@pytest.mark.parametrize("language", ["ar", "en"])
def test_sign_in_receive_reply_see_it_read(open_page, street, agent, outsider, language):
    words = WORDS[language]
    page = sign_in(open_page(), agent, language)
    expect(page.locator("html")).to_have_attribute("dir", "rtl" if language == "ar" else "ltr")
    noura = street.meets("نورة", "+966551234567")
    street.writes(noura, "السلام عليكم")
    row = page.locator(".row", has_text="نورة")
    expect(row.locator(".badge")).to_contain_text("1")
    expect(page).to_have_title(re.compile(r"^\(1\) "))
    row.locator("a").click()
    expect(page.locator(".bubble-incoming .text")).to_have_text("السلام عليكم")
    expect(row.locator(".badge")).to_have_count(0)
    field = page.get_by_role("textbox", name=words["write"])
    field.fill("وعليكم السلام")
    field.press("Enter")
    bubble = page.locator(".bubble-outgoing")
    expect(bubble).to_have_count(1)
    expect(bubble.locator(".text")).to_have_text("وعليكم السلام")
    expect(bubble.locator(".tick")).to_have_attribute("title", words["pending"])
    expect(page.locator("#messages .bubble-outgoing")).to_have_count(1)
    street.gets_what_was_sent()
    expect(bubble.locator(".tick")).to_have_attribute("title", words["delivered"])
    street.reads(noura)
    expect(bubble.locator(".tick")).to_have_attribute("title", words["read"])
    expect(row.locator(".tick")).to_have_attribute("title", words["read"])
    expect(bubble).to_have_count(1)
    assert Message.objects.filter(direction="outgoing").count() == 1
    theirs, ours = (page.locator(f".bubble-{way}").bounding_box()["x"] for way in ("incoming", "outgoing"))
    assert (theirs > ours) == (language == "ar"), "ours stands at the end of the line"
    refused = sign_in(open_page(), outsider)
    expect(refused.get_by_role("heading", name="لا يحق لك فتح هذه الصفحة")).to_be_visible()
    expect(refused.locator(".row")).to_have_count(0)


def test_a_phone_shows_one_pane_and_back_returns_to_the_list(enter, street, agent):
    noura = street.meets("نورة", "+966551234567")
    street.writes(noura, "https://a.example/" + "long" * 80)
    page = enter(agent, viewport=PHONE)
    expect(page.locator(".thread-pane")).to_be_hidden()
    page.locator(".row-link").click()
    expect(page.locator(".thread")).to_be_visible()
    expect(page.locator(".list-pane")).to_be_hidden()
    widths = page.evaluate("() => [document.documentElement.scrollWidth, innerWidth]")
    assert widths[0] <= widths[1]
    field, send = page.locator("#composer textarea"), page.locator("#composer .send")
    microphone = page.locator("#composer [data-record]")
    assert field.bounding_box()["width"] >= 180
    expect(microphone).to_be_visible()
    expect(send).to_be_hidden()
    field.fill("نعم")
    expect(microphone).to_be_hidden()
    page.keyboard.press("Tab")
    expect(send).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#messages .bubble-outgoing")).to_have_count(1)
    expect(field).to_be_focused()
    expect(microphone).to_be_visible()
    page.go_back()
    expect(page.locator(".list-pane")).to_be_visible()
    expect(page.locator(".thread-pane")).to_be_hidden()
    page.locator(".row-link").click()
    page.get_by_role("link", name="العودة إلى المحادثات").click()
    expect(page.locator(".list-pane")).to_be_visible()


def test_a_closed_window_locks_the_composer_and_a_new_message_opens_it(enter, street, agent):
    noura = street.meets("نورة", "+966551234567")
    street.writes(noura, "قديم", ago=24 * 3600 + 60)
    page = enter(agent)
    page.locator(".row-link").click()
    field = page.locator("#composer textarea")
    expect(field).to_be_disabled()
    expect(page.locator("#closed")).to_contain_text("أكثر من 24 ساعة")
    page.locator(".composer .more").click()
    items = page.locator("#more-menu .menu-item")
    expect(items.and_(page.locator(":not(:disabled)"))).to_have_text(["قالب", "ملاحظة للفريق", "أرسل لاحقًا"])
    expect(items.first).to_be_disabled()
    page.keyboard.press("Escape")
    street.writes(noura, "جديد")
    expect(field).to_be_enabled()
    expect(page.locator("#more-menu :disabled")).to_have_count(0)
    expect(page.locator("#closed")).to_be_empty()


def stop_the_refresh(page: Page) -> None:
    """The one of every five seconds, which would bring the news too, some seconds late."""
    page.locator("#messages").evaluate(
        """(pane) => {
            pane.outerHTML = pane.outerHTML.replace("every 5s, ", "");
            htmx.process(document.getElementById("messages"));
        }"""
    )


def six_minutes_pass(page: Page) -> None:
    """On the page, and for the server since the customer wrote."""
    Conversation.objects.update(last_inbound_at=F("last_inbound_at") - timedelta(minutes=6))
    page.clock.fast_forward("06:01")


def hold(page: Page, *, begun: str, whole: str) -> None:
    """Writes the answer that waits, and sends the template that asks the customer to respond."""
    page.get_by_role("button", name="اكتب جوابًا يُحفظ لحين ردّه").click()
    answer = page.locator("#hold-form textarea")
    expect(answer).to_have_value(begun)
    answer.fill(whole)
    page.get_by_role("button", name="احفظه واختر قالبًا").click()
    picker = page.get_by_role("dialog")
    picker.locator("#template-search").fill("feedback_request")
    picker.locator("#template-language").select_option("ar")
    expect(picker.locator(".picker-row")).to_have_count(1)
    picker.locator(".picker-row").click()
    picker.locator(".template-send").click()
    expect(page.locator("#messages .bubble-template")).to_be_visible()


def test_the_composer_locks_while_one_types_and_the_answer_is_held_until_the_customer_writes(
    enter, street, agent
):
    noura = street.meets("نورة", "+966551234567")
    street.writes(noura, "قديم", ago=23.9 * 3600)
    sync_all()
    page = enter(agent)
    page.clock.install()
    page.locator(".row-link").click()
    stop_the_refresh(page)
    field = page.locator("#composer textarea")
    field.press_sequentially("half a sen")
    expect(field).to_be_enabled()
    expect(page.locator(".row-window.is-closing")).to_be_visible()
    six_minutes_pass(page)
    expect(field).to_be_disabled()
    expect(field).to_have_value("half a sen")
    expect(page.locator("#closed")).to_contain_text("أكثر من 24 ساعة")

    hold(page, begun="half a sen", whole="half a sentence, and the rest")
    held = page.locator("#later .is-held")
    expect(held).to_contain_text("تُرسل حين يكتب العميل")
    expect(field).to_have_value("")
    street.gets_what_was_sent()
    later.send_due()
    expect(held.locator(".text")).to_have_text("half a sentence, and the rest")
    street.writes(noura, "نعم، ما زلت مهتمة")
    expect(field).to_be_enabled()
    later.send_due()
    expect(page.locator("#messages .bubble-outgoing").last.locator(".text")).to_have_text(
        "half a sentence, and the rest"
    )
    expect(held).to_have_count(0)
    street.gets_what_was_sent()
    assert [sent.body["type"] for sent in street.meta.accepted] == ["template", "text"]


def test_the_number_of_a_customer_is_never_reversed(enter, street, agent):
    street.writes(street.meets("نورة (جدة)", "+966551234567"), "مرحبا")
    page = enter(agent)
    page.locator(".row-link").click()
    plus, code = page.locator(".who-number bdi").evaluate(
        """(element) => [[0, 1], [1, 4]].map(([from, to]) => {
            const range = document.createRange();
            range.setStart(element.firstChild, from);
            range.setEnd(element.firstChild, to);
            return range.getBoundingClientRect().left;
        })"""
    )
    assert plus < code


DIRECTIONS = {"مرحبا": "rtl", "Hello": "ltr", "123 مرحبا": "rtl", "Order رقم 5": "ltr"}


def test_each_bubble_runs_in_the_direction_of_its_own_words(enter, street, agent):
    noura = street.meets("نورة", "+966551234567")
    for seconds, text in enumerate(DIRECTIONS):
        street.writes(noura, text, ago=60 - seconds)
        street.writes(street.meets(text, f"+96655000000{seconds}"), text, ago=3600)
    page = enter(agent)
    for _ in ("ar", "en"):
        for text, direction in DIRECTIONS.items():
            name = page.locator(".row-name").get_by_text(text, exact=True)
            preview = page.locator(".row", has=name).locator(".preview-text")
            expect(preview).to_have_css("direction", direction)
        page.get_by_role("button", name="English").or_(page.get_by_role("button", name="العربية")).click()
    page.locator(".row-link", has_text="نورة").click()
    field = page.locator("#composer textarea")
    for n, (text, direction) in enumerate(DIRECTIONS.items()):
        expect(page.locator(".bubble .text").nth(n)).to_have_text(text)
        expect(page.locator(".bubble .text").nth(n)).to_have_css("direction", direction)
        field.fill(text)
        expect(field).to_have_css("direction", direction)
