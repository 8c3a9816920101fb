"""What Meta says about the account, a number or a template: kept once, with how bad it is."""

import hashlib
import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from whatsapp.cloud_api.notifications import AccountUpdate
from whatsapp.message_templates.news import apply_news
from whatsapp.models import BusinessNumber, Notice, WebhookEvent

from . import severity

QUALITY = "phone_number_quality_update"
RATINGS = ("GREEN", "YELLOW", "RED")
FLAGS = {"FLAGGED": "RED", "UNFLAGGED": "GREEN"}
"""The older webhooks' words for it."""


def apply_notices(news: Sequence[tuple[int, int | None, AccountUpdate]], now: datetime) -> None:
    """Also for an account that is not ours: somebody set the webhook up, and wants to know."""
    undated = [event for event, _, update in news if update.at is None]
    received = dict(WebhookEvent.objects.filter(pk__in=undated).values_list("pk", "received_at"))
    rows = [_notice(number_id, update, received.get(event, now)) for event, number_id, update in news]
    Notice.objects.bulk_create(rows, ignore_conflicts=True)
    apply_news((update, row.at) for (_event, _number_id, update), row in zip(news, rows, strict=True))
    for number_id in sorted({row.number_id for row in rows if row.number_id and row.field == QUALITY}):
        _rate(number_id)


def _notice(number_id: int | None, update: AccountUpdate, received_at: datetime) -> Notice:
    event = _said(update)
    how_bad, stops_work = severity.of(update.field, event, _codes(update.payload))
    return Notice(
        waba_id=update.waba_id[:32],
        number_id=number_id or _number_named(update),
        field=update.field[:60],
        event=update.event[:80],
        subject=update.subject[:200],
        severity=how_bad,
        stops_work=stops_work,
        payload=update.payload,
        fingerprint=fingerprint(update),
        at=update.at or received_at,
    )


def fingerprint(update: AccountUpdate) -> str:
    """The same news told again has the same one."""
    where = (update.waba_id, update.phone_number_id)
    at = update.at and update.at.isoformat()
    told = (*where, update.field, update.event, update.subject, update.payload, at)
    return hashlib.sha256(json.dumps(told, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def _said(update: AccountUpdate) -> str:
    """The word that decides: mostly the event itself, sometimes one inside it."""
    ban, alert = update.payload.get("ban_info"), update.payload.get("alert_info")
    if isinstance(ban, dict) and isinstance(ban.get("waba_ban_state"), str):
        return str(ban["waba_ban_state"])
    if isinstance(alert, dict) and isinstance(alert.get("alert_severity"), str):
        return str(alert["alert_severity"])
    for key in ("new_quality_score", "decision"):
        if isinstance(update.payload.get(key), str):
            return str(update.payload[key])
    return update.event


def _codes(payload: dict[str, Any]) -> frozenset[int]:
    errors = payload.get("errors")
    found = [payload, *(errors if isinstance(errors, list) else [])]
    codes = (str(error.get("code")) for error in found if isinstance(error, dict))
    return frozenset(int(code) for code in codes if code.isascii() and code.isdigit() and len(code) < 10)


def _number_named(update: AccountUpdate) -> int | None:
    """These fields say which number they mean as people write it: good enough for a label, not for routing."""
    named = update.payload.get("display_phone_number")
    digits = _digits(named) if isinstance(named, str) else ""
    if not digits:
        return None
    numbers = BusinessNumber.objects.values_list("pk", "display_phone_number")
    return next((pk for pk, shown in numbers if _digits(shown) == digits), None)


def _digits(phone: str) -> str:
    return "".join(c for c in phone if c.isascii() and c.isdigit())


def _rate(number_id: int) -> None:
    """By the latest that was said of it, in whatever order it came."""
    told = Notice.objects.filter(number_id=number_id, field=QUALITY).order_by("-at", "-fingerprint")
    for payload, event in told.values_list("payload", "event"):
        rating = _rating(payload, event)
        if rating:
            BusinessNumber.objects.filter(pk=number_id).update(quality=rating)
            return


def _rating(payload: dict[str, Any], event: str) -> str:
    for key in ("quality_rating", "new_quality_score", "current_quality_rating"):
        if payload.get(key) in RATINGS:
            return str(payload[key])
    return event if event in RATINGS else FLAGS.get(event, "")
