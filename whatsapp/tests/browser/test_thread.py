"""Where the thread stands while things arrive, above and below."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from whatsapp.models import Conversation, Message

pytestmark = pytest.mark.browser

TOP = "(element) => element.getBoundingClientRect().top"
WATCH_WHERE_IT_STANDS = """() => { window.stood = [];
    const look = () => {
        const box = document.getElementById("scroller");
        if (box) window.stood.push(Math.round(box.scrollHeight - box.scrollTop - box.clientHeight));
        requestAnimationFrame(look);
    };
    requestAnimationFrame(look); }"""
"""From its end, in each picture that is drawn."""


@pytest.fixture
def long_chat(street) -> Conversation:
    """120 messages of a customer, all of them read."""
    street.noura = street.meets("نورة", "+966551234567")
    street.writes(street.noura, "first")
    conversation = Conversation.objects.get()
    first = Message.objects.get()
    Message.objects.bulk_create(
        Message(
            conversation=conversation,
            number_id=first.number_id,
            direction="incoming",
            status="received",
            content=f"رسالة رقم {n}",
            whatsapp_message_id=f"wamid.{n}",
            created_at=first.created_at,
        )
        for n in range(119)
    )
    Conversation.objects.update(unread_count=0)
    return conversation


def opened(page: Page, conversation: Conversation) -> Page:
    page.goto(f"/whatsapp/chat/{conversation.pk}")
    expect(page.locator("#messages .bubble")).not_to_have_count(0)
    page.wait_for_timeout(100)
    return page


def scroller(page: Page):
    return page.locator("#scroller")


def from_end(page: Page) -> float:
    return scroller(page).evaluate("(box) => box.scrollHeight - box.scrollTop - box.clientHeight")


def test_it_opens_at_the_end_and_follows_what_arrives(enter, street, agent, long_chat):
    page = opened(enter(agent), long_chat)
    assert from_end(page) < 2
    assert page.locator(".bubble").count() == 50
    street.writes(street.noura, "the newest")
    expect(page.get_by_text("the newest").last).to_be_in_viewport()
    assert from_end(page) < 2


def test_the_first_picture_of_it_shows_it_where_it_stays(enter, agent, long_chat):
    page = enter(agent)
    page.add_init_script(f"({WATCH_WHERE_IT_STANDS})()")
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": 4})
    opened(page, long_chat)
    stood = page.evaluate("() => window.stood")
    assert stood
    assert max(stood) < 2


def test_it_does_not_wait_for_the_other_scripts_to_be_drawn(enter, agent, long_chat):
    page = enter(agent)
    page.route("**/inbox/main*.js", lambda script: None)  # which never comes
    page.goto(f"/whatsapp/chat/{long_chat.pk}", wait_until="commit")
    expect(page.locator("#messages .bubble").last).to_be_in_viewport()
    assert from_end(page) < 2


def test_it_opens_where_the_unread_begin(enter, agent, long_chat):
    Conversation.objects.update(unread_count=30)
    page = opened(enter(agent), long_chat)
    expect(page.locator("#unread-divider")).to_be_in_viewport()
    expect(page.locator("#unread-divider")).to_have_text("30 رسالة غير مقروءة")


def test_scrolled_up_it_stays_and_counts_what_arrives_below(enter, street, agent, long_chat):
    page = opened(enter(agent), long_chat)
    scroller(page).evaluate("(box) => { box.scrollTop = box.scrollHeight / 2; }")
    button = page.locator("#to-newest")
    expect(button).to_be_visible()
    expect(page.locator(".day-name:visible")).to_be_in_viewport()  # it goes along
    before = scroller(page).evaluate("(box) => box.scrollTop")
    street.writes(street.noura, "the newest")
    expect(button.locator(".badge")).to_have_text("1")
    assert scroller(page).evaluate("(box) => box.scrollTop") == before
    button.click()
    expect(page.locator("#messages").get_by_text("the newest")).to_be_in_viewport()
    expect(button).to_be_hidden()


def test_older_messages_come_in_above_without_a_jump(enter, agent, long_chat):
    page = opened(enter(agent), long_chat)
    known = page.locator("#messages .bubble").first
    scroller(page).evaluate("(box) => { box.scrollTop = 300; }")
    before = known.evaluate(TOP)
    expect(page.locator(".bubble")).to_have_count(100)
    assert abs(known.evaluate(TOP) - before) < 2
    expect(page.locator(".day-name:visible")).to_have_count(1)
    scroller(page).evaluate("(box) => { box.scrollTop = 100; }")
    expect(page.locator(".beginning")).to_have_count(1)
    expect(page.locator(".bubble")).to_have_count(120)


def test_far_up_in_a_long_chat_the_page_stays_small_and_nothing_is_lost(enter, agent, long_chat):
    first = Message.objects.first()
    Message.objects.bulk_create(
        Message(
            conversation=long_chat,
            number_id=first.number_id,
            direction="incoming",
            status="received",
            content=f"رسالة قديمة {n}",
            whatsapp_message_id=f"wamid.old.{n}",
            created_at=first.created_at - timedelta(hours=1),
        )
        for n in range(280)
    )
    page = opened(enter(agent), long_chat)
    # What was put in above has pushed the rest down: only then can anybody scroll up once more.
    put_in = "() => document.getElementById('scroller').scrollTop > 0 || document.querySelector('.beginning')"
    most = 0
    for _ in range(100):
        with page.expect_response(lambda response: "cursor" in response.url):
            scroller(page).evaluate("(box) => { box.scrollTop = 0; }")
        page.wait_for_function(put_in)
        if page.locator(".beginning").count():
            break
        most = max(most, page.locator(".bubble").count())
    expect(page.get_by_text("رسالة قديمة 0", exact=True)).to_be_attached()
    assert most < 250
    middle = page.locator(f"#message-{Message.objects.order_by('created_at', 'pk')[340].pk}")
    expect(middle).to_have_count(0)
    scroller(page).evaluate("(box) => { box.scrollTop = box.scrollHeight; }")
    expect(middle).to_have_count(1)
    expect(page.get_by_text("رسالة قديمة 0", exact=True)).to_have_count(0)


def test_a_screen_reader_hears_what_arrives_and_nothing_else(enter, street, agent, long_chat):
    page = opened(enter(agent), long_chat)
    page.evaluate(
        """() => {
            window.heard = 0;
            const count = (changes) => { for (const change of changes)
                window.heard += [...change.addedNodes].filter((node) => node.matches?.(".bubble")).length; };
            const log = document.querySelector("[role=log]");
            new MutationObserver(count).observe(log, { childList: true, subtree: true });
        }"""
    )
    scroller(page).evaluate("(box) => { box.scrollTop = 100; }")
    expect(page.locator(".bubble")).to_have_count(100)
    assert page.evaluate("() => window.heard") == 0
    street.writes(street.noura, "the newest")
    expect(page.locator("#messages").get_by_text("the newest")).to_have_count(1)
    assert page.evaluate("() => window.heard") == 1
    with page.expect_response(lambda answer: "version=" in answer.url):
        page.evaluate("() => htmx.trigger('#messages', 'refresh')")
    assert page.evaluate("() => window.heard") == 1
    # What we write ourselves is put into the log too, but nobody reads it out to us.
    page.locator("#composer textarea").fill("ours")
    page.locator("#composer textarea").press("Enter")
    ours = page.locator("#messages .bubble-outgoing")
    expect(ours).to_have_count(1)
    assert ours.evaluate("(bubble) => bubble.closest('[aria-live]').ariaLive") == "off"
    incoming = page.locator("#messages .bubble-incoming").last
    assert incoming.evaluate("(bubble) => bubble.closest('[aria-live]').ariaLive") == "polite"


def test_without_the_websocket_the_refresh_brings_the_news_and_says_so(enter, street, agent, long_chat):
    page = enter(agent)
    page.clock.install()
    page.route_web_socket("**/ws/inbox", lambda socket: socket.close())
    opened(page, long_chat)
    street.writes(street.noura, "by refresh")
    page.clock.run_for(6_000)
    expect(page.locator("#messages").get_by_text("by refresh")).to_have_count(1)
    expect(page.locator("[data-state=slow]")).to_be_visible()
    expect(page.locator("[data-state=slow]")).to_have_text("انقطع الاتصال المباشر: تُحدَّث الصفحة كل 5 ثوانٍ.")
    expect(page.locator("[data-state=offline]")).to_be_hidden()
    page.unroute_all()


def test_with_the_websocket_the_clock_asks_seldom_and_a_dead_connection_is_noticed(
    enter, agent, long_chat, settings
):
    settings.WHATSAPP_WORKER = "embedded"
    page = enter(agent)
    connections, asked, answered = [], [], set()

    def silent(socket):
        connections.append(socket)
        server = socket.connect_to_server()
        socket.on_message(server.send)
        server.on_message(lambda words: None)  # as of a network that is gone: open, and nothing comes

    def is_connected(answer):
        """The open websocket has both panes looked at once."""
        if "version=" in answer.url:
            answered.add(answer.url.split("?")[0])
        return len(answered) == 2

    page.clock.install()
    page.route_web_socket("**/ws/inbox", silent)
    with page.expect_response(is_connected):
        opened(page, long_chat)
    page.on("request", lambda request: asked.append(request.url))
    page.clock.run_for(9_000)
    assert [url for url in asked if "version" in url] == []
    expect(page.locator("[data-state=slow]")).to_be_hidden()
    before = len(connections)
    page.clock.run_for(4_000)  # nobody answers what the page said of itself: it connects anew
    with page.expect_request("**version**"):
        page.clock.run_for(1_000)
    assert len(connections) > before


def test_a_lost_connection_is_said_in_words_and_its_return_too(enter, agent, long_chat):
    page = enter(agent)
    page.route_web_socket("**/ws/inbox", lambda socket: socket.close())
    opened(page, long_chat)
    page.context.set_offline(True)
    for _ in range(2):
        page.evaluate("() => htmx.trigger('#conversations', 'refresh')")
        page.wait_for_timeout(50)
    expect(page.locator("[data-state=offline]")).to_be_visible()
    page.context.set_offline(False)
    page.evaluate("() => htmx.trigger('#conversations', 'refresh')")
    expect(page.locator("[data-state=offline]")).to_be_hidden()


def test_an_answer_from_before_the_network_went_does_not_say_that_it_is_back(enter, agent, long_chat):
    page = enter(agent)
    opened(page, long_chat)
    held = []

    def hold(route):
        held.append(route)

    page.route("**version=**", hold)
    with page.expect_request("**version=**"):
        page.evaluate("() => htmx.trigger('#conversations', 'refresh')")
    page.context.set_offline(True)
    expect(page.locator("[data-state=offline]")).to_be_visible()
    with page.expect_event("requestfinished"):
        held[0].fulfill(status=204)
    page.evaluate("() => new Promise((resolve) => setTimeout(resolve))")
    expect(page.locator("[data-state=offline]")).to_be_visible()
    page.unroute_all()
    page.context.set_offline(False)
    expect(page.locator("[data-state=offline]")).to_be_hidden()
