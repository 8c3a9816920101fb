from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .numbers import BusinessNumber


class Notice(models.Model):
    """What Meta told us about the account, a number or a template: dated, for managers."""

    class Severity(models.TextChoices):
        INFO = "info", _("Information")
        WARNING = "warning", _("Warning")
        CRITICAL = "critical", _("Critical")

    SENDING = "sending"
    """A field that is ours: sending has stopped, `event` is the code of Meta's refusal."""
    SETUP = "setup"
    """A field that is ours: the daily look at the setup found a fault, `event` is its name."""

    waba_id = models.CharField(_("WhatsApp Business Account ID"), max_length=32, blank=True)
    number = models.ForeignKey(
        BusinessNumber,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="notices",
        verbose_name=_("business number"),
    )
    field = models.CharField(_("field"), max_length=60, help_text=_("As Meta names it."))
    event = models.CharField(_("event"), max_length=80, blank=True)
    subject = models.CharField(
        _("about"), max_length=200, blank=True, help_text=_("A template, a number, a person.")
    )
    severity = models.CharField(_("severity"), max_length=8, choices=Severity, default=Severity.INFO)
    stops_work = models.BooleanField(
        _("stops work"), default=False, help_text=_("Shown to everybody until it is settled.")
    )
    payload = models.JSONField(_("as Meta sent it"), default=dict, blank=True)
    fingerprint = models.CharField(max_length=64, unique=True, editable=False)
    at = models.DateTimeField(_("when"))
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
        db_table = "whatsapp_notices"
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        indexes = [
            # Used for the list in the back office, latest first.
            models.Index(fields=["-at", "-id"], name="notices_latest_first"),
            # Used for the banner on every page.
            models.Index(
                fields=["at"],
                condition=models.Q(stops_work=True, settled_at=None),
                name="notices_stopping_work",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.field} {self.event}".strip()
