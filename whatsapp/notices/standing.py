"""Notices that stand until somebody has settled them."""

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from whatsapp.models import AuditEntry, Notice

MOST_AT_ONCE = 3
"""As many as a banner shows: who is stopped by one of them needs no longer list."""


def stopping_work() -> QuerySet[Notice]:
    """The oldest first: it is likely the cause of the others. Asked for by every page of the inbox: by an index."""
    standing = Notice.objects.filter(stops_work=True, settled_at=None)
    return standing.defer("payload").order_by("at")[:MOST_AT_ONCE]


def settle(notice: Notice, *, by: User) -> bool:
    """False when it was settled before: who was first stays written down."""
    with transaction.atomic():
        now = timezone.now()
        changed = Notice.objects.filter(pk=notice.pk, settled_at=None).update(settled_at=now, settled_by=by)
        if changed:
            notice.settled_at, notice.settled_by = now, by
            AuditEntry.record("settled", notice, by=by, field=notice.field, event=notice.event)
    return bool(changed)
