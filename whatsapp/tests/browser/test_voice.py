"""A voice message from the microphone to the customer, and back to the agent's ear."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from whatsapp.media.queue import fetch_waiting
from whatsapp.models import Message
from whatsapp.simulator.media_types import is_mono_opus
from whatsapp.tests.codecs.recorded import sound

pytestmark = pytest.mark.browser

REFUSE = """
(name) => {
  navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException("", name));
}
"""

TO_ITS_END = "sound => new Promise(done => { sound.onended = () => done(sound.duration); sound.play(); })"


@pytest.fixture
def chat(enter, street, agent) -> Page:
    street.noura = street.meets("نورة", "+966551234567")
    street.writes(street.noura, "مرحبا")
    page = enter(agent)
    page.locator(".row-link").click()
    expect(page.locator(".bubble")).to_have_count(1)
    return page


def records(chat: Page) -> None:
    """With a pause, a second listen, and the rest."""
    chat.locator("[data-record]").click()
    recorder = chat.locator("#recorder")
    expect(recorder).to_have_attribute("data-state", "recording")
    expect(chat.locator("#composer")).to_be_hidden()
    expect(chat.locator("#recorder-time")).to_have_text("0:01")
    level = (
        "bars => Math.max(...[...bars].map(bar => parseFloat(bar.style.getPropertyValue('--level')) || 0))"
    )
    assert chat.locator("#recorder-level i").evaluate_all(level) > 0
    recorder.locator("[data-recorder=pause]").click()
    expect(recorder).to_have_attribute("data-state", "paused")
    recorder.locator("[data-recorder=listen]").click()
    expect(recorder).to_have_attribute("data-listening", "")
    recorder.locator("[data-recorder=pause]").click()
    expect(recorder).to_have_attribute("data-state", "recording")
    recorder.locator("[data-recorder=send]").click()
    expect(chat.locator("#composer")).to_be_visible()
    expect(chat.locator("#messages .bubble-outgoing .voice")).to_have_count(1)
    expect(chat.locator("[data-sending]")).to_have_count(0)


def is_true_voice(street) -> None:
    line = street.meta.chats[street.noura.id][-1]
    assert (line.type, line.content["voice"]) == ("audio", True)
    heard = street.meta.media[line.content["id"]]
    assert (heard.data[:4], heard.mime_type) == (b"OggS", "audio/ogg")
    head = heard.data.index(b"OpusHead")
    assert heard.data[head + 9] == 1  # channels
    assert is_mono_opus(heard.data)


def test_what_is_recorded_arrives_as_a_voice_message_and_is_heard_on_both_sides(chat, street, phone_of):
    records(chat)
    street.gets_what_was_sent()
    is_true_voice(street)

    player = chat.locator("#messages .bubble-outgoing .voice")
    message = Message.objects.select_related("file__stored").get(message_type="audio")
    seconds = message.file.stored.duration
    assert 1 <= seconds < 6
    expect(player).to_have_attribute("data-seconds", re.compile(r"\d"))
    player.locator("[data-play]").click()
    expect(player).to_have_attribute("data-playing", "")

    phone = phone_of(street.noura)
    assert phone.locator(".theirs audio").evaluate(TO_ITS_END) == pytest.approx(seconds, abs=0.2)
    expect(phone.locator(".complaint")).to_have_count(0)
    street.meta.due()
    message.refresh_from_db()
    assert message.status == "played"
    expect(chat.locator("#messages .bubble-outgoing .tick-played")).to_have_count(1)


def seeks(chat: Page, player: Locator) -> None:
    slider, time = player.locator("[data-position]"), player.locator("[data-time]")
    expect(time).to_have_text("0:30")
    # Time runs from left to right in Arabic too: the right arrow goes forward.
    assert chat.locator("html").get_attribute("dir") == "rtl"
    slider.focus()
    slider.press("ArrowRight")
    expect(time).to_have_text("0:05")
    slider.press("ArrowRight")
    slider.press("ArrowLeft")
    expect(time).to_have_text("0:05")
    box = slider.bounding_box()
    chat.mouse.click(box["x"] + box["width"] * 0.8, box["y"] + box["height"] / 2)
    expect(time).to_have_text(re.compile("0:2[345]"))
    done = player.locator(".voice-done").bounding_box()
    assert abs(done["x"] - box["x"]) < 3  # from the left


def changes_speed(player: Locator) -> None:
    speed = player.locator("[data-speed]")
    for shown in ("1.5×", "2×", "1×", "1.5×"):
        speed.click()
        expect(speed).to_have_text(shown)


def test_the_player(chat, street):
    for _ in range(2):
        street.meta.customer_sends_file(street.noura, "audio", note(), "audio/ogg; codecs=opus", voice=True)
    street.meta.due()
    fetch_waiting()
    chat.reload()
    first, second = chat.locator(".voice").nth(0), chat.locator(".voice").nth(1)
    seeks(chat, first)
    changes_speed(first)
    expect(second.locator("[data-speed]")).to_have_text("1.5×")

    expect(second).not_to_have_class(re.compile("is-played"))
    first.locator("[data-play]").click()
    expect(first).to_have_attribute("data-playing", "")
    second.locator("[data-play]").click()
    expect(second).to_have_attribute("data-playing", "")
    expect(first).not_to_have_attribute("data-playing", "")
    expect(second).to_have_class(re.compile("is-played"))
    assert Message.objects.exclude(played_at=None).count() == 2
    # A refresh of the thread does not interrupt it.
    expect(second).to_have_attribute("data-playing", "")
    chat.reload()
    expect(second.locator("[data-speed]")).to_have_text("1.5×")
    expect(second).to_have_class(re.compile("is-played"))


def note() -> bytes:
    return sound("firefox", 30.0)


def test_a_microphone_that_is_refused_or_missing_is_said_in_words(chat):
    for name, words in (("NotAllowedError", "textRefused"), ("NotFoundError", "textMissing")):
        chat.evaluate(REFUSE, name)
        chat.locator("[data-record]").click()
        told = chat.locator("#recorder").evaluate("(panel, words) => panel.dataset[words]", words)
        expect(chat.locator("#refusal")).to_have_text(told)
    chat.evaluate("() => { Object.defineProperty(globalThis, 'isSecureContext', { value: false }); }")
    chat.locator("[data-record]").click()
    expect(chat.locator("#refusal")).to_contain_text("https://")
    expect(chat.locator("#composer")).to_be_visible()


def test_a_discarded_recording_goes_nowhere(chat):
    posts = []
    chat.on("request", lambda request: posts.append(request.url) if request.method == "POST" else None)
    chat.locator("[data-record]").click()
    expect(chat.locator("#recorder")).to_be_visible()
    chat.locator("[data-recorder=cancel]").click()
    expect(chat.locator("#recorder")).to_be_hidden()
    expect(chat.locator("#composer")).to_be_visible()
    assert [url for url in posts if not url.endswith("/seen")] == []
