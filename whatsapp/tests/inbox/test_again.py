from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from whatsapp.models import Conversation, Message
from whatsapp.tests.conftest import signed_in

from .bubbles import bubble

HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def failed(conversation: Conversation) -> Message:
    return Message.objects.create(
        conversation=conversation,
        number_id=conversation.number_id,
        direction="outgoing",
        status="failed",
        content="Hello",
        error_code=131026,
        created_at=timezone.now(),
    )


def address(message: Message) -> str:
    return f"/whatsapp/chat/{message.conversation_id}/again/{message.pk}"


def test_a_failed_message_offers_to_be_sent_again_and_is(agent: User, failed: Message) -> None:
    client = signed_in(agent)
    page = client.get(f"/whatsapp/chat/{failed.conversation_id}").content.decode()
    assert f'data-again="{address(failed)}"' in page
    assert client.post(address(failed), **HTMX).status_code == 204
    failed.refresh_from_db()
    assert (failed.status, failed.error_code) == ("pending", None)


def test_what_came_too_late_offers_a_template_in_its_own_bubble(
    agent: User, outsider: User, failed: Message
) -> None:
    client, page = signed_in(agent), f"/whatsapp/chat/{failed.conversation_id}"
    for code, offers in ((131026, False), (131047, True)):
        Message.objects.filter(pk=failed.pk).update(error_code=code)
        shown = bubble(client.get(page).content.decode().split('id="sending"')[0], failed)
        assert (f'href="{page}/templates"' in shown) is offers
    assert signed_in(outsider).get(page).status_code == 403


def test_the_second_click_hears_that_it_is_on_its_way(agent: User, failed: Message) -> None:
    client = signed_in(agent)
    client.post(address(failed), **HTMX)
    answer = client.post(address(failed), **HTMX)
    assert (answer.status_code, bool(answer.content)) == (409, True)


def test_what_is_unknown_asks_after_ten_minutes(agent: User, failed: Message) -> None:
    for minutes, asks in ((9, False), (10, True)):
        Message.objects.filter(pk=failed.pk).update(
            status="unknown",
            error_code=None,
            attempted_at=timezone.now() - timedelta(minutes=minutes, seconds=1),
        )
        page = signed_in(agent).get(f"/whatsapp/chat/{failed.conversation_id}").content.decode()
        assert ("data-again" in page) is asks


def test_a_message_of_another_chat_is_not_found(agent: User, failed: Message) -> None:
    assert (
        signed_in(agent).post(f"/whatsapp/chat/{failed.conversation_id + 1}/again/{failed.pk}").status_code
        == 404
    )


def test_nobody_else_may_send_it_again(outsider: User, failed: Message) -> None:
    assert signed_in(outsider).post(address(failed)).status_code == 403
    assert Client().post(address(failed)).status_code == 302
    failed.refresh_from_db()
    assert failed.status == "failed"
