"""What runs from left to right among what runs from right to left."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

DIRECTION = "(element) => getComputedStyle(element).direction"
MIRRORED = "(icon) => getComputedStyle(icon).transform !== 'none'"
ENDS = """() => {
    const range = document.createRange();
    const at = (node, from) => {
        range.setStart(node, from); range.setEnd(node, from + 1);
        return range.getBoundingClientRect();
    };
    const name = document.querySelector(".row .row-name .name").firstChild;
    return { open: at(name, 6).x, close: at(name, 8).x, word: at(name, 0).x };
}"""
LINE = "(e) => parseFloat(getComputedStyle(e).lineHeight) / parseFloat(getComputedStyle(e).fontSize)"
COPY_OF_A_ROW = """(words) => {
    const copy = document.querySelector(".row").cloneNode(true);
    copy.id = "copy";
    for (const part of copy.querySelectorAll(".name, .preview-text")) part.textContent = words;
    document.getElementById("list-scroller").append(copy);
}"""
"""Which no refresh knows of."""
FITS = "(box) => box.scrollWidth === box.clientWidth"


def test_directions_mirrors_and_long_words(enter, street, agent):
    customer = street.meets("Nora A(3)", "+966551234567")
    street.writes(customer, "https://a.example/" + "x" * 300)
    street.writes(customer, "ك" * 300)
    street.writes(customer, "راسلني nora@shop.example أو +966 55 123 4567 ثم `rm -rf /` www.a.example")
    page = enter(agent)
    page.locator(".row-link").click()
    last = page.locator("#messages .bubble").last
    expect(page.locator(".row-unread")).to_have_count(0)  # it is read, and its row does not change any more
    for box in (page.locator("#scroller"), page.locator("html"), page.locator(".list-scroller")):
        assert box.evaluate(FITS)
    assert [link.evaluate(DIRECTION) for link in last.locator(".text a").all()] == ["ltr"] * 3
    assert last.locator(".text").evaluate(DIRECTION) == "rtl"
    assert last.locator("code").evaluate(DIRECTION) == "ltr"
    place = page.evaluate(ENDS)
    assert place["word"] < place["open"] < place["close"]  # the brackets stay with their name
    assert last.evaluate("(element) => getComputedStyle(element).letterSpacing") == "normal"
    # Marks above and below the letters have their room.
    for words in (last.locator(".text"), *(page.locator(where) for where in (".row-name", ".row-preview"))):
        assert words.evaluate(LINE) >= 1.45
    page.evaluate(COPY_OF_A_ROW, "حِجّٞ إِلَىٰ ٱلْمَكَّةِ ي")
    place = page.locator("#copy").bounding_box()
    for cut in (page.locator("#copy .name"), page.locator("#copy .preview-text")):
        as_it_is = page.screenshot(clip=place)
        cut.evaluate("(words) => { words.style.overflow = 'visible'; }")
        assert page.screenshot(clip=place) == as_it_is, "tashkeel and tails are not cut off"
    # It names the day of what is in view, wherever one scrolls.
    expect(page.locator(".day-name").first).to_have_css("position", "sticky")
    turning = (".composer-form > .send .icon", "[data-reply-to] .icon")
    icons = dict.fromkeys(turning, True) | dict.fromkeys(("#window .icon", ".row-window .icon"), False)
    for rtl in (True, False):
        page.locator("#composer textarea").fill("x")  # only then is there something to send
        for where, turns in icons.items():
            assert page.locator(where).first.evaluate(MIRRORED) == (turns and rtl), where
        page.get_by_role("button", name="English").click() if rtl else None
