import pytest
from playwright.sync_api import Page, expect

from whatsapp.models import Conversation, Message

pytestmark = pytest.mark.browser


@pytest.fixture
def chat(enter, street, agent) -> Page:
    """An open chat in which Noura has just written."""
    street.noura = street.meets("نورة", "+966551234567")
    street.writes(street.noura, "مرحبا")
    page = enter(agent)
    page.locator(".row-link").click()
    expect(page.locator(".bubble")).to_have_count(1)
    page.posts = []
    page.on("request", lambda request: page.posts.append(request) if request.url.endswith("/send") else None)
    return page


def field(page: Page):
    return page.locator("#composer textarea")


COPY = """
([plain, html]) => navigator.clipboard.write([new ClipboardItem(
  Object.entries({ "text/plain": plain, "text/html": html }).reduce(
    (all, [type, text]) => ({ ...all, [type]: new Blob([text], { type }) }), {}))])
"""


def test_pasted_text_is_plain_enter_sends_and_shift_enter_makes_a_line(chat):
    chat.context.grant_permissions(["clipboard-read", "clipboard-write"])
    chat.evaluate(COPY, ["one", "<b>another</b>"])
    field(chat).press("Control+v")
    expect(field(chat)).to_have_value("one")
    expect(chat.locator(".attachment")).to_have_count(0)
    field(chat).press("Shift+Enter")
    field(chat).press_sequentially("two")
    expect(field(chat)).to_have_value("one\ntwo")
    assert chat.posts == []
    field(chat).press("Enter")
    expect(field(chat)).to_have_value("")
    expect(chat.locator("#messages .bubble-outgoing .text")).to_have_text("one\ntwo")
    assert len(chat.posts) == 1


def test_enter_that_chooses_a_word_of_an_input_method_does_not_send(chat):
    field(chat).fill("にほ")
    field(chat).dispatch_event("keydown", {"key": "Enter", "isComposing": True})
    field(chat).dispatch_event("keydown", {"key": "Enter", "keyCode": 229})
    expect(field(chat)).to_have_value("にほ")
    assert chat.posts == []


def test_five_quick_clicks_and_a_held_enter_are_one_message_and_one_call(chat, street):
    field(chat).fill("once")
    chat.locator("#composer .send").evaluate("(button) => { for (let n = 0; n < 5; n++) button.click(); }")
    field(chat).dispatch_event("keydown", {"key": "Enter", "repeat": True})
    expect(chat.locator("#messages .bubble-outgoing")).to_have_count(1)
    expect(chat.locator("[data-sending]")).to_have_count(0)
    assert Message.objects.filter(direction="outgoing").count() == len(chat.posts) == 1
    street.gets_what_was_sent()
    assert len(street.meta.accepted) == 1


def test_a_bubble_is_there_before_the_server_answers_and_stays_one(chat):
    held = []
    chat.route("**/send", lambda route: held.append(route))  # noqa: PLW0108 (else Playwright marks the list)
    field(chat).fill("slow")
    with chat.expect_request("**/send"):
        field(chat).press("Enter")
    expect(chat.locator(".bubble-outgoing")).to_have_count(1)
    assert not Message.objects.filter(direction="outgoing").exists()
    held[0].continue_()
    expect(chat.locator("#messages .bubble-outgoing")).to_have_count(1)
    expect(chat.locator(".bubble-outgoing")).to_have_count(1)


def test_messages_arrive_in_the_order_in_which_they_were_written(chat):
    for n in range(4):
        field(chat).fill(f"number {n}")
        field(chat).press("Enter")
    expect(chat.locator("#messages .bubble-outgoing .text")).to_have_text([f"number {n}" for n in range(4)])


def test_typing_goes_on_undisturbed_while_messages_arrive(chat, street):
    field(chat).press_sequentially("hello world")
    field(chat).evaluate("(element) => element.setSelectionRange(5, 8)")
    for n in range(3):
        street.writes(street.noura, f"news {n}")
        expect(chat.locator("#messages .bubble")).to_have_count(n + 2)
    expect(field(chat)).to_be_focused()
    expect(field(chat)).to_have_value("hello world")
    assert field(chat).evaluate("(element) => [element.selectionStart, element.selectionEnd]") == [5, 8]


def test_a_text_selected_in_a_bubble_stays_selected(chat, street):
    bubble = chat.locator(".bubble-incoming .text").first
    bubble.evaluate("(element) => getSelection().selectAllChildren(element)")
    street.writes(street.noura, "news")
    expect(chat.locator("#messages .bubble")).to_have_count(2)
    assert chat.evaluate("() => String(getSelection())") == "مرحبا"


def test_what_the_server_refuses_comes_back_with_the_reason(chat):
    field(chat).fill("too late")
    # No refresh in between: it would bring the news first, and lock the composer.
    chat.route("**/*", lambda route: route.abort() if route.request.method == "GET" else route.continue_())
    Conversation.objects.update(last_inbound_at="2026-01-01T00:00Z")
    field(chat).press("Enter")
    expect(chat.get_by_role("alert")).to_contain_text("أكثر من 24 ساعة")
    expect(field(chat)).to_have_value("too late")
    expect(chat.locator(".bubble-outgoing")).to_have_count(0)


def test_an_ended_session_is_said_and_the_draft_is_kept(chat):
    field(chat).fill("keep me")
    chat.context.clear_cookies(name="sessionid")
    field(chat).press("Enter")
    expect(chat.get_by_role("alert")).to_contain_text("انتهت جلسة دخولك")
    expect(chat.locator("[data-state=signed-out]")).to_be_visible()
    expect(field(chat)).to_have_value("keep me")
    assert Message.objects.filter(direction="outgoing").count() == 0


def test_the_composer_grows_with_its_text_to_a_limit(chat):
    def height() -> float:
        return field(chat).bounding_box()["height"]

    one = height()
    field(chat).fill("\n".join("abc"))
    three = height()
    field(chat).fill("\n".join("x" * 30))
    assert one < three < height() < 200
