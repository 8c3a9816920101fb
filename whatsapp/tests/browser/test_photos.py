"""A picture arrives, is seen, and is looked at closely."""

import io
from datetime import timedelta

import pytest
from django.utils import timezone
from PIL import Image
from playwright.sync_api import Page, expect

from whatsapp.media.queue import fetch_waiting
from whatsapp.models import Conversation, MessageFile

pytestmark = pytest.mark.browser

WATCH_SHIFTS = """() => { window.shifts = 0;
    // Of the messages: the head of a page may move once, when its script has come.
    const isOfThread = ({ node }) => (node?.nodeType === 1 ? node : node?.parentElement)?.closest("#messages");
    new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) if (entry.sources.some(isOfThread)) window.shifts += entry.value; })
        .observe({ type: "layout-shift" }); }"""
IS_INSIDE = "() => document.activeElement.matches('body, #lightbox *')"
IS_DRAWN = "(image) => image.complete && image.naturalWidth > 0"


SCROLL = "([by]) => { const box = document.getElementById('scroller'); box.scrollTop += by; }"
AT_END = """() => { const box = document.getElementById("scroller");
    return box.scrollHeight - box.scrollTop - box.clientHeight < 2; }"""


def a_photo(colour: str, size: tuple[int, int]) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", size, colour).save(file, "JPEG")
    return file.getvalue()


def reload_with_the_pictures_last(page: Page) -> None:
    """They come when all else stands, and what moves by them is counted."""
    page.route("**/media/**", lambda picture: None)  # which waits
    page.reload(wait_until="domcontentloaded")
    page.evaluate(WATCH_SHIFTS)
    assert page.evaluate(
        "() => [...document.querySelectorAll('.photo img')].some((image) => !image.complete)"
    )
    page.unroute("**/media/**")


def looks_closely(page: Page) -> None:
    """Opens the first, goes on and back by the keys, saves, and is back where it began."""
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

    reload_with_the_pictures_last(page)
    for image in page.locator(".photo img").all():
        expect(image).to_have_js_property("complete", True)
        assert image.evaluate(IS_DRAWN)
    page.wait_for_timeout(100)
    assert page.evaluate("() => window.shifts") == 0
    box = page.locator(".photo img").first.bounding_box()
    assert (round(box["width"]), round(box["height"])) == (330, 220)

    looks_closely(page)


def test_a_picture_that_comes_moves_nothing_that_somebody_reads(enter, street, agent):
    noura = street.meets("نورة", "+966551234567")
    send = street.meta.customer_sends_file
    above = send(noura, "image", a_photo("#a33", (300, 900)), "image/jpeg")
    for n in range(6):
        street.meta.customer_writes(noura, f"سطر {n}")
    in_view = send(noura, "image", a_photo("#3a3", (600, 900)), "image/jpeg")
    for n in range(30):
        street.meta.customer_writes(noura, f"سطر {n}")
    street.meta.due()
    page = enter(agent, f"/whatsapp/chat/{Conversation.objects.get().pk}")
    expect(page.locator(".picture")).to_have_count(2)
    box = page.locator(".picture").last.bounding_box()
    page.evaluate(SCROLL, [box["y"] - 300])
    read = page.get_by_text("سطر 1", exact=True).last  # below the picture
    page.wait_for_timeout(50)
    place, box = read.bounding_box(), page.locator(".picture").last.bounding_box()
    page.evaluate(WATCH_SHIFTS)

    # In view: it takes the box of its placeholder. Above the view: the scroll makes up for it.
    for wamid in (in_view, above):
        files = MessageFile.objects.filter(state="waiting")
        files.update(next_attempt_at=timezone.now() + timedelta(hours=1))
        files.filter(message__whatsapp_message_id=wamid).update(next_attempt_at=None)
        assert fetch_waiting() == 1
        came = page.locator(".photo img").last if wamid == in_view else page.locator(".photo img").first
        expect(page.locator(".photo img")).to_have_count(1 if wamid == in_view else 2)
        expect(came).to_have_js_property("complete", True)
        assert read.bounding_box()["y"] == pytest.approx(place["y"], abs=2)
    assert page.locator(".photo img").last.bounding_box() == pytest.approx(box, abs=2)

    # At the end: it stays at the end.
    page.evaluate(SCROLL, [10**6])
    send(noura, "image", a_photo("#33a", (600, 900)), "image/jpeg")
    street.meta.due()
    expect(page.locator(".picture")).to_have_count(1)
    fetch_waiting()
    expect(page.locator(".photo img")).to_have_count(3)
    assert page.evaluate(AT_END)
    assert page.evaluate("() => window.shifts") == 0
