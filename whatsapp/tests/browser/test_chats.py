"""Many chats: chosen, changed, filtered, kept as a view, and scrolled through."""

from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from whatsapp.conversations.changing import change
from whatsapp.models import Contact, Conversation, Label

from .conftest import PHONE

pytestmark = pytest.mark.browser


@pytest.fixture
def hundred_and_twenty(street, number) -> None:
    """Chats that are there already, the newest first: 119, 118, …"""
    start = datetime.now(UTC) - timedelta(days=1)
    for n in range(120):
        contact = Contact.objects.create(bsuid=f"SA.{n}", name=f"عميل {n}")
        Conversation.objects.create(
            number=number,
            contact=contact,
            customer_name=contact.name,
            last_message="hi",
            last_message_type="text",
            last_message_at=start + timedelta(minutes=n),
        )


def row(page: Page, name: str):
    return page.locator(".row", has=page.get_by_text(name, exact=True))


def test_a_list_scrolls_on_and_what_happens_deep_down_is_shown_without_drawing_all_of_it_anew(
    enter, hundred_and_twenty, street, agent
):
    page = enter(agent)
    expect(page.locator(".row")).to_have_count(50)
    scroller = page.locator("#list-scroller")
    answers = []
    page.route("**cursor=**", lambda route: answers.insert(0, route))
    scroller.evaluate("(box) => { box.scrollTop = box.scrollHeight; }")
    expect(page.locator(".more").get_by_text("جارٍ التحميل…")).to_be_visible()
    answers[0].continue_()
    page.unroute_all()
    expect(page.locator(".row")).to_have_count(100)
    scroller.evaluate("(box) => { box.scrollTop = box.scrollHeight; }")
    expect(page.locator(".row")).to_have_count(120)
    expect(page.locator(".more:visible")).to_have_count(0)
    page.evaluate("() => { for (const row of document.querySelectorAll('.row')) row.isOld = true; }")
    change(Conversation.objects.filter(customer_name="عميل 1"), unread_count=4)
    expect(row(page, "عميل 1").locator(".badge")).to_contain_text("4")
    asked = []
    page.on("response", lambda answer: asked.append(answer.status) if "version=" in answer.url else None)
    street.writes(street.meets("جديد", "+966551234567"), "hi")
    expect(page.locator(".row-name").first).to_have_text("جديد")
    change(Conversation.objects.filter(customer_name="عميل 30"), last_message_at=datetime.now(UTC))
    expect(page.locator(".row-name").first).to_have_text("عميل 30")
    expect(page.locator(".row")).to_have_count(121)
    assert 204 in asked, "the piece that is looked at did not change"
    drawn = page.evaluate("() => [...document.querySelectorAll('.row')].filter((row) => !row.isOld).length")
    assert drawn <= 5, "the unread one, the new one, the one that moved, and those that were the first"


def label_three(page: Page, label: str) -> None:
    """Of four that were chosen by keys, one is left out again."""
    row(page, "عميل 119").locator(".row-link").click(modifiers=["Control"])
    row(page, "عميل 116").locator(".row-link").click(modifiers=["Shift"])
    expect(page.locator("#selected-count")).to_have_text("4")
    expect(page.locator(".thread")).to_have_count(0)
    row(page, "عميل 118").locator(".row-link").click()
    expect(page.locator("#selected-count")).to_have_text("3")
    page.locator("#selected").get_by_role("button", name="التصنيفات").click()
    page.get_by_role("menuitemcheckbox", name=label).click()
    expect(page.locator("#list-said")).to_have_text("تغيّرت 3 محادثات.")
    expect(page.locator("#selected")).to_be_hidden()


def resolve_all_that_are_shown(page: Page) -> None:
    page.locator("[data-select-chats]").click()
    page.get_by_role("button", name="تحديد كل المعروض").click()
    expect(page.locator("#selected-count")).to_have_text("50")
    page.locator("#selected").get_by_role("button", name="إنهاء").click()
    expect(page.locator("#list-said")).to_have_text("تغيّرت 50 محادثة.")


def test_chosen_chats_are_changed_together_and_the_filters_find_them_again(
    enter, hundred_and_twenty, agent, manager
):
    Label.objects.create(name="مدفوع", color="blue")
    page = enter(agent)
    label_three(page, "مدفوع")
    expect(page.locator(".row .label-blue")).to_have_count(3)
    resolve_all_that_are_shown(page)
    expect(row(page, "عميل 119")).to_have_count(0)

    page.get_by_role("button", name="تصفية", exact=True).click()
    page.get_by_label("الحالة").select_option(label="منتهية")
    page.locator("select[name=label]").select_option(label="مدفوع")
    expect(page.locator(".row")).to_have_count(3)
    page.get_by_placeholder("اسم العرض").fill("مدفوعة")
    page.get_by_role("button", name="حفظ هذا العرض").click()
    expect(page.get_by_role("link", name="مدفوعة")).to_be_visible()
    page.keyboard.press("Escape")
    address = page.url
    page.reload()
    expect(page.locator(".row")).to_have_count(3)
    page.locator("[data-clear=label]").click()
    expect(page.locator(".row")).to_have_count(50)
    page.locator("[data-clear=status]").click()
    expect(page).to_have_url(address.split("?")[0])
    expect(page.locator(".in-use li")).to_have_count(0)
    page.get_by_role("button", name="تصفية", exact=True).click()
    page.get_by_role("link", name="مدفوعة").click()
    expect(page.locator(".row")).to_have_count(3)
    expect(page.locator("[data-clear]")).to_have_count(2)


def test_a_chat_marked_unread_in_one_browser_is_so_in_another_until_somebody_opens_it(
    enter, street, agent, manager
):
    street.writes(street.meets("نورة", "+966551234567"), "hi")
    page, other = enter(agent), enter(manager)
    page.locator(".row-link").click()
    expect(page.locator(".thread")).to_be_visible()
    expect(other.locator(".row .badge")).to_have_count(0)
    page.locator(".chat-menu-button").click()
    page.locator("[data-action=mark-unread]").click()
    for seen in (page, other):
        expect(seen.locator(".badge-mark")).to_be_visible()
        expect(seen).to_have_title("(1) واتساب")
    other.locator(".row-link").click()
    for seen in (page, other):
        expect(seen.locator(".row .badge")).to_have_count(0)
    other.locator(".row-link").click(button="right")
    other.locator("#row-menu").get_by_role("menuitem", name="تعليم كغير مقروءة").click()
    expect(page.locator(".badge-mark")).to_be_visible()


def test_a_chat_is_given_to_a_colleague_and_resolved_and_opens_again_when_the_customer_writes(
    enter, street, agent, manager
):
    manager.first_name = "سارة"
    manager.save(update_fields=["first_name"])
    noura = street.meets("نورة", "+966551234567")
    street.writes(noura, "hi")
    page, phone = enter(agent), enter(manager, viewport=PHONE)
    page.locator(".row-link").click()
    page.locator("[data-action=assign]").click()
    page.get_by_role("menuitemradio", name="سارة").click()
    expect(page.locator(".chat-owner-name")).to_have_text("سارة")
    expect(page.locator(".happened")).to_contain_text("أُسندت المحادثة إلى")
    expect(phone.locator(".row-owner")).to_contain_text("أنت")
    phone.locator(".row-link").click()
    phone.locator("[data-action=resolve]").click()
    expect(phone.locator("[data-action=reopen]")).to_be_visible()
    expect(page.locator(".row")).to_have_count(0)
    expect(page.locator("[data-action=reopen]")).to_be_visible()
    expect(page.get_by_text("لا توجد محادثات مفتوحة.")).to_be_visible()
    street.writes(noura, "again")
    expect(page.locator(".row")).to_have_count(1)
    expect(page.locator("[data-action=resolve]")).to_be_visible()


COUNT_SOUNDS = """() => {
  window.sounds = 0;
  const start = OscillatorNode.prototype.start;
  OscillatorNode.prototype.start = function (...at) { window.sounds += 1; return start.apply(this, at); };
}"""
IN_FRONT = """(is_in_front) => {
  const says = (name, value) => Object.defineProperty(document, name, { get: () => value, configurable: true });
  says("visibilityState", is_in_front ? "visible" : "hidden");
  says("hidden", !is_in_front);
  document.hasFocus = () => is_in_front;
  document.dispatchEvent(new Event("visibilitychange"));
}"""


def test_a_message_sounds_once_in_one_of_two_tabs_and_not_in_the_chat_that_is_looked_at(enter, street, agent):
    noura, saad = street.meets("نورة", "+966551234567"), street.meets("سعد", "+966550000001")
    street.writes(noura, "before the page was there", ago=60)
    street.writes(saad, "this too", ago=60)
    page = enter(agent)
    tab = page.context.new_page()
    tab.goto("/whatsapp/chat")
    tabs = (page, tab)
    for each in tabs:
        each.evaluate(COUNT_SOUNDS)
        each.evaluate(IN_FRONT, False)

    def sounds() -> int:
        return sum(each.evaluate("() => window.sounds") for each in tabs)

    def refreshed_twice() -> None:
        for each in tabs:
            for _ in range(2):
                with each.expect_response(lambda answer: "version=" in answer.url):
                    each.evaluate("() => htmx.trigger('#conversations', 'refresh')")

    for n in (1, 2):
        street.writes(noura, f"news {n}")
        for each in tabs:
            expect(each.locator(".row", has_text="نورة").locator(".badge")).to_contain_text(str(n + 1))
        refreshed_twice()
        assert sounds() == n
    page.evaluate(IN_FRONT, True)
    page.locator(".row-link", has_text="سعد").click()
    expect(page.locator(".who-name")).to_have_text("سعد")
    street.writes(saad, "you see it")
    expect(page.locator(".bubble").last).to_contain_text("you see it")
    refreshed_twice()
    assert sounds() == 2
