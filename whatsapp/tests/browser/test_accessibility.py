"""What axe-core finds on the main pages: nothing (names, landmarks, contrast in both themes)."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import Page, expect

from whatsapp.models import ReplyTemplate

from .conftest import PHONE, WIDE

pytestmark = pytest.mark.browser


def assert_clean(page: Page) -> None:
    found = Axe().run(page)
    assert found.violations_count == 0, f"{page.url}\n{found.generate_report()}"


def test_axe_finds_nothing_on_the_main_pages(enter, open_page, street, agent, manager):
    noura = street.meets("نورة", "+966551234567")
    street.writes(noura, "https://a.example/")
    ReplyTemplate.objects.create(name="hello", content="Hello", owner=agent)

    page = enter(agent)
    page.locator(".row-link").click()
    page.locator("#composer textarea").fill("وصل طلبك")
    page.keyboard.press("Enter")
    expect(page.locator("#messages .bubble-outgoing")).to_be_visible()
    street.gets_what_was_sent()
    expect(page.locator(".bubble-outgoing .tick")).to_have_attribute("title", "تم التسليم")
    assert_clean(page)  # the list and the chat
    chat = page.url
    page.locator(".composer .more").click()
    assert_clean(page)
    page.goto(reverse("inbox:replies"))
    assert_clean(page)

    cookie = {"name": settings.LANGUAGE_COOKIE_NAME, "value": "en", "url": chat.split("/whatsapp")[0]}
    page = enter(manager, color_scheme="dark")
    page.context.add_cookies([cookie])
    page.set_viewport_size(PHONE)
    page.goto(chat)
    assert_clean(page)
    page.set_viewport_size(WIDE)
    for name in ("admin:index", "admin:health"):
        page.goto(reverse(name))
        assert_clean(page)

    page = open_page()
    page.goto(reverse("inbox:sign_in"))
    assert_clean(page)
