"""Is the access token alive, ours, and allowed to do its work? And is the app secret the app's own?"""

import hashlib
import hmac
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone

from whatsapp.cloud_api.client import Client
from whatsapp.cloud_api.errors import Refused
from whatsapp.models import BusinessNumber

from .findings import Finding

NEEDED_SCOPES = ("whatsapp_business_messaging", "whatsapp_business_management")
EXPIRES_SOON = timedelta(days=14)
NO_TOKEN = (0, 190)
INVALID_PARAMETER = 100


def check_token(client: Client, number: BusinessNumber) -> Iterator[Finding]:
    told = _described(client)
    if not told.get("is_valid"):
        yield Finding("token", "token_invalid")
        return
    faults = [*_of_another_app(told), *_lacks(told), *_blind_to(number.waba_id, told), *_ends_soon(told)]
    yield from faults or [_good_until(told)]


def _described(client: Client) -> dict[str, Any]:
    """By the app's own token where we have one, as Meta wants it; else the token speaks for itself."""
    apps = [f"{settings.WHATSAPP_APP_ID}|{secret}" for secret in settings.WHATSAPP_APP_SECRETS]
    for asking in [*(apps if settings.WHATSAPP_APP_ID else []), client.access_token]:
        try:
            answer = replace(client, access_token=asking).get("debug_token", input_token=client.access_token)
        except Refused as refusal:
            if asking == client.access_token and refusal.code not in NO_TOKEN:
                raise
        else:
            told = answer.get("data")
            return told if isinstance(told, dict) else {}
    return {}


def _of_another_app(told: dict[str, Any]) -> Iterator[Finding]:
    ours, theirs = settings.WHATSAPP_APP_ID, str(told.get("app_id") or "")
    if ours and theirs and ours != theirs:
        yield Finding("token", "token_of_another_app", {"theirs": theirs, "ours": ours})


def _lacks(told: dict[str, Any]) -> Iterator[Finding]:
    missing = [scope for scope in NEEDED_SCOPES if scope not in (told.get("scopes") or [])]
    if missing:
        yield Finding("token", "token_lacks", {"scopes": ", ".join(missing)})


def _blind_to(waba_id: str, told: dict[str, Any]) -> Iterator[Finding]:
    """A permission without a list of targets is good for all of them."""
    for granted in told.get("granular_scopes") or []:
        targets = granted.get("target_ids")
        if (
            waba_id
            and granted.get("scope") in NEEDED_SCOPES
            and targets is not None
            and waba_id not in targets
        ):
            yield Finding("token", "token_blind", {"account": waba_id})
            return


def _ends_soon(told: dict[str, Any]) -> Iterator[Finding]:
    expires = told.get("expires_at") or 0
    if expires and expires - timezone.now().timestamp() < EXPIRES_SOON.total_seconds():
        yield Finding("token", "token_expires", {"day": _day(expires)})


def _good_until(told: dict[str, Any]) -> Finding:
    expires = told.get("expires_at") or 0
    return (
        Finding("token", "token_valid_until", {"day": _day(expires)})
        if expires
        else Finding("token", "token_valid")
    )


def _day(moment: int) -> str:
    return datetime.fromtimestamp(moment, timezone.get_default_timezone()).date().isoformat()


def check_secret(client: Client, number: BusinessNumber) -> Iterator[Finding]:
    """A wrong secret lets us send, and refuses every webhook. Meta tells by the proof that is made with it."""
    secrets = settings.WHATSAPP_APP_SECRETS
    right = [_proves(client, secret) for secret in secrets]
    if not any(right):
        yield Finding("secret", "secret_wrong")
    elif not all(right):
        yield Finding("secret", "secret_rotating", {"right": sum(right), "all": len(right)})
    else:
        yield Finding("secret", "secret_right")


def _proves(client: Client, secret: str) -> bool:
    proof = hmac.new(secret.encode(), client.access_token.encode(), hashlib.sha256).hexdigest()
    try:
        client.get(client.phone_number_id, fields="id", appsecret_proof=proof)
    except Refused as refusal:
        if refusal.code == INVALID_PARAMETER and "appsecret_proof" in refusal.title:
            return False
        raise
    return True
