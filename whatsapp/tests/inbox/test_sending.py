from datetime import UTC, datetime, timedelta

from django.test import Client

from whatsapp.models import Conversation, Message
from whatsapp.tests.conftest import signed_in

from .conftest import HTMX


def send_address(conversation: Conversation) -> str:
    return f"/whatsapp/chat/{conversation.pk}/send"


def test_sending_writes_a_pending_message_of_the_sender(agent, outsider, conversation):
    body = {"text": "أهلاً", "client_id": "c1"}
    response = signed_in(agent).post(send_address(conversation), body, headers=HTMX)
    assert response.status_code == 204
    message = Message.objects.get()
    assert (message.content, message.status, message.sent_by) == ("أهلاً", "pending", agent)
    assert signed_in(outsider).post(send_address(conversation), body).status_code == 403
    assert Message.objects.count() == 1


def test_a_double_click_is_one_message(agent, outsider, conversation):
    body = {"text": "once", "client_id": "c1"}
    client = signed_in(agent)
    answers = [client.post(send_address(conversation), body, headers=HTMX).status_code for _ in range(5)]
    assert answers == [204] * 5
    assert Message.objects.count() == 1
    assert signed_in(outsider).post(send_address(conversation), body).status_code == 403


def test_without_javascript_the_chat_comes_back(agent, outsider, conversation):
    response = signed_in(agent).post(send_address(conversation), {"text": "plain", "client_id": "c1"})
    assert response.status_code == 302
    assert response["Location"] == f"/whatsapp/chat/{conversation.pk}"
    assert signed_in(outsider).post(send_address(conversation), {"text": "x"}).status_code == 403


def test_a_closed_window_is_a_conflict_that_says_why_and_keeps_the_text(agent, outsider, conversation):
    Conversation.objects.update(last_inbound_at=datetime.now(UTC) - timedelta(hours=24, seconds=1))
    client, body = signed_in(agent), {"text": "too late", "client_id": "c1"}
    refused = client.post(send_address(conversation), body, headers=HTMX)
    assert refused.status_code == 409
    assert "24 ساعة" in refused.content.decode()
    assert refused["Content-Type"].startswith("text/plain")
    page = client.post(send_address(conversation), body)
    assert page.status_code == 409
    assert "too late</textarea>" in page.content.decode()
    assert Message.objects.count() == 0
    assert signed_in(outsider).post(send_address(conversation), body).status_code == 403


def test_nothing_and_too_much_are_refused_in_words(agent, outsider, conversation):
    client = signed_in(agent)
    for text, words in (("  \n", "اكتب شيئًا"), ("x" * 4097, "4096"), ("\0", "اكتب شيئًا")):
        refused = client.post(send_address(conversation), {"text": text}, headers=HTMX)
        assert refused.status_code == 422
        assert words in refused.content.decode()
    assert Message.objects.count() == 0
    assert signed_in(outsider).post(send_address(conversation), {"text": "x"}).status_code == 403


def test_sending_by_get_is_not_possible(agent, outsider, conversation):
    assert signed_in(agent).get(send_address(conversation)).status_code == 405
    assert signed_in(outsider).get(send_address(conversation)).status_code == 403


def test_a_form_of_another_site_is_refused_in_words(agent, conversation):
    client = Client(enforce_csrf_checks=True)
    client.force_login(agent)
    response = client.post(send_address(conversation), {"text": "forged"})
    assert response.status_code == 403
    assert "انتهت صلاحية النموذج" in response.content.decode()
    assert Message.objects.count() == 0


def test_a_stranger_who_sends_is_401_to_htmx(client, conversation):
    assert client.post(send_address(conversation), {"text": "x"}, headers=HTMX).status_code == 401
    assert Message.objects.count() == 0
