from datetime import UTC, datetime

from django.test import Client

from whatsapp.models import Conversation, Message, MessageTemplate
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
