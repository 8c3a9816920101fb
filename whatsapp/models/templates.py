from django.conf import settings
from django.contrib.auth.models import Group
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .media import StoredFile


class ReplyTemplate(models.Model):
    """The team's own ready-made reply. Meta's approved templates are something else.

    Everybody's, or one group's, or one person's own (`whatsapp.access.replies_for`). Its text may hold
    variables, `{{first_name}}`, filled in for the chat in which it is used (`whatsapp.replies.fill`).
    With a file the text is its caption; a sound goes as a voice message, and has none.
    """

    TYPES = (
        ("text", _("Text")),
        ("image", _("Photo")),
        ("video", _("Video")),
        ("audio", _("Voice message")),
        ("document", _("Document")),
    )
    """As Meta names what is sent: a text, or its file."""

    name = models.CharField(
        _("name"), max_length=100, help_text=_("What is typed after / to find it. Short is good: thanks")
    )
    content = models.TextField(
        _("text"), max_length=4096, blank=True, help_text=_("Beside a file it is the caption.")
    )
    template_type = models.CharField(_("type"), max_length=20, default="text", choices=TYPES)
    stored = models.ForeignKey(
        StoredFile,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="replies",
        verbose_name=_("file"),
    )
    file_name = models.CharField(_("name of the file"), max_length=255, blank=True, db_default="")
    category = models.CharField(_("category"), max_length=60, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("created by"),
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("only for this person"),
    )
    group = models.ForeignKey(
        Group,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("only for this group"),
        help_text=_("With neither a person nor a group it is everybody's."),
    )
    used = models.PositiveIntegerField(_("times used"), default=0, editable=False)
    last_used_at = models.DateTimeField(_("last used"), null=True, editable=False)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    class Meta:
        db_table = "whatsapp_templates"
        verbose_name = _("reply template")
        verbose_name_plural = _("reply templates")
        ordering = ["category", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["name"],
                condition=Q(owner=None),
                name="one_shared_reply_of_a_name",
                violation_error_message=_("The team has a reply of this name already."),
            ),
            models.UniqueConstraint(
                fields=["owner", "name"],
                condition=Q(owner__isnull=False),
                name="one_own_reply_of_a_name",
                violation_error_message=_("You have a reply of this name already."),
            ),
            models.CheckConstraint(
                condition=Q(owner=None) | Q(group=None),
                name="a_reply_is_for_a_person_or_a_group",
                violation_error_message=_("Choose a person or a group, not both."),
            ),
            models.CheckConstraint(
                condition=~Q(content="") | Q(stored__isnull=False),
                name="a_reply_has_a_text_or_a_file",
                violation_error_message=_("Write a text, or choose a file."),
            ),
        ]

    def __str__(self) -> str:
        return self.name
