import re
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from whatsapp.models import Conversation, Message, MessageTemplate, Price, Upload
from whatsapp.outbound.attach import send_file
from whatsapp.tests.codecs.recorded import picture
from whatsapp.tests.conftest import signed_in
from whatsapp.tests.message_templates.rows import stored

from .conftest import HTMX

SEARCHES = HTMX | {"HX-Target": "template-rows"}


def address(conversation: Conversation, template: MessageTemplate | None = None, step: str = "") -> str:
    return f"/whatsapp/chat/{conversation.pk}/templates" + (f"/{template.pk}{step}" if template else "")


def test_only_what_can_be_sent_is_offered_the_last_used_first(agent, outsider, conversation, number) -> None:
    for name, language in (
        ("order_shipped", "ar"),
        ("order_shipped", "en"),
        ("ramadan_offer", "ar"),
        ("invoice", "ar"),
    ):
        stored(number, name, language)
    stored(number, "feedback_request", name="gone_since")
    MessageTemplate.objects.filter(name="gone_since").update(gone_at=datetime.now(UTC))
    MessageTemplate.objects.filter(name="invoice").update(last_used_at=datetime.now(UTC))
    client = signed_in(agent)
    page = client.get(address(conversation)).content.decode()
    assert "<html" in page
    assert 0 < page.index("أُرسلت مؤخرًا") < page.index("invoice") < page.index("order_shipped")
    assert "ramadan_offer" not in page
    assert "gone_since" not in page
    assert "العربية" in page
    assert "English" in page

    def found(**query: str) -> str:
        return client.get(address(conversation), query, headers=SEARCHES).content.decode()

    assert found(search="الشحنة nothing").count("picker-row") == 1  # the list itself, and no row
    assert "is on its way" in found(search="order way")
    assert "مرحباً" not in found(language="en")
    assert "order_shipped" in found(search="في الطريق")
    assert signed_in(outsider).get(address(conversation)).status_code == 403


def test_the_form_is_filled_with_the_name_and_its_preview_follows(
    agent, outsider, conversation, number
) -> None:
    template = stored(number, "order_shipped")
    client = signed_in(agent)
    form = client.get(address(conversation, template), headers=HTMX).content.decode()
    assert 'name="first_name" value="أمل"' in form
    assert 'name="order_number" value=""' in form
    assert 'name="button.0"' in form
    assert '<bdi class="value">أمل</bdi>' in form
    assert '<bdi class="blank">{{order_number}}</bdi>' in form
    typed = {"first_name": "<b>Sara</b>", "order_number": "A-7 (2)", "button.0": "x", "button.1": "y"}
    preview = client.post(address(conversation, template, "/preview"), typed).content.decode()
    assert "مرحباً <bdi" in preview
    assert "&lt;b&gt;Sara&lt;/b&gt;" in preview
    assert '<bdi class="value">A-7 (2)</bdi>' in preview
    assert "https://nakheel.example/track/x" in preview
    assert not Message.objects.exists()
    for step in ("", "/preview"):
        assert signed_in(outsider).post(address(conversation, template, step), typed).status_code == 403


def test_it_is_sent_once_and_shown_as_a_bubble(agent, outsider, conversation, number) -> None:
    template = stored(number, "order_shipped")
    Conversation.objects.update(last_inbound_at=None)
    typed = {"first_name": "Sara", "order_number": "A-7 (2)", "button.0": "10482", "client_id": "c1"}
    client = signed_in(agent)
    answers = [client.post(address(conversation, template), typed, headers=HTMX) for _ in range(2)]
    assert [(a.status_code, a["HX-Trigger"]) for a in answers] == [(204, "template-sent")] * 2
    message = Message.objects.get()
    assert (message.sent_by, message.client_id, message.message_type) == (agent, "c1", "template")
    page = client.get(f"/whatsapp/chat/{conversation.pk}").content.decode()
    for words in (
        '<bdi class="value">A-7 (2)</bdi>',
        "تتبّع الشحنة",
        "مرحباً Sara، طلبك رقم A-7 (2) في الطريق إليك.",
    ):
        assert words in page
    without_scripts = client.post(address(conversation, template), typed)
    assert without_scripts["Location"] == f"/whatsapp/chat/{conversation.pk}"
    assert signed_in(outsider).post(address(conversation, template), typed).status_code == 403
    assert Client().post(address(conversation, template), typed).status_code == 302
    assert Message.objects.count() == 1


def test_faults_stand_beside_their_fields_and_what_was_typed_stays(
    agent, outsider, conversation, number
) -> None:
    template = stored(number, "order_shipped")
    typed = {"first_name": "a      b", "order_number": "A-7"}
    response = signed_in(agent).post(address(conversation, template), typed, headers=HTMX)
    html = response.content.decode()
    assert response.status_code == 422
    assert html.count('aria-invalid="true"') == 2
    assert 'value="A-7"' in html
    paused = stored(number, "weekend_sale")
    assert signed_in(agent).get(address(conversation, paused)).status_code == 404
    conversation.contact.wants_marketing = False
    conversation.contact.save(update_fields=["wants_marketing"])
    offer = stored(number, "welcome_back")
    refused = signed_in(agent).post(address(conversation, offer), {"1": "x"}, headers=HTMX)
    assert "تسويقية" in refused.content.decode()
    assert not Message.objects.exists()
    assert signed_in(outsider).post(address(conversation, template), typed).status_code == 403


def test_a_file_is_chosen_stays_with_the_form_and_is_seen_in_the_bubble(
    agent, manager, outsider, conversation, number
) -> None:
    template = stored(number, "new_arrivals")
    client = signed_in(agent)
    photo = SimpleUploadedFile("تمر.jpg", picture("JPEG"))
    refused = client.post(
        address(conversation, template), {"1": "", "header.media.file": photo}, headers=HTMX
    )
    assert refused.status_code == 422
    html = refused.content.decode()
    assert "تمر.jpg" in html
    [key] = re.findall(r'name="header.media.kept" value="([^"]+)"', html)
    look = f"/whatsapp/kept/{key}"
    assert look in html
    assert client.get(look)["Content-Type"] == "image/jpeg"
    assert signed_in(manager).get(look).status_code == 404  # signed for the one who chose it
    assert client.get(f"{look}x").status_code == 404
    assert signed_in(outsider).get(look).status_code == 403
    typed = {"1": "سارة", "header.media.kept": key}
    preview = client.post(address(conversation, template, "/preview"), typed).content.decode()
    assert look in preview
    assert client.post(address(conversation, template), typed, headers=HTMX).status_code == 204
    message = Message.objects.get()
    page = client.get(f"/whatsapp/chat/{conversation.pk}").content.decode()
    assert f'<a class="photo" href="/api/whatsapp/media/{message.pk}"' in page
    assert signed_in(outsider).post(address(conversation, template), typed).status_code == 403


def test_a_file_that_was_sent_before_is_offered_again_to_the_kind_of_heading_that_takes_it(
    agent, conversation, number
) -> None:
    client = signed_in(agent)
    for data, name in ((picture("JPEG"), "old.jpg"), (b"%PDF-1.7", "old.pdf")):
        message, _new = send_file(conversation, ContentFile(data, name=name), by=agent)
        Upload.objects.create(
            stored=message.file.stored, number=number, media_id=name, ends_at=timezone.now()
        )
    for name, offered, left_out in (
        ("new_arrivals", "old.jpg", "old.pdf"),
        ("invoice", "old.pdf", "old.jpg"),
    ):
        html = client.get(address(conversation, stored(number, name))).content.decode()
        assert offered in html
        assert left_out not in html


@pytest.mark.parametrize(
    ("file", "words"),
    [((b"%PDF-1.7", "a.pdf"), "هنا مكان صورة"), ((b"MZ" + bytes(99), "a.jpg"), "لا يقبل واتساب هذا النوع")],
    ids=["another kind", "a program"],
)
def test_a_file_that_does_not_belong_there_is_refused_beside_its_field(
    agent, conversation, number, file, words
) -> None:
    chosen = SimpleUploadedFile(file[1], file[0])
    typed = {"1": "سارة", "header.media.file": chosen}
    response = signed_in(agent).post(address(conversation, stored(number, "new_arrivals")), typed)
    assert response.status_code == 422
    assert words in response.content.decode()
    assert not Message.objects.exists()


def test_a_carousel_has_its_fields_card_by_card_and_its_pictures_in_the_bubble(
    agent, manager, outsider, conversation, number
) -> None:
    template, client = stored(number, "gift_boxes"), signed_in(agent)
    form = client.get(address(conversation, template)).content.decode()
    assert form.index("البطاقة 1") < form.index('name="card.0.1"') < form.index("البطاقة 2")
    typed = {"1": "سارة", "card.0.1": "120", "card.0.button.1": "a", "card.1.1": "90", "card.1.button.1": "b"}
    for card in (0, 1):
        typed[f"card.{card}.header.media.file"] = SimpleUploadedFile(f"{card}.png", picture("PNG"))
    assert client.post(address(conversation, template), typed).status_code == 302
    message = Message.objects.get()
    shown = f"/whatsapp/chat/{conversation.pk}/cards/{message.pk}/1"
    assert shown in client.get(f"/whatsapp/chat/{conversation.pk}").content.decode()
    assert client.get(shown)["Content-Type"] in ("image/png", "image/webp")
    assert client.get(f"{shown}1").status_code == 404
    Upload.objects.create(
        stored=message.card_files.first().stored, number=number, media_id="9", ends_at=timezone.now()
    )
    assert "0.png" in client.get(address(conversation, stored(number, "new_arrivals"))).content.decode()
    assert signed_in(outsider).get(shown).status_code == 403


def test_what_can_not_be_sent_is_shown_with_the_reason_and_without_a_button(
    agent, conversation, number
) -> None:
    stored(number, "welcome_back")
    template = stored(number, "our_products")
    assert signed_in(agent).get(address(conversation)).content.decode().count("للاطلاع فقط") == 1
    page = signed_in(agent).get(address(conversation, template)).content.decode()
    assert "تصفّح أحدث منتجاتنا" in page
    assert "كتالوج" in page
    assert "button template-send" not in page
    refused = signed_in(agent).post(address(conversation, template), {})
    assert refused.status_code == 422
    assert not Message.objects.exists()


def test_what_it_costs_stands_in_the_form_where_a_price_list_is_loaded(agent, conversation, number) -> None:
    client, template = signed_in(agent), stored(number, "welcome_back")
    assert "picker-cost" not in client.get(address(conversation, template)).content.decode()
    Price.objects.create(market="SA", currency="SAR", marketing=Decimal("0.17"), utility=Decimal("0.04"))
    assert "0.17 SAR" in client.get(address(conversation, template)).content.decode()
    Conversation.objects.update(last_inbound_at=timezone.now())
    utility = stored(number, "order_confirmation")
    assert "مجاني ما دامت نافذة العميل مفتوحة" in client.get(address(conversation, utility)).content.decode()
