from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class ReplyTemplate(models.Model):
    """The team's own ready-made reply. Meta's approved templates are something else."""

    name = models.CharField(_("name"), max_length=100, unique=True)
    content = models.TextField(_("text"), max_length=4096)
    template_type = models.CharField(_("type"), max_length=20, default="text")
    category = models.CharField(_("category"), max_length=60, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("created by"),
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    class Meta:
        db_table = "whatsapp_templates"
        verbose_name = _("reply template")
        verbose_name_plural = _("reply templates")
        ordering = ["category", "name"]

    def __str__(self) -> str:
        return self.name
