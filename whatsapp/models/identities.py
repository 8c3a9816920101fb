from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .contacts import Contact


class FormerIdentity(models.Model):
    """What a customer was once called. Messages sent under it, come late, still find the person."""

    class Kind(models.TextChoices):
        BSUID = "bsuid", _("BSUID")
        WA_ID = "wa_id", _("wa_id")
        PHONE = "phone", _("phone")

    contact = models.ForeignKey(Contact, models.CASCADE, related_name="former_identities")
    kind = models.CharField(_("kind"), max_length=5, choices=Kind)
    value = models.CharField(_("value"), max_length=140)
    until = models.DateTimeField(_("until"))

    class Meta:
        db_table = "whatsapp_former_identities"
        verbose_name = _("former identity")
        verbose_name_plural = _("former identities")
        constraints = [
            models.UniqueConstraint(fields=["kind", "value"], name="one_owner_of_a_former_identity"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class MergeRequest(models.Model):
    """Two contacts seem to be one person, and both have a past: somebody has to say so."""

    kept = models.ForeignKey(Contact, models.CASCADE, related_name="+", verbose_name=_("to keep"))
    other = models.ForeignKey(Contact, models.CASCADE, related_name="+", verbose_name=_("to merge into it"))
    reason = models.CharField(_("why"), max_length=200)
    asked_at = models.DateTimeField(_("asked"))
    settled_at = models.DateTimeField(_("settled"), null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("settled by"),
    )

    class Meta:
        db_table = "whatsapp_merge_requests"
        verbose_name = _("merge request")
        verbose_name_plural = _("merge requests")
        constraints = [
            models.UniqueConstraint(fields=["kept", "other"], name="two_contacts_are_asked_about_once"),
            models.CheckConstraint(
                condition=~Q(kept=models.F("other")), name="nobody_is_merged_with_themselves"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kept_id} + {self.other_id}"
