from datetime import timedelta

import pytest
from django.utils import timezone

from whatsapp.conversations.listing import PAGE
from whatsapp.models import Message, Reaction
from whatsapp.tests.conftest import signed_in

from .conftest import NOON, add_conversation, add_message, anonymous, by_session, refusal

pytestmark = pytest.mark.django_db


def test_a_message_has_the_fields_of_the_contract(api, conversation, outsider):
    message = add_message(
        conversation, content="مرحباً", whatsapp_message_id="wamid.1", quoted_wamid="wamid.0"
    )
    body = api.get(f"messages/{conversation.pk}").json()
    assert body == {
        "results": [
            {
                "id": message.pk,
                "conversation_id": conversation.pk,
                "message_type": "text",
                "content": "مرحباً",
                "media_url": "",
                "media_mime_type": "",
                "direction": "incoming",
                "status": "received",
                "error": None,
                "whatsapp_message_id": "wamid.1",
                "sent_by": None,
                "reply_to": "wamid.0",
                "reactions": [],
                "created_at": "2026-11-23T12:00:00Z",
            }
        ],
        "next": None,
    }
    assert refusal(by_session(outsider).get(f"messages/{conversation.pk}")) == (403, "forbidden")


def test_a_failed_message_says_why_and_what_to_do(api, conversation, agent):
    add_message(
        conversation,
        direction="outgoing",
        status="failed",
        sent_by=agent,
        error_code=131047,
        error_title="Re-engagement message",
    )
    (row,) = api.get(f"messages/{conversation.pk}").json()["results"]
    assert set(row["error"]) == {"code", "title", "advice"}
    assert (row["error"]["code"], row["error"]["title"]) == (131047, "Re-engagement message")
    assert row["error"]["advice"]
    assert (row["sent_by"], row["whatsapp_message_id"]) == (agent.pk, None)
    assert refusal(anonymous().get(f"messages/{conversation.pk}"))[0] == 401


def test_what_failed_without_a_code_has_advice_too(script, conversation):
    add_message(conversation, direction="outgoing", status="failed", error_title="No connection to WhatsApp")
    (row,) = script.get(f"messages/{conversation.pk}").json()["results"]
    assert row["error"]["code"] is None
    assert row["error"]["advice"]


def test_the_thread_comes_newest_first_page_by_page_even_at_one_moment(api, conversation, outsider):
    made = [add_message(conversation).pk for _ in range(PAGE + 1)]
    oldest = add_message(conversation, created_at=NOON - timedelta(days=1)).pk
    first = api.get(f"messages/{conversation.pk}").json()
    second = api.get(f"messages/{conversation.pk}", cursor=first["next"]).json()
    seen = [row["id"] for page in (first, second) for row in page["results"]]
    assert seen == [*sorted(made, reverse=True), oldest]
    assert (len(first["results"]), second["next"]) == (PAGE, None)
    assert refusal(by_session(outsider).get(f"messages/{conversation.pk}", cursor=first["next"]))[0] == 403


def test_a_thread_has_its_own_messages_only(script, conversation, number):
    add_message(add_conversation(number, "966500000001"))
    assert script.get(f"messages/{conversation.pk}").json() == {"results": [], "next": None}
    assert refusal(anonymous().get(f"messages/{conversation.pk}"))[0] == 401


def test_reactions_come_with_their_message(agent, conversation):
    message = Message.objects.create(
        conversation=conversation,
        number_id=conversation.number_id,
        direction="incoming",
        status="received",
        origin="customer",
        content="شكرًا",
        whatsapp_message_id="wamid.reacted",
        created_at=timezone.now(),
    )
    for contact, emoji in ((conversation.contact, "❤️"), (None, "👍")):
        Reaction.objects.create(
            number_id=conversation.number_id,
            target_wamid="wamid.reacted",
            contact=contact,
            emoji=emoji,
            wamid=f"wamid.{emoji}",
            at=timezone.now(),
        )
    (row,) = signed_in(agent).get(f"/api/whatsapp/messages/{conversation.pk}").json()["results"]
    assert row["id"] == message.pk
    assert row["reactions"] == [
        {"emoji": "❤️", "count": 1, "is_ours": False},
        {"emoji": "👍", "count": 1, "is_ours": True},
    ]


def test_what_its_author_deleted_has_no_text(agent, outsider, conversation):
    Message.objects.create(
        conversation=conversation,
        number_id=conversation.number_id,
        direction="incoming",
        status="received",
        origin="customer",
        content="secret",
        whatsapp_message_id="wamid.deleted",
        revoked_at=timezone.now(),
        created_at=timezone.now(),
    )
    answer = signed_in(agent).get(f"/api/whatsapp/messages/{conversation.pk}")
    assert answer.json()["results"][0]["content"] == ""
    assert "secret" not in answer.content.decode()
    assert signed_in(outsider).get(f"/api/whatsapp/messages/{conversation.pk}").status_code == 403
