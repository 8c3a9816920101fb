"""The classic faults of a new installation: is each of them there, and how is it cured (docs/setup.md)?"""

import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from whatsapp.cloud_api.client import Client
from whatsapp.cloud_api.errors import CloudAPIError
from whatsapp.models import BusinessNumber, WebhookEvent

from .channel import client_of

NEEDED_SCOPES = ("whatsapp_business_messaging", "whatsapp_business_management")
WEBHOOK = "/api/whatsapp/webhook"
EXPIRES_SOON = timedelta(days=14)


@dataclass(frozen=True)
class Finding:
    """What was looked at; with a cure, it is at fault."""

    subject: str
    found: str
    cure: str = ""


def findings(number: BusinessNumber) -> Iterator[Finding]:
    """One or more for each check; a check that gets no answer says so, and the others go on."""
    client = client_of(number)
    for subject, check in CHECKS.items():
        try:
            yield from check(subject, client, number)
        except CloudAPIError as error:
            cure = "Look at the code in docs/setup.md; without one, at this machine's way to the internet."
            yield Finding(subject, f"no good answer from Meta ({error})", cure)


def _token(subject: str, client: Client, number: BusinessNumber) -> Iterator[Finding]:
    data: dict[str, Any] = client.get("debug_token", input_token=client.access_token).get("data") or {}
    if not data.get("is_valid"):
        yield Finding(subject, "not valid", "Make a permanent token of a system user: WHATSAPP_ACCESS_TOKEN.")
        return
    missing = [scope for scope in NEEDED_SCOPES if scope not in data.get("scopes", [])]
    if missing:
        yield Finding(subject, f"lacks {', '.join(missing)}", "Make the token again with these permissions.")
    expires = data.get("expires_at") or 0
    left = timedelta(seconds=expires - timezone.now().timestamp()) if expires else None
    if left is not None and left < EXPIRES_SOON:
        yield Finding(subject, f"ends in {max(left.days, 0)} days", "Take a system user's: it never ends.")
    if not missing and (left is None or left >= EXPIRES_SOON):
        yield Finding(subject, "valid" if left is None else f"valid for {left.days} days")


def _subscription(subject: str, client: Client, number: BusinessNumber) -> Iterator[Finding]:
    apps = client.get(f"{number.waba_id}/subscribed_apps").get("data") or []
    ids = {str((app.get("whatsapp_business_api_data") or {}).get("id")) for app in apps}
    ours = settings.WHATSAPP_APP_ID
    if (ours in ids) if ours else ids:
        yield Finding(subject, "the app is subscribed to the account")
    else:
        cure = (
            f"POST /{number.waba_id}/subscribed_apps: else Meta's test works, and real messages never come."
        )
        yield Finding(subject, "the app is not subscribed to the account", cure)


def _number(subject: str, client: Client, number: BusinessNumber) -> Iterator[Finding]:
    fields = "display_phone_number,status,platform_type,quality_rating,webhook_configuration"
    told = client.get(number.phone_number_id, fields=fields)
    status, platform = told.get("status"), told.get("platform_type")
    if platform != "CLOUD_API" or status not in (None, "CONNECTED"):
        yield Finding(
            subject, f"{platform}, {status}", f"Register it: POST /{number.phone_number_id}/register."
        )
    else:
        yield Finding(subject, f"{told.get('display_phone_number')}, quality {told.get('quality_rating')}")
    callback = next(iter((told.get("webhook_configuration") or {}).values()), "")
    if settings.PUBLIC_URL and callback and callback != settings.PUBLIC_URL + WEBHOOK:
        cure = f"In the app's WhatsApp > Configuration enter {settings.PUBLIC_URL + WEBHOOK}"
        yield Finding("callback", f"Meta calls {callback}", cure)


def _webhooks(subject: str, client: Client, number: BusinessNumber) -> Iterator[Finding]:
    last = WebhookEvent.objects.order_by("-received_at").values_list("received_at", flat=True).first()
    if last:
        yield Finding(subject, f"the last one came at {timezone.localtime(last):%Y-%m-%d %H:%M}")
    else:
        cure = "Write to the number. If nothing comes: the subscription, the callback, WHATSAPP_APP_SECRET."
        yield Finding(subject, "none has ever come", cure)


def _storage(subject: str, client: Client, number: BusinessNumber) -> Iterator[Finding]:
    folder = Path(settings.MEDIA_ROOT)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            yield Finding(subject, f"{folder} can be written")
    except OSError as error:
        yield Finding(
            subject, f"{folder} can't be written: {error.strerror}", "Give this user the right: MEDIA_ROOT."
        )


CHECKS: dict[str, Callable[[str, Client, BusinessNumber], Iterator[Finding]]] = {
    "token": _token,
    "subscription": _subscription,
    "number": _number,
    "webhooks": _webhooks,
    "storage": _storage,
}
