"""Whose chat it is."""

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q, QuerySet

from whatsapp.models import AuditEntry, Conversation, name_of

from .changing import change


def assign(chosen: QuerySet[Conversation], to: User | None, *, by: AbstractBaseUser) -> int:
    """To a member of the team, or to nobody. How many of the chosen were somebody else's."""
    # NULL is neither equal nor unequal to anybody.
    others = Q(assigned_to__isnull=False) if to is None else Q(assigned_to=None) | ~Q(assigned_to=to)
    with transaction.atomic():
        changed = change(chosen.filter(others), assigned_to=to)
        if to is None:
            AuditEntry.record_all("unassigned", Conversation, changed, by=by)
        else:
            # Under the name of then: the line in the chat stays what it was.
            details = {"to": to.pk, "name": name_of(to)}
            AuditEntry.record_all("assigned", Conversation, changed, by=by, **details)
    return len(changed)
