"""The two kinds of page: what can only be looked at, and what is written down when it is changed."""

from typing import Any, cast

from django.contrib.admin import ModelAdmin
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.db.models import Model, QuerySet
from django.http import HttpRequest

from whatsapp.models import AuditEntry


def signed_in(request: HttpRequest) -> User:
    """Who asks: the back office has no anonymous visitors."""
    return cast(User, request.user)


class ReadOnly(ModelAdmin):
    """What the inbox and Meta write. Nobody edits it here, not even a superuser."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


class Audited(ModelAdmin):
    """Every change goes to our own audit log too: names of fields, never what is in them.

    Django calls these three inside the transaction of the change.
    """

    def log_addition(self, request: HttpRequest, obj: Model, message: Any) -> LogEntry:
        AuditEntry.record("added", obj, by=signed_in(request), called=str(obj))
        return super().log_addition(request, obj, message)

    def log_change(self, request: HttpRequest, obj: Model, message: Any) -> LogEntry:
        AuditEntry.record("changed", obj, by=signed_in(request), called=str(obj), changes=message)
        return super().log_change(request, obj, message)

    def log_deletions(self, request: HttpRequest, queryset: QuerySet[Any]) -> list[LogEntry]:
        for row in queryset:
            AuditEntry.record("deleted", row, by=signed_in(request), called=str(row))
        return super().log_deletions(request, queryset)
