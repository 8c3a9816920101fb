"""The customer's phone in a real browser."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import requests
from playwright.sync_api import Browser, Page, expect

from whatsapp.codecs.voice import voice_note
from whatsapp.simulator.media_types import is_mono_opus
from whatsapp.tests.codecs.recorded import picture, sound
from whatsapp.tests.simulator.conftest import PNID, TOKEN, Served

from .template_parts import CODE, PICTURE, PLACE, TRACK, body, card, carousel, offer, template, texts

pytestmark = pytest.mark.browser


@pytest.fixture
def page(served: Served, chromium: Browser) -> Iterator[Page]:
    served.meta.add_customer("سارة القحطاني", phone="966501234567")
    opened = chromium.new_page(viewport={"width": 360, "height": 740})
    complaints: list[str] = []
    opened.on("console", lambda message: complaints.append(message.text))
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.goto(f"{served.url}/")
    opened.locator(".person").first.click()
    yield opened
    opened.close()
    assert complaints == []  # a breach of the content policy would be here


def test_a_conversation_can_be_had(served, page) -> None:
    page.fill("#text", "السلام عليكم <b>كم</b> السعر؟")
    page.press("#text", "Enter")
    page.wait_for_selector(".mine .tick.sent")
    served.meta.due()
    page.wait_for_selector(".mine .tick.delivered")
    assert page.inner_text(".mine .text") == "السلام عليكم <b>كم</b> السعر؟"
    page.click(".mine .reply")
    page.select_option("#when", "90000")
    page.fill("#text", "قبل يوم")
    page.click("#send")
    page.wait_for_selector(".mine .quote")
    served.meta.due()
    first, second = served.business.messages
    assert second["context"]["id"] == first["id"]
    assert second["timestamp"] == str(int(served.clock.now) - 90000)


def test_the_page_turns_round_and_fits(served, page) -> None:
    assert page.evaluate("[document.documentElement.dir, document.documentElement.scrollWidth]") == [
        "rtl",
        360,
    ]
    page.click("#back")
    page.click("#language")
    assert page.evaluate("[document.documentElement.dir, document.documentElement.scrollWidth]") == [
        "ltr",
        360,
    ]
    assert page.inner_text("h1") == "Customer’s phone"


def test_the_customer_speaks(served, page) -> None:
    page.click("#record")
    page.wait_for_selector("#record[aria-pressed=true]")
    page.wait_for_timeout(400)
    page.click("#record")
    page.wait_for_selector(".mine audio")
    served.meta.due()
    audio = served.business.messages[-1]["audio"]
    assert (audio["voice"], audio["mime_type"]) == (True, "audio/ogg; codecs=opus")
    assert is_mono_opus(served.meta.media[audio["id"]].data)
    page.wait_for_function("document.querySelector('.mine audio').duration > 0.2")


def post(served: Served, path: str, **more: Any) -> dict[str, Any]:
    headers = {"Authorization": f"Bearer {TOKEN}"}
    url = f"{served.url}/graph/v26.0/{PNID}/{path}"
    return requests.post(url, headers=headers, timeout=5, **more).json()


def test_files_go_both_ways_and_are_seen_and_heard(served, page) -> None:
    files = [("صورة.png", "image/png", picture("PNG")), ("فاتورة.pdf", "application/pdf", b"%PDF-1.7")]
    for count, (name, mime_type, data) in enumerate(files, start=1):
        page.set_input_files("#file", {"name": name, "mimeType": mime_type, "buffer": data})
        expect(page.locator(".mine")).to_have_count(count)
    served.meta.due()
    assert [message["type"] for message in served.business.messages] == ["image", "document"]
    assert served.business.messages[1]["document"]["filename"] == "فاتورة.pdf"

    phone = next(iter(served.meta.customers.values())).phone
    note = voice_note(sound("chrome")).data
    for kind, data, mime_type, name in (
        ("audio", note, "audio/ogg", "voice.ogg"),
        ("image", picture("JPEG"), "image/jpeg", "a.jpg"),
        ("document", b"%PDF-1.7", "application/pdf", "a.pdf"),
    ):
        form = {"messaging_product": "whatsapp", "type": mime_type}
        media = {"id": post(served, "media", data=form, files={"file": (name, data, mime_type)})["id"]}
        media |= {"audio": {"voice": True}, "document": {"filename": name}}.get(kind, {})
        message = {"messaging_product": "whatsapp", "to": phone, "type": kind, kind: media}
        assert post(served, "messages", json=message)["messages"]
    served.clock.pass_by(5)
    served.meta.due()
    expect(page.locator(".theirs a.card")).to_have_attribute("download", "a.pdf")
    expect(page.locator(".theirs img.image")).to_have_js_property("naturalWidth", 40)
    heard = page.locator(".theirs audio").evaluate(
        "sound => new Promise(done => { sound.onended = () => done(sound.duration); sound.play(); })"
    )
    assert heard == pytest.approx(0.5, abs=0.1)


def send_template(served: Served, name: str, *components: dict[str, Any]) -> str:
    """To the only customer; returns the wamid."""
    [customer] = served.meta.customers.values()
    asked = {"messaging_product": "whatsapp", "to": customer.phone, "type": "template"}
    answer = post(served, "messages", json=asked | {"template": template(name, *components)})
    return answer["messages"][0]["id"]


def gift_boxes() -> list[dict[str, Any]]:
    links = [TRACK | {"index": "1", "parameters": texts(f"box-{n}")} for n in (0, 1)]
    return [body("سارة"), carousel(*(card(n, PICTURE, body("120"), link) for n, link in enumerate(links)))]


def flash_sale(ends: float) -> list[dict[str, Any]]:
    code = CODE | {"parameters": [{"type": "coupon_code", "coupon_code": "NAKHEEL25"}]}
    link = TRACK | {"index": "1", "parameters": texts("dates")}
    return [PICTURE, body("سارة"), offer(expiration_time_ms=int(ends * 1000)), code, link]


def branch_location() -> list[dict[str, Any]]:
    place = PLACE["parameters"][0]["location"] | {"name": "العليا"}
    return [PLACE | {"parameters": [{"type": "location", "location": place}]}, body("9", "11")]


def test_all_of_a_template_is_seen_and_what_can_be_tapped_is_tapped(served, page) -> None:
    [sara] = served.meta.customers.values()
    boxes = send_template(served, "gift_boxes", *gift_boxes())
    send_template(served, "flash_sale", *flash_sale(served.clock.now + 3600))
    send_template(served, "call_us", body("10482"))
    send_template(served, "branch_location", *branch_location())
    served.clock.pass_by(5)
    served.meta.due()

    slides = page.locator(".slide")
    expect(slides).to_have_count(2)
    expect(slides.nth(1).locator("a.choice")).to_have_attribute("href", "https://nakheel.example/box/box-1")
    expect(page.locator(".offer")).to_contain_text("عرض اليوم")
    expect(page.locator(".offer .card-size")).to_be_visible()
    expect(page.locator("a.choice[href='tel:+966110001948']")).to_have_count(1)
    expect(page.locator(".card-name", has_text="العليا")).to_be_visible()
    copied = page.locator("[data-copy]")
    copied.click()
    expect(copied).to_contain_text("NAKHEEL25")
    slides.nth(1).locator("[data-tap]").click()
    expect(page.locator(".mine .quote")).to_contain_text("علب الهدايا الجديدة")
    served.meta.due()
    message = served.business.messages[-1]
    assert (message["type"], message["button"]) == ("button", {"payload": "لدي سؤال", "text": "لدي سؤال"})
    assert message["context"]["id"] == boxes
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    page.click("[data-switch=has_enough]")
    expect(page.locator("[data-switch=has_enough]")).to_have_attribute("aria-pressed", "true")
    assert sara.has_enough
