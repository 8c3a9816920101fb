import pytest
from playwright.sync_api import Locator, Page, expect

from whatsapp.message_templates.sync import sync_all
from whatsapp.models import Conversation, Message
from whatsapp.tests.codecs.recorded import picture
from whatsapp.tests.message_templates.rows import shipped_on_the_wire

pytestmark = pytest.mark.browser


def pick(page: Page, name: str) -> Locator:
    """From the notice of the closed window to the form of the Arabic one. Gives the picker."""
    page.locator("#closed").get_by_role("link", name="اختر قالبًا").click()
    picker = page.get_by_role("dialog")
    expect(picker.locator("#template-search")).to_be_focused()
    page.keyboard.type(name)
    expect(picker.locator(".picker-row")).to_have_count(2)
    picker.locator("#template-language").select_option("ar")
    expect(picker.locator(".picker-row")).to_have_count(1)
    picker.locator(".picker-row").click()
    return picker


def reads_from_left_to_right(value: Locator) -> bool:
    """In itself, as one piece of an Arabic sentence: # A … (2)."""
    first, last = value.evaluate(
        """(value) => [0, value.firstChild.length - 1].map((at) => {
             const range = document.createRange();
             range.setStart(value.firstChild, at);
             range.setEnd(value.firstChild, at + 1);
             return range.getBoundingClientRect().left;
           })"""
    )
    return first < last


def test_in_a_closed_window_a_template_is_picked_filled_seen_and_sent(enter, street, agent) -> None:
    noura = street.meets("نورة السبيعي", "+966551234567")
    street.writes(noura, "مرحبا", ago=25 * 3600)
    sync_all()
    page = enter(agent)
    page.locator(".row-link").click()
    picker = pick(page, "order_shipped")
    name, order, link = (
        picker.locator(f"[name='{key}']") for key in ("first_name", "order_number", "button.0")
    )
    expect(name).to_have_value("نورة")
    expect(name).to_be_focused()
    order.fill("#A-10482 (2)")
    preview = picker.locator(".template-preview .text")
    expect(preview).to_have_text("مرحباً نورة، طلبك رقم #A-10482 (2) في الطريق إليك.")
    assert reads_from_left_to_right(preview.locator("bdi.value").last)

    picker.locator(".template-send").click()
    expect(picker.locator(".fault")).to_have_text("املأ هذا الحقل.")
    expect(link).to_be_focused()
    assert not Message.objects.filter(direction="outgoing").exists()
    link.fill("10482")
    picker.locator(".template-send").click()

    bubble = page.locator("#messages .bubble-template")
    expect(bubble.locator(".text")).to_have_text("مرحباً نورة، طلبك رقم #A-10482 (2) في الطريق إليك.")
    expect(bubble.locator(".filled-buttons")).to_contain_text("تتبّع الشحنة")
    expect(picker).to_have_count(0)
    street.gets_what_was_sent()
    expect(bubble.locator(".tick")).to_contain_text("تم التسليم")
    [sent] = street.meta.accepted
    assert sent.body["template"] == shipped_on_the_wire("نورة", "#A-10482 (2)", "10482")


def test_a_new_chat_leads_to_the_templates_and_one_that_is_there_is_opened(enter, street, agent) -> None:
    street.writes(street.meets("نورة", "+966551234567"), "مرحبا")
    sync_all()
    page = enter(agent)

    def types(phone: str) -> None:
        page.get_by_role("link", name="محادثة جديدة").click()
        page.locator("#start [name=phone]").press_sequentially(phone)
        expect(page.locator("#start-preview .start-phone")).to_be_visible()

    types("٠٠٩٦٦ ٥٥ ١٢٣ ٤٥٦٧")
    expect(page.locator("#start-preview")).to_contain_text("نورة")
    page.keyboard.press("Enter")
    expect(page.locator("#messages")).to_contain_text("مرحبا")
    expect(page.locator("dialog[open]")).to_have_count(0)
    types("+966 54 000 0000")
    page.get_by_role("button", name="افتح المحادثة").click()
    expect(page.get_by_role("dialog").locator("#template-list")).to_be_visible()
    assert page.url.endswith(f"/{Conversation.objects.get(contact__phone='966540000000').pk}")
    expect(page.locator(".row")).to_have_count(1)


def carry(page: Page, event: str, name: str, kind: str, at: str = "#template-form") -> None:
    """A file is pasted, or dropped, with these few bytes of a picture."""
    page.evaluate(
        """([event, name, type, at, bytes]) => {
             const data = new DataTransfer();
             data.items.add(new File([new Uint8Array(bytes)], name, { type }));
             const carried = event === "paste" ? { clipboardData: data } : { dataTransfer: data };
             const kind = event === "paste" ? ClipboardEvent : DragEvent;
             const options = { bubbles: true, cancelable: true, ...carried };
             document.querySelector(at).dispatchEvent(new kind(event, options));
           }""",
        [event, name, kind, at, list(picture("JPEG"))],
    )


def test_the_pictures_of_a_carousel_are_dropped_and_pasted_seen_and_sent(enter, street, agent) -> None:
    street.writes(street.meets("نورة السبيعي", "+966551234567"), "مرحبا", ago=25 * 3600)
    sync_all()
    page = enter(agent)
    page.locator(".row-link").click()
    picker = pick(page, "gift_boxes")
    first, second = (picker.locator(f"[data-file-field='card.{card}.header.media']") for card in (0, 1))
    expect(second.locator("label").first).to_be_visible()
    carry(page, "drop", "a.pdf", "application/pdf", "[data-file-field='card.1.header.media'] label")
    expect(second.locator("[data-fault]")).to_have_text("هنا مكان صورة: JPEG أو PNG.")
    carry(page, "drop", "عجوة.jpg", "image/jpeg", "[data-file-field='card.1.header.media'] label")
    expect(second.locator("[data-fault]")).to_be_hidden()
    carry(page, "paste", "سكري.jpg", "image/jpeg")  # where there is none yet
    expect(first.locator("[data-name]")).to_have_text("سكري.jpg")
    expect(picker.locator("#template-preview .filled-card img")).to_have_count(2)
    for card, price in ((0, "120"), (1, "95.50")):
        picker.locator(f"[name='card.{card}.1']").fill(price)
    expect(picker.locator("#template-preview .filled-card .value").last).to_have_text("95.50")
    expect(picker.locator("#template-preview .filled-card img")).to_have_count(2)  # drawn anew, still there
    picker.locator(".template-send").click()
    expect(picker.locator(".fault:visible")).to_have_count(2)  # the links; the files stay with the form
    expect(picker.locator(".template-before :checked")).to_have_count(2)
    for card in (0, 1):
        picker.locator(f"[name='card.{card}.button.1']").fill("box")
    picker.locator(".template-send").click()
    expect(page.locator("#messages .filled-card img")).to_have_count(2)
    expect(page.locator("#attachments")).to_be_hidden()  # the chat behind took nothing
    street.gets_what_was_sent()
    [sent] = street.meta.accepted
    cards = sent.body["template"]["components"][-1]["cards"]
    assert (
        len({card["components"][0]["parameters"][0]["image"]["id"] for card in cards}) == 1
    )  # the same bytes
