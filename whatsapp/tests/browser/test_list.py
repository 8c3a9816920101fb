import pytest
from playwright.sync_api import expect

from whatsapp.models import Conversation

pytestmark = pytest.mark.browser


def test_a_row_that_moves_up_keeps_its_focus_and_the_open_chat(enter, street, agent):
    people = [street.meets(f"عميل {n}", f"+96655000000{n}") for n in range(5)]
    for customer in people:
        street.writes(customer, "hi", ago=60)
    page = enter(agent)
    row = page.locator(".row-link", has_text="عميل 0")
    row.click()
    expect(page.locator(".who-name")).to_have_text("عميل 0")
    assert page.url.endswith(f"/whatsapp/chat/{Conversation.objects.get(customer_name='عميل 0').pk}")
    row.focus()
    street.writes(people[0], "again")
    expect(page.locator(".row-link").first).to_contain_text("again")
    expect(row).to_be_focused()
    expect(row).to_have_attribute("aria-current", "page")
    expect(page.locator(".who-name")).to_have_text("عميل 0")


def test_searching_asks_once_for_many_keys_and_esc_clears(enter, street, agent):
    street.writes(street.meets("نورة", "+966551234567"), "hi")
    street.writes(street.meets("سعد", "+966550000001"), "hi")
    page = enter(agent)
    asked = []
    page.on("request", lambda request: asked.append(request.url) if "search=%D8%B3" in request.url else None)
    page.locator("#search").press_sequentially("سعد", delay=30)
    expect(page.locator(".row")).to_have_count(1)
    assert len(asked) == 1
    page.locator("#search").fill("nobody")
    expect(page.get_by_text("لا يوجد اسم أو رقم مطابق.")).to_be_visible()
    page.locator("#search").press("Escape")
    expect(page.locator(".row")).to_have_count(2)


def test_the_unread_filter_is_one_click(enter, street, agent):
    street.writes(street.meets("نورة", "+966551234567"), "hi")
    page = enter(agent)
    page.locator(".row-link").click()
    expect(page.locator(".row .badge")).to_have_count(0)
    page.get_by_role("radio", name="غير مقروءة").check()
    expect(page.get_by_text("كل الرسائل مقروءة.")).to_be_visible()


LOOKED_AT = """() => {
  const at = document.activeElement;
  const look = (e) => getComputedStyle(e);
  const ring = (e) => look(e).outlineStyle !== "none" && parseFloat(look(e).outlineWidth) > 1;
  const seen = (e) => !e || (look(e).opacity !== "0" && seen(e.parentElement));
  const marked = at.matches("[type=radio]") ? at.nextElementSibling : at;
  return [at.id || at.name || at.className, ring(marked) && seen(marked)];
}"""
"""What has the focus, and whether that can be seen."""


@pytest.mark.parametrize("language", ["ar", "en"])
def test_everything_is_reached_by_keyboard_in_reading_order_and_shows_it(enter, street, agent, language):
    street.writes(street.meets("نورة", "+966551234567"), "hi")
    page = enter(agent, language=language)
    page.locator(".row-link").click()
    expect(page.locator(".thread")).to_be_visible()
    first = page.locator("a, button, input, textarea, select, [tabindex]").first
    first.focus()
    passed = [first.get_attribute("class")]
    while "icon-button microphone" not in passed and len(passed) < 40:
        page.keyboard.press("Tab")
        stop, is_seen = page.evaluate(LOOKED_AT)
        assert is_seen, stop
        passed.append(stop)
    order = [
        "skip",
        "button button-whatsapp",
        "language",
        "search",
        "icon-button filter-button",
        "show",
        "row-link",
        "scroller",
    ]
    order += ["bubble-action", "bubble-action", "icon-button more", "text", "icon-button microphone"]
    assert [stop for stop in passed if stop in order] == order
    first.press("Enter")
    expect(page.locator("#content")).to_be_focused()


def test_motion_can_be_switched_off(enter, street, agent):
    street.writes(street.meets("نورة", "+966551234567"), "hi")
    page = enter(agent, reduced_motion="reduce")
    page.locator(".row-link").click()
    page.locator(".bubble").evaluate("(bubble) => bubble.classList.add('flash')")
    expect(page.locator(".bubble")).to_have_css("animation-duration", "0s")
