"""Opening and closing chats, one or many at once. When the customer writes, the road in opens theirs again."""

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.db.models import QuerySet

from whatsapp.models import AuditEntry, Conversation

from .changing import change

Status = Conversation.Status

VERBS = {Status.ACTIVE: "reopened", Status.PENDING: "set pending", Status.RESOLVED: "resolved"}
"""What the audit log calls it."""


def set_status(chosen: QuerySet[Conversation], status: str, *, by: AbstractBaseUser) -> int:
    """How many of the chosen had another one."""
    with transaction.atomic():
        changed = change(chosen.exclude(status=status), status=status)
        AuditEntry.record_all(VERBS[Status(status)], Conversation, changed, by=by)
    return len(changed)
