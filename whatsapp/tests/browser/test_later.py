"""Undo, and messages for later, as an agent does them."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from whatsapp.models import Message, Preference, ScheduledMessage
from whatsapp.outbound import later

from .conftest import PHONE
from .test_composer import chat, field  # noqa: F401 (a fixture)
from .test_unsent import say

pytestmark = pytest.mark.browser


def test_undo_brings_the_text_back_and_nothing_is_sent(chat, street, agent):  # noqa: F811
    Preference.objects.create(user=agent, undo_seconds=10)
    say(chat, "hasty")
    chat.get_by_role("button", name="تراجع").click()
    expect(field(chat)).to_have_value("hasty")
    expect(chat.locator(".bubble-outgoing")).to_have_count(0)
    expect(chat.locator(".row-link")).to_contain_text("مرحبا")
    say(chat, "considered")
    expect(chat.locator("[data-undo].again")).to_be_visible()
    # No refresh in between: it would take the button away first.
    chat.route("**/*", lambda route: route.abort() if route.request.method == "GET" else route.continue_())
    Message.objects.filter(direction="outgoing").update(status="sending")
    chat.locator("[data-undo].again").click()
    expect(chat.get_by_role("alert").first).to_contain_text("فات أوان التراجع")
    expect(field(chat)).to_have_value("")


@pytest.mark.parametrize(
    ("language", "screen", "words"),
    [
        (
            "ar",
            PHONE,
            {
                "more": "أرسل شيئًا آخر",
                "later": "أرسل لاحقًا",
                "tomorrow": "صباح الغد",
                "save": "أرسلها في هذا الموعد",
            },
        ),
        (
            "en",
            None,
            {
                "more": "Send something else",
                "later": "Send later",
                "tomorrow": "Tomorrow morning",
                "save": "Send at this time",
            },
        ),
    ],
)
def test_a_message_is_planned_changed_and_sent_at_its_time(enter, street, agent, language, screen, words):
    street.writes(street.meets("نورة", "+966551234567"), "مرحبا")
    page = enter(agent, **({"viewport": screen} if screen else {}))
    page.context.add_cookies([{"name": "django_language", "value": language, "url": page.url}])
    page.reload()
    page.locator(".row-link").click()
    field(page).fill("see you")
    page.get_by_role("button", name=words["more"]).click()
    page.get_by_role("menuitem", name=words["later"]).click()
    panel = page.locator("#later-panel")
    expect(panel.locator("textarea")).to_have_value("see you")
    panel.get_by_role("button", name=words["tomorrow"]).click()
    chosen = panel.locator("[name=at]").input_value()
    for days, is_beyond in (
        (0.9, False),
        (3, True),
    ):  # at night, tomorrow morning may be more than a day away
        panel.locator("[name=at]").fill(f"{timezone.localtime() + timedelta(days=days):%Y-%m-%dT%H:%M}")
        expect(panel.locator("[data-beyond-window]")).to_be_visible(visible=is_beyond)
    panel.locator("[name=at]").fill(chosen)
    box = panel.bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= page.viewport_size["width"]
    panel.get_by_role("button", name=words["save"]).click()
    expect(panel).to_be_hidden()
    expect(field(page)).to_have_value("")
    planned = page.locator("#later .bubble")
    expect(planned.locator(".text")).to_have_text("see you")
    planned.get_by_role("button").first.click()
    panel.locator("textarea").fill("see you soon")
    panel.locator("[type=checkbox]").check()
    panel.locator(".button").click()
    expect(planned.locator(".text")).to_have_text("see you soon")
    row = ScheduledMessage.objects.get()
    assert (f"{timezone.localtime(row.at):%Y-%m-%dT%H:%M}", row.unless_customer_writes) == (chosen, True)
    ScheduledMessage.objects.update(at=timezone.now())
    later.send_due()
    expect(page.locator("#messages .bubble-outgoing .text")).to_have_text("see you soon")
    expect(planned).to_have_count(0)


def test_a_plan_is_cancelled_by_the_customer_and_can_still_be_sent(chat, street, agent):  # noqa: F811
    conversation = Message.objects.get().conversation
    later.schedule(
        conversation,
        "a reminder",
        at=timezone.now() + timedelta(hours=1),
        unless_customer_writes=True,
        by=agent,
    )
    expect(chat.locator("#later .text")).to_have_text("a reminder")
    street.clock.ahead += 5
    street.writes(street.noura, "وصل")
    expect(chat.locator("#later .is-cancelled")).to_contain_text("كتب العميل أولًا")
    chat.locator("#later").get_by_role("button", name="أرسلها الآن").click()
    expect(chat.locator("#messages .bubble-outgoing .text")).to_have_text("a reminder")
    expect(chat.locator("#later .bubble")).to_have_count(0)
