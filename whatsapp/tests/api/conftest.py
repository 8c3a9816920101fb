"""The two ways to sign in, so that each route is tried by both; and whom none of them lets in."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client

from whatsapp.models import ApiToken, BusinessNumber, Contact, Conversation, Message

CSRF = "c" * 32
NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


class Caller:
    """Speaks JSON to `/api/whatsapp/`; CSRF is enforced as it is for a browser."""

    def __init__(self, headers: dict[str, str] | None = None) -> None:
        self.client = Client(enforce_csrf_checks=True)
        self.headers = headers or {}

    def get(self, path: str, **query: Any) -> Any:
        return self.client.get(f"/api/whatsapp/{path}", query, headers=self.headers)

    def post(self, path: str, body: Any = None) -> Any:
        """`body` as JSON; bytes as they are."""
        return self.client.post(
            f"/api/whatsapp/{path}",
            data=body if isinstance(body, bytes) else body or {},
            content_type="application/json",
            headers=self.headers,
        )


def add_message(conversation, **columns):
    columns = {"direction": "incoming", "status": "received", "created_at": NOON, **columns}
    return Message.objects.create(conversation=conversation, number_id=conversation.number_id, **columns)


def anonymous() -> Caller:
    return Caller()


def by_session(user: User) -> Caller:
    caller = Caller({"X-CSRFToken": CSRF})
    caller.client.force_login(user)
    caller.client.cookies[settings.CSRF_COOKIE_NAME] = CSRF
    return caller


def by_token(user: User) -> Caller:
    return Caller({"Authorization": f"Bearer {ApiToken.create_for(user)}"})


WAYS_IN = {"session": by_session, "token": by_token}


@pytest.fixture(params=WAYS_IN)
def api(request: pytest.FixtureRequest, agent: User) -> Caller:
    """An agent, by session and by token."""
    return WAYS_IN[request.param](agent)


@pytest.fixture
def script(agent: User) -> Caller:
    """An agent's token: enough where the way in makes no difference."""
    return by_token(agent)


def refusal(response: Any) -> tuple[int, str]:
    """Status and code; a refusal of any other shape fails."""
    assert response.headers["Content-Type"].startswith("application/json"), response.content[:200]
    body = response.json()
    assert set(body) == {"error"}
    assert set(body["error"]) == {"code", "message"}
    assert body["error"]["message"]
    return response.status_code, body["error"]["code"]


def add_conversation(number: BusinessNumber, phone: str, **columns: Any) -> Conversation:
    contact = Contact.objects.create(phone=phone, wa_id=phone)
    return Conversation.objects.create(number=number, contact=contact, customer_phone=phone, **columns)
