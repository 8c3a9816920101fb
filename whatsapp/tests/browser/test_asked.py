"""What only a click needs is not there before somebody asks for it."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

FETCHED = "() => performance.getEntriesByType('resource').map((each) => each.name.split('/').at(-1))"
LATER = {
    "lightbox.js",
    "recorder.js",
    "chat-hits.js",
    "extras.js",
    "templates.js",
    "templates.css",
    "keys.css",
}


def chat_of(enter, street, agent) -> Page:
    noura = street.meets("نورة", "+966551234567")
    street.writes(noura, "مرحبا")
    page = enter(agent)
    page.locator(".row-link").click()
    expect(page.locator(".bubble")).to_have_count(1)
    return page


def test_what_a_click_needs_comes_with_the_hand_and_a_click_that_got_no_answer_can_be_made_again(
    enter, street, agent
):
    page = chat_of(enter, street, agent)
    assert not LATER & set(page.evaluate(FETCHED))

    with page.expect_request("**/recorder.js"):
        page.locator("[data-record]").hover()
    with page.expect_request("**/templates.css"):
        page.locator(".new-chat").focus()

    page.route("**/chat-hits.js", lambda route: route.abort())
    page.locator(".chat-search-button").click()
    expect(page.locator("#refusal")).to_have_text("لا يوجد اتصال. أعد المحاولة حين يعود.")
    expect(page.locator("#chat-search")).to_be_hidden()
    page.unroute("**/chat-hits.js")
    page.locator(".chat-search-button").click()
    expect(page.locator("#chat-search")).to_be_visible()
