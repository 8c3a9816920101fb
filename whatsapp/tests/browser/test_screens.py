"""From the smallest phone to twice the size: one pane at a time, nothing cut, nothing too small for a finger."""

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from config import demo_settings
from whatsapp.models import Conversation, SavedView

pytestmark = pytest.mark.browser

SMALLEST = {"width": 320, "height": 640}
TWICE_AS_LARGE = {"width": 640, "height": 400}
"""What is left of 1280 × 800 at 200 %."""

CUT_OFF = """() => [...document.querySelectorAll("main *, .site *")]
  .filter((e) => !e.closest(".hidden-text, [popover], dialog, .sprite"))
  .map((e) => [e.className, e.getBoundingClientRect()])
  .filter(([, at]) => at.width && (at.left < -1 || at.right > innerWidth + 1))
  .map(([name]) => name)"""

CONTROLS = "a[href], button, select, summary, textarea, input:not([type=hidden])"
TOO_SMALL = f"""(least) => [...document.querySelectorAll("{CONTROLS}")]
  .filter((e) => e.checkVisibility({{ visibilityProperty: true }}) && getComputedStyle(e).display !== "inline")
  .filter((e) => !e.matches(".skip, .row-check"))
  .map((e) => [e.className || e.name || e.tagName, (e.closest("label") ?? e).getBoundingClientRect()])
  .filter(([, at]) => at.width < least - 0.5 || at.height < least - 0.5)
  .map(([name, at]) => `${{name}} ${{Math.round(at.width)}}x${{Math.round(at.height)}}`)"""
"""Links in a sentence are as high as its lines, a row's box is the whole row; everything else is for a finger."""


def assert_nothing_is_cut(page: Page) -> None:
    assert page.evaluate("document.scrollingElement.scrollWidth") == page.viewport_size["width"], page.url
    assert page.evaluate(CUT_OFF) == [], page.url


@pytest.mark.parametrize(("language", "screen"), [("ar", SMALLEST), ("en", SMALLEST), ("ar", TWICE_AS_LARGE)])
def test_one_pane_at_a_time_and_the_browsers_back_returns_to_the_list(enter, street, agent, language, screen):
    street.writes(
        street.meets("نورة بنت عبدالرحمن السبيعي", "+966551234567"), "https://a.example/" + "x" * 300
    )
    page = enter(agent, language=language, viewport=screen, device_scale_factor=2)
    expect(page.locator("#thread-pane")).to_be_hidden()
    assert_nothing_is_cut(page)
    page.locator(".row-link").click()
    expect(page.locator("#messages .bubble")).to_be_visible()
    expect(page.locator(".list-pane")).to_be_hidden()
    for part in (".thread-header .back", ".who-name", "#composer textarea", ".composer .microphone"):
        expect(page.locator(part)).to_be_in_viewport(ratio=1)
    assert_nothing_is_cut(page)
    turned_over = "matrix(-1, 0, 0, 1, 0, 0)" if language == "ar" else "none"
    for part, turn in ((".back", turned_over), ("[data-reply-to]", turned_over), (".microphone", "none")):
        expect(page.locator(f"{part} .icon").first).to_have_css("transform", turn)
    page.go_back()
    expect(page.locator(".row-link")).to_be_in_viewport(ratio=1)
    expect(page.locator("#thread-pane")).to_be_hidden()
    for path in (reverse("inbox:start"), reverse("inbox:replies"), "/nowhere"):
        page.goto(path)
        assert_nothing_is_cut(page)


def test_whatever_can_be_touched_is_as_large_as_a_finger(enter, street, manager, settings):
    settings.ROOT_URLCONF = demo_settings.ROOT_URLCONF
    street.writes(street.meets("نورة", "+966551234567"), "hi")
    chat = reverse("inbox:chat", args=[Conversation.objects.get().pk])
    SavedView.objects.create(owner=manager, name="جديدة", query="show=unread")
    page = enter(
        manager, f"{reverse('inbox:list')}?status=all", viewport=SMALLEST, has_touch=True, is_mobile=True
    )
    expect(page.locator("[data-clear]")).to_be_visible()
    assert page.evaluate(TOO_SMALL, 44) == []
    page.locator(".filter-button").tap()
    page.locator(".view-more summary").tap()
    assert_nothing_is_cut(page)
    assert page.evaluate(TOO_SMALL, 44) == []
    page.keyboard.press("Escape")
    page.locator("[data-select-chats]").tap()
    page.locator(".row-link").tap()
    page.locator("#selected [data-choices]").first.tap()
    expect(page.locator("#choices")).to_be_visible()
    assert page.evaluate(TOO_SMALL, 44) == []
    for path in (
        chat,
        f"{chat}/templates",
        reverse("inbox:start"),
        reverse("inbox:replies"),
        "/demo/bubbles",
    ):
        page.goto(path)
        assert page.evaluate(TOO_SMALL, 44) == [], path
    page.goto(chat)
    page.locator(".composer .more").tap()
    expect(page.locator(".more-menu")).to_be_visible()
    assert page.evaluate(TOO_SMALL, 44) == []

    page = enter(manager, chat)
    page.locator(".row").hover()
    assert page.evaluate(TOO_SMALL, 24) == []


def test_in_high_contrast_edges_say_what_grounds_said_and_on_paper_only_the_chat_is_left(
    enter, street, agent
):
    street.writes(street.meets("نورة", "+966551234567"), "hi")
    page = enter(agent, forced_colors="active")
    page.locator(".row-link").click()
    bubble = page.locator("#messages .bubble")
    expect(bubble).to_have_css("border-top-style", "solid")
    expect(page.locator(".row-link[aria-current]")).to_have_css("outline-style", "solid")
    page.locator("#composer textarea").focus()
    expect(page.locator("#composer textarea")).to_have_css("outline-style", "solid")

    page.emulate_media(media="print", forced_colors="none")
    for gone in (".site", ".list-pane", ".composer", ".thread-header .back"):
        expect(page.locator(gone)).to_be_hidden()
    expect(page.locator(".who-name")).to_be_visible()
    expect(bubble).to_be_visible()
    expect(page.locator(".scroller")).to_have_css("overflow-y", "visible")
