from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .conversations import Conversation
from .messages import Message


class Draft(models.Model):
    """What somebody began to write in a chat and has not sent: an answer, or a note.

    An empty one stays: sent, or given up, it tells the older draft of a browser that was offline that it is old.
    """

    conversation = models.ForeignKey(
        Conversation, models.CASCADE, related_name="drafts", db_index=False, verbose_name=_("conversation")
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("written by")
    )
    is_note = models.BooleanField(_("a note"), default=False)
    content = models.TextField(_("text"), blank=True)
    reply_to = models.ForeignKey(
        Message, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("answers")
    )
    written_at = models.DateTimeField(
        _("last change"), help_text=_("When the last letter was typed, not when the browser could tell.")
    )

    class Meta:
        db_table = "whatsapp_drafts"
        verbose_name = _("draft")
        verbose_name_plural = _("drafts")
        constraints = [
            # Its index is used for the drafts of a chat, and of each row of the list.
            models.UniqueConstraint(
                fields=["conversation", "user", "is_note"], name="one_draft_of_a_kind_per_chat_and_user"
            ),
        ]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"

    @property
    def version(self) -> int:
        """Milliseconds; the later one is the newer draft."""
        return int(self.written_at.timestamp() * 1000)
