from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class WebhookEvent(models.Model):
    """One webhook body, byte for byte as Meta sent it. Meta keeps no history: this is the only copy."""

    class State(models.TextChoices):
        APPLIED = "applied", _("Applied")
        WAITING = "waiting", _("Waiting to be applied")
        PARKED = "parked", _("Parked: not understood or not applicable")

    body = models.BinaryField(_("body"))
    state = models.CharField(_("state"), max_length=8, choices=State)
    reason = models.TextField(_("reason"), blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    received_at = models.DateTimeField(_("received"))
    applied_at = models.DateTimeField(_("applied"), null=True, blank=True)

    class Meta:
        db_table = "whatsapp_webhook_events"
        verbose_name = _("webhook event")
        verbose_name_plural = _("webhook events")
        indexes = [
            # Used for the worker, and for the back office's filter of what needs a look.
            models.Index(fields=["state", "id"], condition=~Q(state="applied"), name="events_not_applied"),
            # Used for pruning by age and for "last webhook received".
            models.Index(fields=["received_at"], name="events_by_age"),
        ]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"
