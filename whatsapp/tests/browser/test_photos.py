"""A picture arrives, is seen, and is looked at closely."""

import io

import pytest
from PIL import Image
from playwright.sync_api import expect

from whatsapp.media.queue import fetch_waiting
from whatsapp.models import Conversation

pytestmark = pytest.mark.browser

WATCH_SHIFTS = """() => { window.shifts = 0;
    new PerformanceObserver((list) => { for (const entry of list.getEntries()) window.shifts += entry.value; })
        .observe({ type: "layout-shift", buffered: true }); }"""
IS_INSIDE = "() => document.activeElement.matches('body, #lightbox *')"
IS_DRAWN = "(image) => image.complete && image.naturalWidth > 0"


def a_photo(colour: str, size: tuple[int, int]) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", size, colour).save(file, "JPEG")
    return file.getvalue()


def test_a_picture_arrives_is_seen_and_looked_at_closely(enter, street, agent):
    noura = street.meets("نورة", "+966551234567")
    photos = (("#a33", (1200, 800), "الأولى"), ("#3a3", (400, 900), "الثانية"))
    for colour, size, caption in photos:
        photo = a_photo(colour, size)
        street.meta.customer_sends_file(noura, "image", photo, "image/jpeg", caption=caption)
    assert street.meta.due() == 2
    page = enter(agent, f"/whatsapp/chat/{Conversation.objects.get().pk}")
    expect(page.locator(".picture")).to_have_count(2)
    fetch_waiting()
    expect(page.locator(".photo img")).to_have_count(2)

    page.add_init_script(f"({WATCH_SHIFTS})()")
    page.reload()
    for image in page.locator(".photo img").all():
        expect(image).to_have_js_property("complete", True)
        assert image.evaluate(IS_DRAWN)
    page.wait_for_timeout(100)
    assert page.evaluate("() => window.shifts") == 0
    box = page.locator(".photo img").first.bounding_box()
    assert (round(box["width"]), round(box["height"])) == (330, 220)

    opener, lightbox = page.locator(".photo").first, page.locator("#lightbox")
    opener.focus()
    page.keyboard.press("Enter")
    expect(lightbox).to_be_visible()
    expect(lightbox.locator("[data-caption]")).to_have_text("الأولى")
    expect(lightbox.locator("[data-close]")).to_be_focused()
    for _ in range(5):
        page.keyboard.press("Tab")
        assert page.evaluate(IS_INSIDE)
    page.keyboard.press("ArrowLeft")  # onward, from right to left
    expect(lightbox.locator("[data-caption]")).to_have_text("الثانية")
    expect(lightbox.locator("[data-step='1']")).to_be_disabled()
    page.keyboard.press("ArrowRight")
    expect(lightbox.locator("[data-caption]")).to_have_text("الأولى")
    with page.expect_download() as saved:
        lightbox.locator("[data-save]").click()
    assert saved.value.suggested_filename.endswith(".jpg")
    page.keyboard.press("Escape")
    expect(lightbox).to_be_hidden()
    expect(opener).to_be_focused()
