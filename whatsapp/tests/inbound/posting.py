"""Webhooks as Meta posts them, straight to what takes them in: kept and applied before the answer comes."""

from typing import Any

from whatsapp.cloud_api.signature import sign
from whatsapp.inbound.keep import keep_and_apply
from whatsapp.inbound.webhook import Webhook
from whatsapp.tests.asgi import Answer, call_at_once

SECRET, TOKEN = "test_app_secret", "test-webhook-token"
PATH = "/api/whatsapp/webhook"


class AtOnce:
    """Keeps as the journal does, in the caller's own thread."""

    async def keep(self, body: bytes) -> None:
        keep_and_apply([body])


def webhook(*secrets: str, token: str = TOKEN) -> Webhook:
    return Webhook(AtOnce(), secrets=secrets or [SECRET], verify_token=token)  # type: ignore[arg-type]


def post(body: bytes, signature: str | None = None, **more: Any) -> Answer | None:
    """Signed as Meta would, unless another signature is given; an empty one is no header at all."""
    header = sign(body, SECRET) if signature is None else signature
    headers = [("X-Hub-Signature-256", header)] if header else []
    return call_at_once(webhook(), "POST", PATH, headers=headers, **{"chunks": [body], **more})


def post_with(headers: list[tuple[str, str]], body: bytes, *secrets: str) -> Answer | None:
    return call_at_once(webhook(*secrets), "POST", PATH, headers=headers, chunks=[body])


def status_of(answer: Answer | None) -> int:
    assert answer is not None
    return answer.status
