"""The whole history is searched from the list, and the open chat by itself."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction
from playwright.sync_api import Page, expect

from whatsapp.models import Conversation, Message, Note

pytestmark = pytest.mark.browser

RARE = {3: "السَّيّارة الأولى <b>جديدة</b>", 90: "والسيارة الثانية", 158: "سيارة ثالثة"}


@pytest.fixture
def long_chat(street) -> Conversation:
    """160 messages, far more than a page; three of them say what is looked for."""
    street.writes(street.meets("أحمد", "+966551234567"), "أهلًا")
    chat = Conversation.objects.get()
    began = datetime.now(UTC) - timedelta(days=2)
    Message.objects.bulk_create(
        Message(
            conversation=chat,
            number=chat.number,
            content=RARE.get(n, f"رسالة رقم {n}"),
            direction="incoming",
            status="received",
            whatsapp_message_id=f"wamid.old{n}",
            created_at=began + timedelta(minutes=n),
        )
        for n in range(160)
    )
    return chat


def expect_marked(page: Page, *words: str) -> None:
    """In the bubble that was jumped to."""
    told = "(words) => [...(CSS.highlights.get('found') ?? [])].map(String).join() === words"
    page.wait_for_function(told, arg=",".join(words))


def test_a_hit_far_up_opens_its_chat_there_and_the_way_down_fills(enter, long_chat, agent):
    Conversation.objects.update(status="resolved")
    page = enter(agent)
    page.locator("#search").press_sequentially("سياره", delay=20)
    hits = page.locator(".hit")
    expect(hits).to_have_count(3)
    expect(page.get_by_text("لا يوجد اسم أو رقم مطابق.")).to_be_visible()
    expect(hits.last.locator("mark")).to_have_text("السَّيّارة")
    expect(hits.last).to_contain_text("<b>جديدة</b>")
    hits.last.locator("a").click()
    first = page.locator(".bubble", has_text="السَّيّارة الأولى")
    expect(first).to_be_in_viewport()
    expect_marked(page, "السَّيّارة")
    expect(page).to_have_url(re.compile(r"search=.*&message=\d+$"))
    page.reload()
    expect(first).to_be_in_viewport()
    expect(hits).to_have_count(3)
    expect(page.locator(".bubble", has_text="رسالة رقم 60")).to_have_count(0)
    page.locator("#newer").scroll_into_view_if_needed()
    expect(page.locator(".bubble", has_text="رسالة رقم 60")).to_have_count(1)
    page.locator("#newer").scroll_into_view_if_needed()
    expect(page.locator("#newer")).to_have_count(0)
    ids = page.evaluate("() => [...document.querySelectorAll('.bubble')].map((b) => +b.id.split('-')[1])")
    newest = Message.objects.order_by("created_at").values_list("pk", flat=True)
    assert ids == list(newest), "each once, in their order, down to the newest"
    page.locator("#search").press("Escape")
    expect(page.locator(".hit")).to_have_count(0)
    page.locator("#search").fill("٠٥٥١٢")
    expect(page.locator(".row")).to_have_count(1)


def test_the_open_chat_is_searched_from_hit_to_hit(enter, long_chat, agent):
    page = enter(agent, f"/whatsapp/chat/{long_chat.pk}")
    page.get_by_role("button", name="البحث في هذه المحادثة").first.click()
    field = page.locator("#chat-search input")
    expect(field).to_be_focused()
    field.fill("السيارة")
    said = page.locator("#chat-search [data-said]")
    expect(said).to_have_text("1 من 3")
    expect(page.locator(".bubble", has_text="سيارة ثالثة")).to_be_in_viewport()
    field.press("Enter")
    expect(said).to_have_text("2 من 3")
    expect(page.locator(".bubble", has_text="والسيارة الثانية")).to_be_in_viewport()
    page.get_by_role("button", name="النتيجة الأقدم").click()
    expect(said).to_have_text("3 من 3")
    expect(page.locator(".bubble", has_text="السَّيّارة الأولى")).to_be_in_viewport()
    expect(page.get_by_role("button", name="النتيجة الأقدم")).to_be_disabled()
    page.get_by_role("button", name="النتيجة الأحدث").click()
    expect(said).to_have_text("2 من 3")
    expect_marked(page, "والسيارة")
    field.fill("دراجة")
    expect(said).to_have_text("لا توجد رسالة فيها هذه الكلمات.")
    field.press("Escape")
    expect(field).to_be_hidden()
    expect(page.get_by_role("button", name="البحث في هذه المحادثة").first).to_be_focused()
    expect_marked(page)
    with transaction.atomic():  # or a refresh sees it among the newest, and takes it away when it is marked
        Note.objects.create(conversation=long_chat, content="وعدناه بخصم", by=agent)
        Note.objects.update(created_at=long_chat.messages.order_by("created_at")[100].created_at)
    page.keyboard.press("Control+Shift+KeyF")
    expect(field).to_be_focused()
    field.fill("وعدناه")
    expect(said).to_have_text("1 من 1")
    expect(page.locator(".bubble-note")).to_be_in_viewport()
    expect_marked(page, "وعدناه")
