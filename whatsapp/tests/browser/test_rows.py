"""The list under hands: by keyboard, by finger, in both directions, and while the server is slow."""

import pytest
from playwright.sync_api import Page, expect

from whatsapp.models import Label
from whatsapp.simulator.customers import Customer

from .conftest import PHONE

pytestmark = pytest.mark.browser


def write(street, count: int) -> list[Customer]:
    """So many customers, the first of whom stands last in the list."""
    customers = [street.meets(f"عميل {n}", f"+96655000000{n}") for n in range(count)]
    for n, customer in enumerate(customers):
        street.writes(customer, "hi", ago=60 - n)
    return customers


def test_the_list_is_walked_by_arrows_and_enter_leads_to_the_composer(enter, street, agent):
    write(street, 3)
    page = enter(agent)
    page.locator("#search").press("ArrowDown")
    expect(page.locator(".row-link").first).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    second = page.locator(".row-link").nth(1)
    expect(second).to_be_focused()
    expect(page.locator(".row-link[tabindex='0']")).to_have_count(1)
    page.keyboard.press("Enter")
    expect(page.locator("#composer textarea")).to_be_focused()
    expect(page.locator(".who-name")).to_have_text("عميل 1")


def test_the_menu_of_a_row_and_a_selection_need_no_mouse(enter, street, agent):
    write(street, 4)
    page = enter(agent)
    menu, links, press = page.locator("#row-menu"), page.locator(".row-link"), page.keyboard.press
    page.locator("#search").press("ArrowDown")
    for keys in ("Shift+F10", "ContextMenu"):
        press(keys)
        expect(menu.get_by_role("menuitem").first).to_be_focused()
        press("Escape")
        expect(menu).to_be_hidden()
        expect(links.first).to_be_focused()
    press("ArrowDown")
    press("Shift+F10")
    press("ArrowDown")
    press("Enter")  # resolved: the next one takes its place
    expect(links).to_have_count(3)
    expect(page.locator(".row").nth(1)).to_contain_text("عميل 1")
    expect(links.nth(1)).to_be_focused()

    press("Shift+F10")
    press("End")
    press("Enter")
    box = page.get_by_role("checkbox", name="تحديد عميل 1")
    expect(box).to_be_focused()
    expect(box).to_be_checked()
    press("Shift+ArrowDown")
    expect(page.locator("#selected-count")).to_have_text("2")
    press("Space")
    expect(page.locator("#selected-count")).to_have_text("1")
    press("Control+a")
    expect(page.locator("#selected-count")).to_have_text("3")
    street.writes(street.meets("جديد", "+966551234567"), "hi")
    expect(page.locator(".row")).to_have_count(4)
    expect(page.locator(".row-check:focus")).to_have_count(1)
    press("Escape")
    expect(page.locator("#selected")).to_be_hidden()
    expect(page.locator(".row-link:focus")).to_have_count(1)


def test_a_long_touch_chooses_and_taps_choose_more(enter, street, agent):
    write(street, 3)
    page = enter(agent, viewport=PHONE, has_touch=True, is_mobile=True)
    place = page.locator(".row-link").first.bounding_box()
    finger = page.context.new_cdp_session(page)
    at = [{"x": place["x"] + 90, "y": place["y"] + 20}]
    finger.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": at})
    expect(page.locator("#selected-count")).to_have_text("1")
    finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    page.locator(".row-link").nth(1).tap()
    expect(page.locator("#selected-count")).to_have_text("2")
    expect(page.locator(".thread")).to_have_count(0)
    expect(page.locator("#row-menu")).to_be_hidden()
    page.locator("#selected").get_by_role("button", name="إنهاء").tap()
    expect(page.locator(".row")).to_have_count(1)
    page.locator(".row-link").tap()
    expect(page.locator(".who-name")).to_have_text("عميل 0")


def test_a_chat_that_is_slow_to_come_is_marked_at_once_and_nothing_is_typed_into_the_one_before(
    enter, street, agent
):
    _, customer = write(street, 2)
    page = enter(agent)
    wrong, right = page.locator(".row-link", has_text="عميل 0"), page.locator(".row-link", has_text="عميل 1")
    wrong.click()
    expect(page.locator("#composer textarea")).to_be_focused()
    held, is_gone = [], []
    # What is asked after the line has gone is answered no better.
    page.route("**/whatsapp/chat/*", lambda route: route.abort() if is_gone else held.append(route))
    right.click()
    right.click()  # an impatient one
    expect(right).to_have_attribute("aria-current", "page")
    expect(wrong).not_to_have_attribute("aria-current", "page")
    page.keyboard.type("for the second")
    assert page.locator("#composer textarea").input_value() == ""
    street.writes(customer, "Are you there?")  # another row takes the place of the one that was clicked
    expect(right).to_contain_text("Are you there?")
    expect(right).to_have_attribute("aria-current", "page")
    expect(wrong).not_to_have_attribute("aria-current", "page")
    expect(page.locator("#list-said")).to_be_hidden()
    is_gone.append(True)
    for route in held:
        route.abort()
    expect(page.locator("#list-said")).to_have_text("تعذّر فتح المحادثة. حاول مرة أخرى.")
    expect(wrong).to_have_attribute("aria-current", "page")
    page.unroute_all()
    right.click()
    expect(page.locator(".who-name")).to_have_text("عميل 1")
    expect(page.locator("#composer textarea")).to_be_focused()


def opens_at(page: Page, panel: str, edge: str, button: str) -> bool:
    """Whether its edge (of the line: start, end) is that of its button, or the window's own end is. Inside the
    window it has to be."""
    width = page.viewport_size["width"]
    box, at = page.locator(panel).bounding_box(), page.locator(button).bounding_box()
    assert 0 <= box["x"] <= width - box["width"], panel
    is_rtl = page.locator("html").get_attribute("dir") == "rtl"
    (x, end), (wanted, wanted_end) = ((b["x"], b["x"] + b["width"]) for b in (box, at))
    is_left = (edge == "start") is not is_rtl
    at_the_end = x <= 8 if is_rtl else end >= width - 8
    return at_the_end or abs(x - wanted if is_left else end - wanted_end) < 12


@pytest.mark.parametrize("screen", [PHONE, {"width": 1280, "height": 800}], ids=["phone", "desktop"])
def test_panels_and_menus_open_beside_their_button_in_both_directions(enter, street, agent, screen):
    Label.objects.create(name="مدفوع", color="blue")
    write(street, 2)
    page = enter(agent, viewport=screen)
    for language in ("ar", "en"):
        page.locator(".filter-button").click()
        expect(page.locator("#filter-panel select[name=label]")).to_be_visible()
        assert opens_at(page, "#filter-panel", "end", ".filter-button")
        page.keyboard.press("Escape")
        page.locator(".row-link").first.click(button="right")
        assert opens_at(page, "#row-menu", "start", ".row >> nth=0 >> .row-time")
        page.locator("#row-menu [data-choices]").last.click()
        expect(page.get_by_role("menuitemcheckbox", name="مدفوع")).to_be_visible()
        assert opens_at(page, "#choices", "start", ".row >> nth=0 >> .row-time")
        page.keyboard.press("Escape")
        if language == "ar":
            page.get_by_role("button", name="English").click()
    page.locator(".row-link").first.click()
    page.locator(".chat-menu-button").click()
    assert opens_at(page, "#chat-menu", "end", ".chat-menu-button")
