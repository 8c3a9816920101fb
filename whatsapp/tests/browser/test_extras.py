"""More than text, from the agent's screen to the customer's phone and back, in both languages."""

from __future__ import annotations

import pytest
from django.conf import settings
from playwright.sync_api import Locator, Page, expect

from whatsapp.models import Conversation, Message
from whatsapp.simulator.server import simulator_app
from whatsapp.tests.cloud_api.test_coordinates import NOWHERE, PLACES, RIYADH
from whatsapp.tests.conftest import signed_in
from whatsapp.tests.simulator.conftest import Stage, stage  # noqa: F401 (a fixture)

from .conftest import PHONE

pytestmark = pytest.mark.browser

WORDS = {
    "ar": {
        "reply": "رد",
        "more": "أرسل شيئًا آخر",
        "location": "موقع",
        "send": "إرسال",
        "twice": "يشترط واتساب",
    },
    "en": {
        "reply": "Reply",
        "more": "Send something else",
        "location": "Location",
        "send": "Send",
        "twice": "WhatsApp wants",
    },
}


@pytest.fixture
def phone(open_page, street, stage: Stage):  # noqa: F811
    """The customer's own screen, of the same simulated Meta."""
    stage.app = simulator_app(street.meta)

    def look() -> Page:
        page = open_page(viewport=PHONE)
        page.goto(f"{stage.url}/")
        page.locator(".person").first.click()
        return page

    return look


def open_chat(enter, agent, language: str, **options) -> Page:
    page = enter(agent, "/accounts/login/", **options)
    page.context.add_cookies(
        [{"name": settings.LANGUAGE_COOKIE_NAME, "value": language, "url": page.url.split("/whatsapp")[0]}]
    )
    page.goto("/whatsapp/chat")
    page.locator(".row-link").first.click()
    expect(page.locator("#messages .bubble").first).to_be_visible()
    return page


def quotes(page: Page, question: Locator, words: dict[str, str]) -> None:
    """The strip, Esc takes it away, and what is sent carries it."""
    composer, strip = page.locator("#composer textarea"), page.locator("#quoting")
    question.get_by_role("button", name=words["reply"], exact=True).focus()
    page.keyboard.press("Enter")
    expect(strip).to_contain_text("كم السعر؟")
    expect(composer).to_be_focused()
    page.keyboard.press("Escape")
    expect(strip).to_be_hidden()
    question.locator("[data-reply-to]").focus()
    page.keyboard.press("Enter")
    composer.fill("عشرة ريالات")
    page.keyboard.press("Enter")
    expect(strip).to_be_hidden()
    expect(page.locator("#messages .bubble-outgoing .quote-text")).to_have_text("كم السعر؟")


def reacts(page: Page, question: Locator, language: str) -> None:
    """By keyboard: one arrow on, and Esc closes the menu alone."""
    question.locator("[data-react]").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#reaction-menu")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#reaction-menu")).to_be_hidden()
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowLeft" if language == "ar" else "ArrowRight")
    page.keyboard.press("Enter")
    expect(question.locator(".reaction-waiting .emoji")).to_have_text("❤️")


def sends_a_place(page: Page, words: dict[str, str]) -> None:
    """With the digits that an Arabic keyboard has."""
    page.get_by_role("button", name=words["more"]).click()
    page.get_by_role("menuitem", name=words["location"], exact=True).click()
    dialog = page.get_by_role("dialog")
    dialog.locator("[name=where]").fill("somewhere")
    dialog.get_by_role("button", name=words["send"], exact=True).click()
    expect(dialog).to_be_visible()  # the browser says why
    dialog.locator("[name=where]").fill("٢٤٫٧١٣٦، ٤٦٫٦٧٥٣")
    expect(dialog.locator("[data-found]")).to_contain_text("24.7136, 46.6753")
    dialog.locator("[name=name]").fill("فرع العليا")
    dialog.get_by_role("button", name=words["send"], exact=True).click()
    expect(dialog).to_be_hidden()
    expect(page.locator("#messages .bubble-location")).to_contain_text("فرع العليا")


def asks_with_buttons(page: Page, words: dict[str, str]) -> None:
    """Two that say the same are refused while they are typed."""
    dialog = page.get_by_role("dialog")
    page.get_by_role("button", name=words["more"]).click()
    page.locator("#more-menu [hx-get$='/buttons']").click()
    dialog.locator("[name=body]").fill("هل نرسله اليوم؟")
    titles = dialog.locator("[name=title]")
    titles.nth(0).fill("نعم")
    titles.nth(1).fill("نعم")
    assert words["twice"] in titles.nth(1).evaluate("(field) => field.validationMessage")
    titles.nth(1).fill("لا")
    dialog.get_by_role("button", name=words["send"], exact=True).click()
    expect(page.locator("#messages .bubble-interactive .choices li")).to_have_text(["نعم", "لا"])


def sees_and_answers(hers: Page) -> None:
    """The customer: all of it is on her phone, and she taps a button."""
    expect(hers.locator(".theirs .quote")).to_contain_text("كم السعر؟")
    expect(hers.locator(".mine .reactions")).to_have_text("❤️")
    expect(hers.locator(".theirs .card-name")).to_have_text("فرع العليا")
    hers.locator(".choice", has_text="نعم").click()
    expect(hers.locator(".mine")).to_have_count(2)


@pytest.mark.parametrize("language", ["ar", "en"])
def test_quote_reaction_place_and_buttons_reach_the_phone_and_the_answer_comes_back(
    enter, street, agent, outsider, phone, language
):
    words = WORDS[language]
    noura = street.meets("نورة", "+966551234567")
    street.writes(noura, "كم السعر؟")
    page = open_chat(
        enter, agent, language, viewport=PHONE if language == "ar" else {"width": 1280, "height": 800}
    )
    question = page.locator("#messages .bubble-incoming").first

    quotes(page, question, words)
    reacts(page, question, language)
    sends_a_place(page, words)
    asks_with_buttons(page, words)
    street.gets_what_was_sent()
    street.clock.ahead += 10
    street.meta.due()
    expect(question.locator(".emoji")).to_have_text("❤️")
    expect(page.locator(".reaction-waiting")).to_have_count(0)

    sees_and_answers(phone())
    street.meta.due()
    answer = page.locator("#messages .bubble-incoming.bubble-interactive")
    expect(answer).to_contain_text("نعم")
    answer.locator("[data-quote]").click()
    expect(page.locator(".flash .choices")).to_be_visible()

    assert (
        Message.objects.filter(direction="outgoing").exclude(status__in=["sent", "delivered", "read"]).count()
        == 0
    )
    assert signed_in(outsider).get(page.url).status_code == 403


def test_a_quote_leads_to_a_message_that_is_not_loaded_yet(enter, street, agent):
    noura = street.meets("نورة", "+966551234567")
    street.writes(noura, "the very first", ago=4000)
    first = Message.objects.get()
    for n in range(60):
        street.meta.customer_writes(noura, f"{n}", at=street.clock() - 3900 + n)
    street.meta.customer_writes(noura, "what about it?", quotes=first.whatsapp_message_id)
    street.meta.due()
    Conversation.objects.update(unread_count=0)
    page = open_chat(enter, agent, "en")
    expect(page.locator(f"#message-{first.pk}")).to_have_count(0)
    page.locator("#messages [data-quote]").last.click()
    expect(page.locator(f"#message-{first.pk}.flash")).to_be_in_viewport()


def test_tab_stops_at_one_bubble_and_arrows_go_to_the_others(enter, street, agent):
    noura = street.meets("نورة", "+966551234567")
    for text in ("one", "two", "three"):
        street.writes(noura, text)
    page = open_chat(enter, agent, "en")
    page.locator("#scroller").focus()
    page.keyboard.press("Tab")
    bubble = page.locator(".bubble:has(:focus)")
    expect(bubble).to_contain_text("three")
    page.keyboard.press("ArrowUp")
    expect(bubble).to_contain_text("two")
    expect(bubble.locator(".bubble-actions")).to_have_css("opacity", "1")
    expect(page.locator(".bubble-actions").first).to_have_css("opacity", "0")
    street.writes(noura, "four")
    expect(page.locator("#messages .bubble")).to_have_count(4)
    expect(bubble).to_contain_text("two")
    for _ in range(7):  # React, More, Emojis, Note, Ready replies, Files, the field
        page.keyboard.press("Tab")
    expect(page.locator("#composer textarea")).to_be_focused()


def test_the_browser_reads_places_as_the_server_does_and_a_refused_answer_keeps_its_quote(
    enter, street, agent
):
    street.writes(street.meets("نورة", "+966551234567"), "كم السعر؟")
    page = open_chat(enter, agent, "en")
    read = "(texts) => import('/static/inbox/coordinates.js').then((it) => texts.map(it.readCoordinates))"
    assert page.evaluate(read, [*PLACES, *NOWHERE]) == [list(RIYADH)] * len(PLACES) + [None] * len(NOWHERE)
    page.locator(".bubble-incoming [data-reply-to]").focus()
    page.keyboard.press("Enter")
    page.locator("#composer textarea").fill("ten")
    # The window has closed meanwhile, and no refresh tells it before the server does.
    page.route("**/*", lambda route: route.abort() if route.request.method == "GET" else route.continue_())
    Conversation.objects.update(last_inbound_at="2026-01-01T00:00Z")
    page.keyboard.press("Enter")
    expect(page.locator("#refusal")).to_contain_text("24 hours")
    expect(page.locator("#composer textarea")).to_have_value("ten")
    expect(page.locator("#quoting")).to_contain_text("كم السعر؟")
    quoted = Message.objects.get(direction="incoming")
    expect(page.locator("#quoting [name=reply_to]")).to_have_value(str(quoted.pk))
