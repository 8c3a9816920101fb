"""What the customer sees of us, from the real page to the simulated phone."""

import pytest
from playwright.sync_api import expect

from whatsapp.models import Conversation, ReadReceipt
from whatsapp.outbound import receipts

pytestmark = pytest.mark.browser

IN_FRONT = """(is_in_front) => {
  const says = (name, value) => Object.defineProperty(document, name, { get: () => value, configurable: true });
  says("visibilityState", is_in_front ? "visible" : "hidden");
  says("hidden", !is_in_front);
  document.hasFocus = () => is_in_front;
  document.dispatchEvent(new Event("visibilitychange"));
}"""
TO_END = "(box) => { box.scrollTop = box.scrollHeight; }"
A_LOOK = 700


def posts_of(page) -> list[str]:
    made: list[str] = []
    page.on("request", lambda request: made.append(request.url) if request.method == "POST" else None)
    return made


def ticks(street, customer) -> list[str]:
    receipts.tell_due()
    return [line.status for line in street.meta.chats[customer.id] if line.direction == "incoming"]


def test_only_what_was_in_view_in_a_tab_in_front_turns_blue_and_typing_is_shown(enter, street, agent):
    noura = street.meets("نورة", "+966551234567")
    street.writes(noura, "مرحبا\n" * 60)
    page = enter(agent)
    page.evaluate(IN_FRONT, False)
    page.locator(".row-link").click()
    expect(page.locator(".bubble")).to_have_count(1)
    page.locator("#scroller").evaluate(TO_END)
    page.wait_for_timeout(A_LOOK)
    assert ticks(street, noura) == ["delivered"], "nobody looks at a tab behind others"
    page.locator("#scroller").evaluate("(box) => { box.scrollTop = 0; }")
    page.evaluate(IN_FRONT, True)
    page.wait_for_timeout(A_LOOK)
    assert ticks(street, noura) == ["delivered"], "its end lies below the edge"
    with page.expect_response("**/seen"):
        page.locator("#scroller").evaluate(TO_END)
    assert ticks(street, noura) == ["read"]

    page.evaluate(IN_FRONT, False)
    street.writes(noura, "هل أنتم هنا؟")
    page.wait_for_timeout(A_LOOK)
    assert ticks(street, noura) == ["read", "delivered"]
    with page.expect_response("**/seen"):
        page.evaluate(IN_FRONT, True)
    assert ticks(street, noura) == ["read", "read"]

    made = posts_of(page)
    with page.expect_response("**/typing"):
        page.locator("#composer textarea").press_sequentially("نعم، وصلت")
    expect(page.locator("#composer textarea")).to_have_value("نعم، وصلت")
    receipts.tell_due()
    assert noura.typing_until > street.clock()
    assert [url.rsplit("/", 1)[1] for url in made] == ["typing"]
    page.locator("#composer textarea").press("Enter")
    expect(page.locator("#messages .bubble-outgoing")).to_have_count(1)
    street.gets_what_was_sent()
    assert noura.typing_until == 0
    assert ReadReceipt.objects.count() == 1


def test_a_manager_blocks_and_unblocks_and_the_agents_page_follows(enter, street, agent, manager):
    noura = street.meets("نورة", "+966551234567")
    street.writes(noura, "مرحبا")
    address = f"/whatsapp/chat/{Conversation.objects.get().pk}"
    of_agent, page = enter(agent, address), enter(manager, address)
    expect(of_agent.locator(".chat-menu-button")).to_be_visible()
    expect(of_agent.locator("[data-ask=block-question]")).to_have_count(0)
    noura.wrote_at = 0  # Meta's clock knows better than ours
    page.locator(".chat-menu-button").click()
    page.locator("[data-ask]").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    expect(page.locator("#chat-menu")).to_be_hidden()
    dialog.locator(".button-danger").click()
    expect(dialog.get_by_role("alert")).to_contain_text("آخر 24 ساعة")
    noura.wrote_at = street.clock()
    dialog.locator(".button-danger").click()
    expect(page.locator("#closed")).to_contain_text("محظور منذ")
    assert noura.blocked
    expect(of_agent.locator("#closed")).to_contain_text("يستطيع أحد المديرين")
    expect(of_agent.locator("#composer textarea")).to_be_disabled()
    expect(of_agent.locator(".row-blocked-sign")).to_have_count(1)
    page.locator(".chat-menu-button").click()
    page.get_by_role("button", name="إلغاء حظر هذا العميل").click()
    expect(page.locator("#composer textarea")).to_be_enabled()
    assert not noura.blocked
    expect(of_agent.locator("#composer textarea")).to_be_enabled()
