from django.db import models
from django.utils.translation import gettext_lazy as _


class Label(models.Model):
    """A word that the team puts on chats to find them again. Managers keep them, agents put them on."""

    class Color(models.TextChoices):
        """Names of tokens (`--label-green`): words on their ground are readable in both themes."""

        GREEN = "green", _("Green")
        BLUE = "blue", _("Blue")
        PURPLE = "purple", _("Purple")
        ROSE = "rose", _("Rose")
        AMBER = "amber", _("Amber")
        GREY = "grey", _("Grey")

    name = models.CharField(_("name"), max_length=30, unique=True)
    color = models.CharField(_("colour"), max_length=10, choices=Color, default=Color.GREEN)
    position = models.PositiveSmallIntegerField(
        _("position"), default=0, help_text=_("Smaller ones come first; equal ones by name.")
    )

    class Meta:
        db_table = "whatsapp_labels"
        verbose_name = _("label")
        verbose_name_plural = _("labels")
        ordering = ("position", "name")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(color__in=["green", "blue", "purple", "rose", "amber", "grey"]),
                name="label_color_is_in_the_palette",
            ),
        ]

    def __str__(self) -> str:
        return self.name
