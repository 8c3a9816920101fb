"""What Meta says about the account, a number or a template: kept once, with how bad it is."""

import hashlib
import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from whatsapp.cloud_api.notifications import AccountUpdate
from whatsapp.message_templates.news import apply_news
from whatsapp.models import AuditEntry, BusinessNumber, Notice, WebhookEvent

from . import rows, severity

QUALITY = "phone_number_quality_update"
RATINGS = ("GREEN", "YELLOW", "RED")
FLAGS = {"FLAGGED": "RED", "UNFLAGGED": "GREEN"}
"""The older webhooks' words for it."""


def apply_notices(news: Sequence[tuple[int, int | None, AccountUpdate]], now: datetime) -> None:
    """Also for an account that is not ours: somebody set the webhook up, and wants to know."""
    can_end = {(update.waba_id[:32], update.field) for _, _, update in news if severity.can_end(update.field)}
    if can_end:
        rows.hold(rows.NOTICES)
    undated = [event for event, _, update in news if update.at is None]
    received = dict(WebhookEvent.objects.filter(pk__in=undated).values_list("pk", "received_at"))
    told = [_notice(number_id, update, received.get(event, now)) for event, number_id, update in news]
    Notice.objects.bulk_create(told, ignore_conflicts=True)
    apply_news((update, row.at) for (_event, _number_id, update), row in zip(news, told, strict=True))
    for waba_id, field in sorted(can_end):
        _settle_what_is_over(waba_id, field)
    for number_id in sorted({row.number_id for row in told if row.number_id and row.field == QUALITY}):
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


def _said(told: AccountUpdate | Notice) -> str:
    """The word that decides: mostly the event itself, sometimes one inside it."""
    payload, event = told.payload, told.event
    ban, alert = payload.get("ban_info"), payload.get("alert_info")
    if isinstance(ban, dict) and isinstance(ban.get("waba_ban_state"), str):
        return str(ban["waba_ban_state"])
    if isinstance(alert, dict) and isinstance(alert.get("alert_severity"), str):
        return str(alert["alert_severity"])
    for key in ("new_quality_score", "decision"):
        if isinstance(payload.get(key), str):
            return str(payload[key])
    return event


def _settle_what_is_over(waba_id: str, field: str) -> None:
    """By Meta's times: the first later word that it is over settles it, in whatever order they came.

    What a person has settled stays as they left it.
    """
    told = [(notice, _said(notice)) for notice in Notice.objects.filter(waba_id=waba_id, field=field)]
    for notice, event in told:
        ends = [
            later.at
            for later, word in told
            if later.at > notice.at and severity.ends(field, word, event) and _same_subject(later, notice)
        ]
        if not ends or notice.settled_by_id or notice.settled_at == min(ends):
            continue
        is_news, notice.settled_at = notice.settled_at is None, min(ends)
        notice.save(update_fields=["settled_at"])
        if is_news:
            AuditEntry.record("settled", notice, by=None, field=field, event=notice.event)


def _same_subject(one: Notice, other: Notice) -> bool:
    """Where both name a number, the same one."""
    numbers = {_digits(one.subject), _digits(other.subject)} - {""}
    return len(numbers) < 2


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
