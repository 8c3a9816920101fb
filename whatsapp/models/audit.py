from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models
from django.utils.translation import gettext_lazy as _


class AuditEntry(models.Model):
    """Who did what to which row. Written in the same transaction as the change itself, never edited."""

    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("by"),
    )
    verb = models.CharField(_("what was done"), max_length=60)
    noun = models.CharField(_("to what"), max_length=60)
    noun_id = models.BigIntegerField(_("its number"))
    details = models.JSONField(_("details"), default=dict, blank=True)
    at = models.DateTimeField(_("when"), auto_now_add=True)

    class Meta:
        db_table = "whatsapp_audit_entries"
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit log")
        indexes = [
            # Used for the history of one row.
            models.Index(fields=["noun", "noun_id", "at"], name="audit_of_one_row"),
        ]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"

    @classmethod
    def record(cls, verb: str, row: models.Model, *, by: AbstractBaseUser | None, **details: Any) -> None:
        """Call it in the transaction that makes the change."""
        cls.record_all(verb, type(row), [row.pk], by=by, **details)

    @classmethod
    def record_all(
        cls,
        verb: str,
        kind: type[models.Model],
        ids: Iterable[int],
        *,
        by: AbstractBaseUser | None,
        **details: Any,
    ) -> None:
        """The same for many rows of one kind."""
        noun, by_id = kind._meta.model_name, by and by.pk
        shared: dict[str, Any] = {"verb": verb, "noun": noun, "by_id": by_id, "details": details}
        AuditEntry.objects.bulk_create([AuditEntry(noun_id=pk, **shared) for pk in ids])
