"""A carousel is written in the back office, beside the phone that follows each key."""

import pytest
from playwright.sync_api import FilePayload, Locator, Page, expect

from whatsapp.models import MessageTemplate
from whatsapp.tests.codecs.recorded import picture

pytestmark = pytest.mark.browser

WRITE = "/admin/whatsapp/messagetemplate/write/"


def begin_a_carousel(page: Page) -> None:
    expect(page.locator("[name=footer]")).to_be_visible()
    page.get_by_label("بطاقات متتابعة").check()
    for hidden in ("[name=footer]", "[name=header_format]", "[name=buttons-0-type]", "[name=offer_text]"):
        expect(page.locator(hidden)).to_be_hidden()
    page.fill("[name=name]", "gift_boxes_2")
    page.fill("[name=body]", "علب الهدايا الجديدة وصلت، اختر ما يناسبك.")


def write_card(card: Locator, photo: FilePayload, words: str) -> None:
    card.locator("[type=file]").set_input_files(photo)
    card.locator("textarea").first.fill(words)
    card.locator(".of-button-0 input").first.fill("لدي سؤال")


def test_a_carousel_is_written_seen_refused_with_its_files_kept_mended_and_handed_in(
    enter, street, manager
) -> None:
    page = enter(manager, WRITE)
    phone, cards = page.locator("#draft-preview"), page.locator("[data-card]")
    begin_a_carousel(page)
    expect(cards).to_have_count(2)
    expect(cards.first.locator("[data-remove-card]")).to_be_disabled()
    page.locator("[data-add-card]").click()
    expect(cards.last.locator("[type=file]")).to_be_focused()
    photo = {"name": "سكري.jpg", "mimeType": "image/jpeg", "buffer": picture("JPEG")}
    too_large = photo | {"buffer": b"x" * (5 * 1024 * 1024 + 1)}
    cards.first.locator("[type=file]").set_input_files(too_large)
    expect(cards.first.locator(".errorlist")).to_have_text("هذا الملف أكبر مما يقبله واتساب.")
    for at, words in enumerate(("الأولى هنا", "الثانية هنا", "الثالثة هنا")):
        write_card(cards.nth(at), photo, words)
    expect(page.locator(".errorlist")).to_have_count(0)
    expect(phone.locator(".filled-card img")).to_have_count(3)

    cards.last.locator("[data-move='-1']").click()
    expect(phone.locator(".filled-card .text")).to_have_text(["الأولى هنا", "الثالثة هنا", "الثانية هنا"])
    cards.first.locator("[data-remove-card]").click()
    expect(phone.locator(".filled-card img")).to_have_count(2)
    expect(phone.locator(".draft-faults")).to_contain_text("التصنيف:")

    page.locator("#draft-submit").click()
    expect(phone.locator(".draft-faults li")).to_have_count(1)
    assert not street.meta.requests_seen
    page.select_option("select[name=category]", "MARKETING")
    expect(phone.locator(".draft-faults")).to_have_count(0)
    page.locator("#draft-submit").click()
    page.wait_for_url("**/change/")
    template = MessageTemplate.objects.get()
    told = [card["components"] for card in template.components[1]["cards"]]
    assert [parts[1]["text"] for parts in told] == ["الثالثة هنا", "الثانية هنا"]
    assert {parts[0]["example"]["header_handle"][0] for parts in told} == street.meta.handles
    expect(page.locator(".phone .filled-card")).to_have_count(2)
