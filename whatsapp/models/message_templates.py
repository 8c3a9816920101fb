from django.db import models
from django.utils.translation import gettext_lazy as _


class MessageTemplate(models.Model):
    """One language of a template that Meta reviews (Cloud API: templates). All numbers of its account share it.

    Meta's words (status, category, quality) are open sets: they are stored as they come.
    """

    APPROVED = "APPROVED"
    """The one status in which a template can be sent."""

    waba_id = models.CharField(_("WhatsApp Business Account ID"), max_length=32)
    meta_id = models.CharField(_("Meta's ID"), max_length=32, blank=True)
    name = models.CharField(_("name"), max_length=512)
    language = models.CharField(_("language"), max_length=20)
    category = models.CharField(_("category"), max_length=40, blank=True)
    status = models.CharField(_("status"), max_length=40, blank=True)
    quality = models.CharField(_("quality"), max_length=20, blank=True)
    rejected_reason = models.CharField(_("why it was rejected"), max_length=80, blank=True)
    parameter_format = models.CharField(_("variables"), max_length=20, default="POSITIONAL")
    components = models.JSONField(_("parts, as Meta sent them"), default=list, blank=True)
    body = models.TextField(_("text"), blank=True, help_text=_("Copied out of the parts, for searching."))

    status_at = models.DateTimeField(_("status told"), null=True, blank=True)
    quality_at = models.DateTimeField(_("quality told"), null=True, blank=True)
    category_at = models.DateTimeField(_("category told"), null=True, blank=True)
    synced_at = models.DateTimeField(_("fetched"), null=True, blank=True)
    needs_fetch = models.BooleanField(
        _("has to be fetched again"),
        default=False,
        help_text=_("Meta said that it changed, but not all of how."),
    )
    gone_at = models.DateTimeField(_("gone"), null=True, blank=True, help_text=_("Meta has it no more."))
    last_used_at = models.DateTimeField(_("last sent"), null=True, blank=True)
    created_at = models.DateTimeField(_("first seen"), auto_now_add=True)

    class Meta:
        db_table = "whatsapp_message_templates"
        verbose_name = _("message template")
        verbose_name_plural = _("message templates")
        ordering = ["name", "language"]
        constraints = [
            models.UniqueConstraint(
                fields=["waba_id", "name", "language"], name="one_template_per_account_name_and_language"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} · {self.language}"

    @property
    def can_be_sent(self) -> bool:
        return self.status == self.APPROVED and self.gone_at is None
