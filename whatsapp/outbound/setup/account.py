"""The account and the number at Meta, and the road that webhooks take to us."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from django.conf import settings

from whatsapp.cloud_api.client import Client
from whatsapp.cloud_api.errors import Refused
from whatsapp.models import BusinessNumber

from .findings import Finding

WEBHOOK = "/api/whatsapp/webhook"
NEEDED_FIELD = "messages"
OF_THE_NUMBER = "display_phone_number,status,platform_type,quality_rating,health_status,webhook_configuration"
NEAREST_FIRST = ("phone_number", "whatsapp_business_account", "application")
"""Of several callbacks the one that is set closest to the number is called."""


def check_subscription(client: Client, number: BusinessNumber) -> Iterator[Finding]:
    apps = client.get(f"{number.waba_id}/subscribed_apps").get("data") or []
    ids = {str((app.get("whatsapp_business_api_data") or {}).get("id")) for app in apps}
    ours = settings.WHATSAPP_APP_ID
    subscribed = (ours in ids) if ours else bool(ids)
    what = "subscribed" if subscribed else "not_subscribed"
    yield Finding("subscription", what, {"account": number.waba_id})


def check_fields(client: Client, number: BusinessNumber) -> Iterator[Finding]:
    hooks = _hooks_of_the_app(client)
    if hooks is None:
        yield Finding("fields", "fields_unknown")
        return
    names = {
        field.get("name")
        for hook in hooks
        if hook.get("object") == "whatsapp_business_account"
        for field in hook.get("fields") or []
    }
    yield Finding("fields", "fields_complete" if NEEDED_FIELD in names else "fields_lack_messages")


def _hooks_of_the_app(client: Client) -> list[dict[str, Any]] | None:
    """Told to the app only. None where its ID or its secret is missing or wrong."""
    app_id = settings.WHATSAPP_APP_ID
    for secret in settings.WHATSAPP_APP_SECRETS if app_id else []:
        try:
            app = replace(client, access_token=f"{app_id}|{secret}")
            return list(app.get(f"{app_id}/subscriptions").get("data") or [])
        except Refused:
            continue
    return None


def check_number(client: Client, number: BusinessNumber) -> Iterator[Finding]:
    told = client.get(number.phone_number_id, fields=OF_THE_NUMBER)
    yield _of_its_state(number, told)
    yield _of_its_callback(told.get("webhook_configuration") or {})


def _of_its_state(number: BusinessNumber, told: dict[str, Any]) -> Finding:
    status, quality = str(told.get("status") or ""), str(told.get("quality_rating") or "")
    health = told.get("health_status") or {}
    facts = {"number": str(told.get("display_phone_number") or number), "quality": quality, "status": status}
    if told.get("platform_type") not in (None, "CLOUD_API"):
        return Finding("number", "number_unregistered", facts | {"id": number.phone_number_id})
    if health.get("can_send_message") == "BLOCKED":
        return Finding("number", "number_blocked", facts | {"why": _why(health)})
    if status not in ("", "CONNECTED"):
        return Finding("number", "number_not_connected", facts)
    return Finding("number", "number_poor" if quality == "RED" else "number_ready", facts)


def _why(health: dict[str, Any]) -> str:
    """Meta's own words."""
    errors = (error for entity in health.get("entities") or [] for error in entity.get("errors") or [])
    said = (
        str(error.get(key) or "") for error in errors for key in ("error_description", "possible_solution")
    )
    return " ".join(filter(None, said))[:500]


def _of_its_callback(callbacks: dict[str, str]) -> Finding:
    called = next((callbacks[level] for level in NEAREST_FIRST if callbacks.get(level)), "")
    ours = settings.PUBLIC_URL + WEBHOOK if settings.PUBLIC_URL else ""
    if not called:
        return Finding("callback", "callback_none", {"ours": ours or WEBHOOK})
    if ours and called != ours:
        return Finding("callback", "callback_elsewhere", {"called": called, "ours": ours})
    return Finding("callback", "callback_ours" if ours else "callback_not_compared", {"called": called})
