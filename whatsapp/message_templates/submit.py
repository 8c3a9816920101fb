"""Hands templates in to Meta, changes and deletes them. Meta first, then our row: what Meta refused never was.

Each raises Refused, NoAnswer or NotSent. After a NoAnswer nobody knows: the next full pass brings what there is.
"""

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.utils import timezone

from whatsapp.cloud_api.notifications.fields import a_text
from whatsapp.models import AuditEntry, MessageTemplate
from whatsapp.realtime import wake

from . import account
from .definition import Json
from .draft import Draft
from .sync import TEMPLATES, store

EDITABLE = ("APPROVED", "REJECTED", "PAUSED")
"""Statuses in which Meta takes changes: of an approved one, one a day and ten a month."""


def submit(waba_id: str, draft: Draft, *, by: AbstractBaseUser) -> MessageTemplate:
    asked = draft.as_json()
    answer = account.create(waba_id, asked)
    told: Json = asked | {"id": answer.get("id"), "status": a_text(answer.get("status")) or "PENDING"}
    told["category"] = a_text(answer.get("category")) or draft.category
    with transaction.atomic():
        store(waba_id, [told], at=timezone.now())
        row = MessageTemplate.objects.get(waba_id=waba_id, name=draft.name, language=draft.language)
        AuditEntry.record("submitted", row, by=by, called=str(row))
    return row


def change(template: MessageTemplate, draft: Draft, *, by: AbstractBaseUser) -> None:
    """All its parts are replaced, and it is reviewed again."""
    account.edit(template.meta_id, {"components": draft.components})
    with transaction.atomic():
        # What it says now, and in which state it is, Meta tells itself.
        MessageTemplate.objects.filter(pk=template.pk).update(needs_fetch=True)
        AuditEntry.record("changed", template, by=by, called=str(template))
        transaction.on_commit(lambda: wake.ring(TEMPLATES))


def delete(template: MessageTemplate, *, by: AbstractBaseUser) -> None:
    """This language alone. Its name can't be used again for 30 days."""
    account.delete(template.waba_id, template.name, template.meta_id)
    with transaction.atomic():
        MessageTemplate.objects.filter(pk=template.pk).update(gone_at=timezone.now(), needs_fetch=False)
        AuditEntry.record("deleted", template, by=by, called=str(template))


def may_be_changed(template: MessageTemplate) -> bool:
    return bool(template.meta_id) and template.gone_at is None and template.status in EDITABLE


def may_be_deleted(template: MessageTemplate) -> bool:
    """Meta deletes no disabled one."""
    return bool(template.meta_id) and template.gone_at is None and template.status != "DISABLED"
