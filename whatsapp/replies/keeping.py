"""What members of the team do with their own replies, and how often each is used."""

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from whatsapp.models import AuditEntry, ReplyTemplate

KEPT = ("name", "content", "category", "template_type", "stored", "file_name")


def keep_own(reply: ReplyTemplate, *, by: User) -> ReplyTemplate:
    """Adds or changes one of somebody's own. Raises ValidationError (of the model's constraints)."""
    is_new = reply.pk is None
    reply.owner = by
    if is_new:
        reply.created_by = by
    reply.full_clean()
    with transaction.atomic():
        if is_new:
            reply.save(force_insert=True)
        else:
            reply.save(update_fields=KEPT)
        AuditEntry.record("added" if is_new else "changed", reply, by=by, called=reply.name)
    return reply


def delete_own(reply: ReplyTemplate, *, by: User) -> None:
    with transaction.atomic():
        AuditEntry.record("deleted", reply, by=by, called=reply.name)
        reply.delete()


def count_use(reply: ReplyTemplate) -> None:
    """Inserted into a composer. One UPDATE: two agents may take the same reply at the same moment."""
    ReplyTemplate.objects.filter(pk=reply.pk).update(used=F("used") + 1, last_used_at=timezone.now())
