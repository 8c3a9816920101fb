"""The customer's phone in a real browser."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from whatsapp.simulator.media_types import is_mono_opus
from whatsapp.tests.simulator.conftest import Served

pytestmark = pytest.mark.browser


@pytest.fixture
def page(served: Served, chromium: Browser) -> Iterator[Page]:
    served.meta.add_customer("سارة القحطاني", phone="966501234567")
    opened = chromium.new_page(viewport={"width": 360, "height": 740})
    complaints: list[str] = []
    opened.on("console", lambda message: complaints.append(message.text))
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.goto(f"{served.url}/")
    opened.locator(".person").first.click()
    yield opened
    opened.close()
    assert complaints == []  # a breach of the content policy would be here


def test_a_conversation_can_be_had(served, page) -> None:
    page.fill("#text", "السلام عليكم <b>كم</b> السعر؟")
    page.press("#text", "Enter")
    page.wait_for_selector(".mine .tick.sent")
    served.meta.due()
    page.wait_for_selector(".mine .tick.delivered")
    assert page.inner_text(".mine .text") == "السلام عليكم <b>كم</b> السعر؟"
    page.click(".mine .reply")
    page.select_option("#when", "90000")
    page.fill("#text", "قبل يوم")
    page.click("#send")
    page.wait_for_selector(".mine .quote")
    served.meta.due()
    first, second = served.business.messages
    assert second["context"]["id"] == first["id"]
    assert second["timestamp"] == str(int(served.clock.now) - 90000)


def test_the_page_turns_round_and_fits(served, page) -> None:
    assert page.evaluate("[document.documentElement.dir, document.documentElement.scrollWidth]") == [
        "rtl",
        360,
    ]
    page.click("#back")
    page.click("#language")
    assert page.evaluate("[document.documentElement.dir, document.documentElement.scrollWidth]") == [
        "ltr",
        360,
    ]
    assert page.inner_text("h1") == "Customer’s phone"


def test_the_customer_speaks(served, page) -> None:
    page.click("#record")
    page.wait_for_selector("#record[aria-pressed=true]")
    page.wait_for_timeout(400)
    page.click("#record")
    page.wait_for_selector(".mine audio")
    served.meta.due()
    audio = served.business.messages[-1]["audio"]
    assert (audio["voice"], audio["mime_type"]) == (True, "audio/ogg; codecs=opus")
    assert is_mono_opus(served.meta.media[audio["id"]].data)
    page.wait_for_function("document.querySelector('.mine audio').duration > 0.2")
