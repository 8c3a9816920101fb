"""A new chat, from the button beside the list's title to the templates."""

import json

from django.test import Client

from whatsapp.models import AuditEntry, BusinessNumber, Contact, Conversation
from whatsapp.tests.conftest import signed_in

from .conftest import HTMX

NEW, CHECK, LIST = "/whatsapp/chat/new", "/whatsapp/chat/new/check", "/whatsapp/chat"


def test_what_is_typed_is_shown_as_whom_it_means(agent, outsider, conversation, settings) -> None:
    settings.WHATSAPP_DEFAULT_REGION = "SA"
    client = signed_in(agent)

    def seen(typed: str, **more: object) -> str:
        page = client.post(CHECK, {"phone": typed, **more}, headers=HTMX).content.decode()
        return page.replace("\u00a0", " ")

    assert "+966 54 000 0000" in seen("٠٥٤ ٠٠٠ ٠٠٠٠")
    assert "أمل" not in seen("0540000000")
    assert "لديك محادثة مع <bdi>أمل</bdi>" in seen("00966 (0)55-123-4567")
    other = BusinessNumber.objects.create(phone_number_id="2", display_phone_number="+966 11 222 3333")
    assert "أمل" not in seen("0551234567", number=other.pk)
    assert "هذا ليس رقم هاتف" in seen("0551")
    assert seen("").strip() == ""
    assert "+966 11 222 3333" in client.get(NEW, headers=HTMX).content.decode()
    assert not AuditEntry.objects.exists()
    assert signed_in(outsider).post(CHECK, {"phone": "0551234567"}, headers=HTMX).status_code == 403


def test_who_has_a_chat_is_led_to_it_and_who_has_none_to_the_templates(
    agent, outsider, conversation, settings
) -> None:
    settings.WHATSAPP_DEFAULT_REGION = "SA"
    Conversation.objects.update(last_message_type="text")
    client = signed_in(agent)
    old = client.post(NEW, {"phone": "+966 55 123 4567"}, headers=HTMX)
    assert json.loads(old["HX-Location"])["path"] == f"/whatsapp/chat/{conversation.pk}"
    assert json.loads(old["HX-Trigger"]) == {"chat-started": {"isNew": False}}
    assert Conversation.objects.count() == 1
    other = BusinessNumber.objects.create(phone_number_id="2")
    new = client.post(NEW, {"phone": "0540000000", "number": other.pk}, headers=HTMX)
    started = Conversation.objects.get(contact__phone="966540000000")
    assert (started.number, json.loads(new["HX-Trigger"])["chat-started"]) == (other, {"isNew": True})
    assert (
        client.post(NEW, {"phone": "0540000000", "number": other.pk}).url == f"{LIST}/{started.pk}/templates"
    )
    assert client.post(NEW, {"phone": "0551234567"}).url == f"{LIST}/{conversation.pk}"
    assert client.post(NEW, {"phone": "0540000000", "number": "77"}).status_code == 404
    refused = client.post(NEW, {"phone": "12"}, headers=HTMX)
    assert (refused.status_code, "هذا ليس رقم هاتف" in refused.content.decode()) == (422, True)
    assert Contact.objects.count() == 2
    assert signed_in(outsider).post(NEW, {"phone": "0540000001"}).status_code == 403
    assert Client().get(NEW).status_code == 302


def test_a_chat_in_which_nothing_was_written_is_not_listed(agent, outsider, conversation) -> None:
    client = signed_in(agent)
    client.post(NEW, {"phone": "+966540000000"}, headers=HTMX)
    page = client.get(LIST).content.decode()
    assert 'href="/whatsapp/chat/new"' in page
    started = Conversation.objects.exclude(pk=conversation.pk).get()
    row = f'id="chat-{started.pk}"'
    assert row not in page
    started.scheduled.create(content="the answer")
    assert row in client.get(LIST, headers=HTMX).content.decode()
    started.scheduled.all().delete()
    Conversation.objects.filter(pk=started.pk).update(last_message_type="template")
    assert row in client.get(LIST, headers=HTMX).content.decode()
    assert signed_in(outsider).get(NEW).status_code == 403
