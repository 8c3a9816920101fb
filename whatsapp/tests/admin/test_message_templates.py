from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile

from whatsapp.message_templates.sync import sync_all
from whatsapp.models import AuditEntry, MessageTemplate
from whatsapp.tests.conftest import signed_in
from whatsapp.tests.message_templates.rows import stored

from .refused import assert_closed_to

LIST = "/admin/whatsapp/messagetemplate/"
WRITTEN = {
    "name": "order_on_its_way",
    "language": "ar",
    "category": "UTILITY",
    "header_format": "",
    "body": "مرحباً {{1}}، طلبك {{2}} في الطريق إليك اليوم.",
    "examples": "سارة\n10482",
    "footer": "متجر نخيل",
    "buttons-TOTAL_FORMS": "10",
    "buttons-INITIAL_FORMS": "0",
    "buttons-0-type": "QUICK_REPLY",
    "buttons-0-text": "مناسب",
}


@pytest.fixture
def client(manager: User) -> Any:
    return signed_in(manager)


def page_of(template: MessageTemplate, step: str = "change/") -> str:
    return f"{LIST}{template.pk}/{step}"


def test_they_are_listed_in_plain_words_and_filtered(
    client: Any, number: Any, agent: User, outsider: User, django_assert_max_num_queries: Any
) -> None:
    for name, language in (
        ("welcome_back", "ar"),
        ("invoice", "en"),
        ("ramadan_offer", "en"),
        ("weekend_sale", "ar"),
    ):
        stored(number, name, language)
    with django_assert_max_num_queries(13):
        html = client.get(LIST).content.decode()
    for words in (
        "معتمد",
        "موقوف مؤقتًا",
        "مرفوض",
        "تسويقي",
        "خدمي",
        "منخفضة",
        "لم تُقيَّم بعد",
        "العربية",
        "جلب من ميتا",
    ):
        assert words in html
    for asked, count in (
        ({"status": "PAUSED"}, 1),
        ({"category": "MARKETING"}, 3),
        ({"language": "en"}, 2),
        ({"quality": "RED"}, 1),
        ({"q": "فاتورة"}, 0),
        ({"q": "invoice"}, 1),
    ):
        assert client.get(LIST, asked).context["cl"].result_count == count, asked
    assert_closed_to(LIST, agent, outsider)


def test_one_is_shown_as_on_the_phone_with_why_it_was_rejected(
    client: Any, number: Any, agent: User, outsider: User
) -> None:
    rejected = stored(number, "ramadan_offer", "en")
    html = client.get(page_of(rejected)).content.decode()
    assert "فيه ترويج" in html
    assert "Ramadan Kareem!" in html
    shown = client.get(page_of(stored(number, "order_shipped"))).content.decode()
    assert '<bdi class="blank">{{first_name}}</bdi>' in shown
    assert "تتبّع الشحنة" in shown
    odd = stored(number, "book_a_visit")
    html = client.get(page_of(odd)).content.decode()
    assert "FLOW" in html
    assert "rewrite/" not in html
    assert_closed_to(page_of(odd), agent, outsider)


def test_the_button_fetches_all_of_them_and_says_what_meta_said_when_it_can_not(
    client: Any, meta: Any, agent: User, outsider: User, settings: Any
) -> None:
    answer = client.post(f"{LIST}sync/", follow=True)
    assert MessageTemplate.objects.count() == len(meta.templates)
    assert f"جُلب {len(meta.templates)}" in answer.content.decode()
    assert client.get(f"{LIST}sync/").status_code == 405
    settings.WHATSAPP_ACCESS_TOKEN = "wrong"
    assert "190" in client.post(f"{LIST}sync/", follow=True).content.decode()
    assert_closed_to(f"{LIST}sync/", agent, outsider, data={})


def test_a_template_is_written_and_handed_in(
    client: Any, meta: Any, manager: User, agent: User, outsider: User
) -> None:
    assert client.get(f"{LIST}write/").status_code == 200
    answer = client.post(f"{LIST}write/", WRITTEN)
    template = MessageTemplate.objects.get()
    assert answer["Location"] == page_of(template)
    assert (template.name, template.status, template.body) == ("order_on_its_way", "PENDING", WRITTEN["body"])
    told = meta.templates[-1]
    assert (told["id"], told["components"]) == (template.meta_id, template.components)
    assert template.components == [
        {"type": "BODY", "text": WRITTEN["body"], "example": {"body_text": [["سارة", "10482"]]}},
        {"type": "FOOTER", "text": "متجر نخيل"},
        {"type": "BUTTONS", "buttons": [{"type": "QUICK_REPLY", "text": "مناسب"}]},
    ]
    entry = AuditEntry.objects.get()
    assert (entry.verb, entry.noun, entry.by) == ("submitted", "messagetemplate", manager)
    again = client.post(f"{LIST}write/", WRITTEN)
    assert "already exists" in again.content.decode()  # Meta's own no
    assert_closed_to(f"{LIST}write/", agent, outsider, data=WRITTEN)


def test_what_meta_would_refuse_never_gets_there_and_stays_in_the_form(
    client: Any, meta: Any, agent: User, outsider: User
) -> None:
    wrong = WRITTEN | {"body": "{{1}} طلبك في الطريق إليك", "name": "Order"}
    html = client.post(f"{LIST}write/", wrong).content.decode()
    assert "{{1}} طلبك في الطريق إليك" in html
    assert "لا يمكن أن يبدأ النص أو ينتهي بمتغيّر" in html
    assert not meta.requests_seen
    preview = client.post(f"{LIST}preview/", wrong).content.decode()
    assert "<html" not in preview
    assert '<bdi class="value">سارة</bdi>' in preview
    assert "لا يمكن أن يبدأ النص" in preview
    assert not MessageTemplate.objects.exists()
    assert_closed_to(f"{LIST}preview/", agent, outsider, data=wrong)


def test_the_sample_of_a_heading_is_uploaded_first(
    client: Any, meta: Any, agent: User, outsider: User
) -> None:
    with_file = WRITTEN | {"header_format": "IMAGE"}
    html = client.post(f"{LIST}write/", with_file).content.decode()
    assert "اختر ملفًا نموذجيًا" in html
    wrong = SimpleUploadedFile("a.pdf", b"%PDF", "application/pdf")
    assert client.post(f"{LIST}write/", with_file | {"header_file": wrong}).status_code == 200
    assert not meta.requests_seen
    picture = SimpleUploadedFile("a.png", b"\x89PNG", "image/png")
    client.post(f"{LIST}write/", with_file | {"header_file": picture})
    header = MessageTemplate.objects.get().components[0]
    assert header == {"type": "HEADER", "format": "IMAGE", "example": header["example"]}
    assert header["example"]["header_handle"][0] in meta.handles
    assert_closed_to(f"{LIST}write/", agent, outsider, data=with_file)


def test_one_is_changed_and_reviewed_again(client: Any, meta: Any, agent: User, outsider: User) -> None:
    sync_all()
    template = MessageTemplate.objects.get(name="delivery_today", language="ar")
    page = page_of(template, "rewrite/")
    html = client.get(page).content.decode()
    assert "المندوب سيصلك اليوم" in html
    assert 'value="غيّر الموعد"' in html
    changed = WRITTEN | {
        "name": "forged",
        "category": "MARKETING",
        "body": "المندوب عندك بين {{1}} و {{2}} إن شاء الله.",
    }
    assert client.post(page, changed)["Location"] == page_of(template)
    told = next(t for t in meta.templates if t["id"] == template.meta_id)
    assert (told["name"], told["category"], told["status"]) == ("delivery_today", "UTILITY", "PENDING")
    assert told["components"][0]["text"] == changed["body"]
    template.refresh_from_db()
    assert template.needs_fetch
    pending = MessageTemplate.objects.get(name="ramadan_offer", language="ar")
    assert client.get(page_of(pending, "rewrite/"))["Location"] == page_of(pending)
    assert_closed_to(page, agent, outsider, data=changed)


def test_one_language_is_deleted_and_the_other_stays(
    client: Any, meta: Any, agent: User, outsider: User
) -> None:
    sync_all()
    template = MessageTemplate.objects.get(name="invoice", language="en")
    page = page_of(template, "remove/")
    assert_closed_to(page, agent, outsider, data={})
    assert client.post(page).status_code == 302
    template.refresh_from_db()
    assert template.gone_at is not None
    assert [t["language"] for t in meta.templates if t["name"] == "invoice"] == ["ar"]
    disabled = MessageTemplate.objects.get(name="old_price_list", language="ar")
    client.post(page_of(disabled, "remove/"))
    disabled.refresh_from_db()
    assert disabled.gone_at is None
    assert AuditEntry.objects.get().verb == "deleted"
