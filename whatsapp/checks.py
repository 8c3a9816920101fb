"""What must be set before real customers write to us. `run.py serve` prints one line per fault and stops."""

from collections.abc import Sequence
from importlib.util import find_spec
from typing import Any

import phonenumbers
from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.core.exceptions import ImproperlyConfigured

SERVING = "serving"
"""Deployment checks: without this mark they would stop `makemigrations` and the like on every desk."""

REQUIRED = {
    "WHATSAPP_ACCESS_TOKEN": ("E001", "the permanent token of a system user (docs/setup.md, step 4)"),
    "WHATSAPP_PHONE_NUMBER_ID": (
        "E002",
        "the ID of your number, from WhatsApp > API setup, not the number itself",
    ),
    "WHATSAPP_APP_SECRET": (
        "E003",
        "the secret from App settings > Basic: without it no webhook is believed",
    ),
    "WHATSAPP_WEBHOOK_TOKEN": ("E004", "any word of your own, the same as in Meta's webhook form"),
}


@register(SERVING, deploy=True)
def required_settings(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    values = {
        **{name: getattr(settings, name, "") for name in REQUIRED},
        "WHATSAPP_APP_SECRET": settings.WHATSAPP_APP_SECRETS,
    }
    return [
        Error(f"{name} is not set.", hint=f"It is {hint}.", id=f"whatsapp.{code}")
        for name, (code, hint) in REQUIRED.items()
        if not values[name]
    ]


@register(SERVING, deploy=True)
def secret_key(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    try:
        long_enough = len(settings.SECRET_KEY) >= 32
    except ImproperlyConfigured:
        long_enough = False
    if long_enough:
        return []
    hint = 'Make one with: python3 -c "import secrets; print(secrets.token_urlsafe(50))"'
    return [Error("SECRET_KEY is not set, or shorter than 32 characters.", hint=hint, id="whatsapp.E005")]


@register(SERVING, deploy=True)
def well_formed(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    faults: list[CheckMessage] = []
    if settings.WHATSAPP_PHONE_NUMBER_ID and not settings.WHATSAPP_PHONE_NUMBER_ID.isdigit():
        faults.append(
            Error(
                "WHATSAPP_PHONE_NUMBER_ID has other characters than digits.",
                hint="Copy it again.",
                id="whatsapp.E006",
            )
        )
    if not settings.WHATSAPP_GRAPH_URL.startswith(("https://", "http://127.0.0.1", "http://localhost")):
        hint = "Only a simulator on this machine may be spoken to without encryption."
        faults.append(
            Error("WHATSAPP_GRAPH_URL does not start with https://.", hint=hint, id="whatsapp.E007")
        )
    if settings.WHATSAPP_WORKER not in ("embedded", "external"):
        hint = "It is embedded (the default), or external."
        faults.append(Error("WHATSAPP_WORKER has an unknown value.", hint=hint, id="whatsapp.E008"))
    if settings.WHATSAPP_DEFAULT_REGION not in {"", *phonenumbers.SUPPORTED_REGIONS}:
        hint = "It is two letters such as SA, or empty for the country of the business number."
        faults.append(Error("WHATSAPP_DEFAULT_REGION is no country.", hint=hint, id="whatsapp.E010"))
    if settings.MEDIA_S3_BUCKET and find_spec("storages") is None:
        hint = "pip install -r requirements-s3.txt"
        faults.append(
            Error("MEDIA_S3_BUCKET is set, but nothing can speak S3 here.", hint=hint, id="whatsapp.E011")
        )
    if settings.PUBLIC_URL and not settings.PUBLIC_URL.startswith(("https://", "http://")):
        hint = "For example https://inbox.example.com"
        faults.append(Error("PUBLIC_URL is no web address.", hint=hint, id="whatsapp.E009"))
    return faults
