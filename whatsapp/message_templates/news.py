"""What webhooks tell of templates, applied in the order of Meta's clock, in whatever order they come.

Of two pieces of news the later holds; what was fetched after both holds over both. Where a webhook does not say
all, or two of the same second differ, the row is fetched again: Meta itself says which holds.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction

from whatsapp.cloud_api.notifications import AccountUpdate
from whatsapp.cloud_api.notifications.fields import a_text, an_identifier
from whatsapp.models import MessageTemplate
from whatsapp.realtime import wake

from .sync import TEMPLATES, accounts

STATUSES = frozenset(
    {
        *(
            "APPROVED",
            "PENDING",
            "REJECTED",
            "PAUSED",
            "DISABLED",
            "IN_APPEAL",
            "PENDING_DELETION",
            "DELETED",
        ),
        *("LIMIT_EXCEEDED", "ARCHIVED", "LOCKED"),
    }
)
"""Events that are a status too. After others (FLAGGED, REINSTATED …) the status has to be asked for."""

DELETED = "DELETED"

CLOCKS_DIFFER = timedelta(minutes=2)
"""Meta tells whole seconds of its own clock, and we note a fetch by ours: what was handed in just now is approved
"before" that often enough. So near, the later is asked for.
"""

FIELDS = frozenset(
    {
        "message_template_status_update",
        "message_template_quality_update",
        "message_template_components_update",
        "template_category_update",
    }
)


def apply_news(told: Iterable[tuple[AccountUpdate, datetime]]) -> None:
    """Each update with its time. Call it inside a transaction."""
    about_templates = [(update, at) for update, at in told if update.field in FIELDS]
    if not about_templates:
        return
    ours = set(accounts())
    for update, at in sorted(about_templates, key=lambda piece: piece[1]):
        if update.waba_id in ours:
            _apply(update, at)
    transaction.on_commit(lambda: wake.ring(TEMPLATES))


def _apply(update: AccountUpdate, at: datetime) -> None:
    name = a_text(update.payload.get("message_template_name"), 512)
    language = a_text(update.payload.get("message_template_language"), 20).replace("-", "_")
    meta_id = an_identifier(update.payload.get("message_template_id"), 32)
    if not name or not language:
        return
    row, _new = MessageTemplate.objects.select_for_update().get_or_create(
        waba_id=update.waba_id,
        name=name,
        language=language,
        defaults={"meta_id": meta_id, "needs_fetch": True},
    )
    if not row.meta_id:
        row.meta_id = meta_id
    if update.field == "message_template_status_update":
        _status(row, update, at)
    elif update.field == "message_template_quality_update":
        _take(row, "quality", a_text(update.payload.get("new_quality_score"), 20), at)
    elif update.field == "template_category_update":
        _take(row, "category", a_text(update.payload.get("new_category"), 40), at)
    else:
        row.needs_fetch |= _may_be_newer(row, at)
    row.save(
        update_fields=[
            *("meta_id", "status", "status_at", "quality", "quality_at", "category", "category_at"),
            *("rejected_reason", "needs_fetch", "gone_at"),
        ]
    )


def _status(row: MessageTemplate, update: AccountUpdate, at: datetime) -> None:
    if update.event not in STATUSES:
        row.needs_fetch |= _may_be_newer(row, at)
    elif _take(row, "status", update.event, at):
        reason = a_text(update.payload.get("reason"), 80)
        row.rejected_reason = reason if update.event == "REJECTED" and reason != "NONE" else ""
        row.gone_at = at if update.event == DELETED else None
        # Approved only now, it may have another text than what we last saw.
        row.needs_fetch |= not row.components and update.event != DELETED


def _may_be_newer(row: MessageTemplate, at: datetime) -> bool:
    return row.synced_at is None or at > row.synced_at - CLOCKS_DIFFER


def _take(row: MessageTemplate, fact: str, value: str, at: datetime) -> bool:
    """True when it was news."""
    known_at = getattr(row, f"{fact}_at")
    if not value:
        return False
    if known_at is not None and at <= known_at:
        in_doubt = at == known_at or (known_at == row.synced_at and _may_be_newer(row, at))
        row.needs_fetch |= in_doubt and value != getattr(row, fact)
        return False
    setattr(row, fact, value)
    setattr(row, f"{fact}_at", at)
    return True
