"""What the server may or may not have: kept by the browser, asked again under the same name, never sent twice."""

import pytest
from playwright.sync_api import Page, Route, expect

from whatsapp.models import Message

from .test_composer import chat, field  # noqa: F401 (a fixture)

pytestmark = pytest.mark.browser

SUBMIT_AND_LOOK = """() => {
  document.getElementById("composer").requestSubmit();
  return document.querySelectorAll("#sending .bubble").length;
}"""


def say(page: Page, text: str) -> None:
    field(page).fill(text)
    field(page).press("Enter")


def ours() -> list[str]:
    return list(Message.objects.filter(direction="outgoing").order_by("id").values_list("content", flat=True))


def arrived(page: Page, *texts: str) -> None:
    expect(page.locator("#messages .bubble-outgoing .text")).to_have_text(list(texts))
    expect(page.locator("[data-sending]")).to_have_count(0)
    assert page.evaluate("() => Object.keys(localStorage).filter((key) => key.startsWith('unsent:'))") == []


class BadLine:
    """The server gets the first message; the browser hears nothing, of this or of anything, until it is mended."""

    def __init__(self, page: Page, *, takes_the_first: bool) -> None:
        self.is_mended, self.takes_the_next = False, takes_the_first
        page.route("**/whatsapp/chat/**", self)

    def __call__(self, route: Route) -> None:
        if self.is_mended:
            return route.continue_()
        if route.request.url.endswith("/send") and self.takes_the_next:
            self.takes_the_next = False
            route.fetch()
        return route.abort()


def test_three_messages_without_a_connection_go_out_in_order_when_it_is_back(chat, street):  # noqa: F811
    chat.context.set_offline(True)
    expect(chat.locator("[data-state=offline]")).to_be_visible()
    field(chat).fill("number 0")
    assert chat.evaluate(SUBMIT_AND_LOOK) == 1, "in the same moment, not when somebody answers"
    for n in (1, 2):
        say(chat, f"number {n}")
    expect(chat.locator("#sending .bubble")).to_have_count(3)
    expect(chat.locator("#sending .explanation").first).to_contain_text("لا يوجد اتصال")
    expect(field(chat)).to_have_value("")
    assert ours() == []
    chat.context.set_offline(False)
    arrived(chat, "number 0", "number 1", "number 2")
    expect(chat.locator("[data-state=offline]")).to_be_hidden()
    street.gets_what_was_sent()
    assert [accepted.body["text"]["body"] for accepted in street.meta.accepted] == ours()
    assert ours() == ["number 0", "number 1", "number 2"]


def test_a_lost_answer_a_reload_and_a_second_tab_are_one_message(chat):  # noqa: F811
    """The POST arrives, its answer does not; the page is loaded again, and another tab tries as well."""
    line = BadLine(chat, takes_the_first=True)
    say(chat, "once")
    expect(chat.locator("#sending [data-waits]")).to_be_visible()
    second = chat.context.new_page()
    second.goto(chat.url)
    line.is_mended = True
    chat.reload()
    for page in (chat, second):
        arrived(page, "once")
    assert ours() == ["once"]


def test_what_may_have_arrived_is_taken_back_by_the_server_alone(chat):  # noqa: F811
    """Then its text is in the composer, its row is gone, and what was written behind it goes on."""
    line = BadLine(chat, takes_the_first=True)
    say(chat, "perhaps")
    expect(chat.locator("#sending [data-waits]")).to_be_visible()
    say(chat, "behind it")
    assert ours() == ["perhaps"]
    line.is_mended = True
    chat.locator("[data-take-back]").first.click()
    arrived(chat, "behind it")
    expect(field(chat)).to_have_value("perhaps")
    assert ours() == ["behind it"]


def test_what_waits_survives_an_ended_session_and_goes_with_the_next(chat, agent):  # noqa: F811
    cookies = chat.context.cookies()
    line = BadLine(chat, takes_the_first=False)
    say(chat, "kept")
    expect(chat.locator("#sending [data-waits]")).to_be_visible()
    chat.context.clear_cookies(name="sessionid")
    line.is_mended = True
    chat.locator("[data-try-now]").click()
    expect(chat.locator("[data-state=signed-out]")).to_be_visible()
    expect(chat.locator("#sending .explanation")).to_contain_text("انتهت جلسة دخولك")
    assert ours() == []
    chat.context.add_cookies(cookies)
    chat.reload()
    arrived(chat, "kept")
    assert ours() == ["kept"]


def test_signing_out_asks_before_it_forgets_what_waits(chat):  # noqa: F811
    BadLine(chat, takes_the_first=False)
    say(chat, "unsent")
    expect(chat.locator("#sending [data-waits]")).to_be_visible()
    asked = []
    chat.once("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))
    leave = "document.querySelector('[data-sign-out]').requestSubmit()"
    chat.evaluate(leave)
    expect(chat.locator("#sending .bubble")).to_have_count(1)
    assert len(asked) == 1
    chat.once("dialog", lambda dialog: dialog.accept())
    chat.evaluate(leave)
    chat.wait_for_url("**/accounts/login/**")
    assert chat.evaluate("() => Object.keys(localStorage)") == []
