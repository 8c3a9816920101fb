from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .conversations import Conversation


class Note(models.Model):
    """What the team says to itself about a chat. It stands in the thread, and never leaves the house.

    Not a message with a type of its own: whatever sends, counts, previews, exports or hands out messages would have
    to leave it out, and the one place that forgot would tell the customer.
    """

    conversation = models.ForeignKey(
        Conversation, models.CASCADE, related_name="notes", db_index=False, verbose_name=_("conversation")
    )
    content = models.TextField(_("text"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        db_index=False,
        related_name="+",
        verbose_name=_("written by"),
    )
    client_id = models.CharField(_("the browser's name for it"), max_length=64, null=True, blank=True)
    created_at = models.DateTimeField(_("written"), auto_now_add=True)

    class Meta:
        db_table = "whatsapp_notes"
        verbose_name = _("note")
        verbose_name_plural = _("notes")
        constraints = [
            models.UniqueConstraint(
                fields=["conversation", "client_id"],
                condition=Q(client_id__isnull=False),
                name="one_note_per_conversation_and_client_id",
            ),
            models.CheckConstraint(condition=~Q(content=""), name="a_note_says_something"),
        ]
        indexes = [
            # Used for the notes of a piece of a thread, and for whether there is a new one.
            models.Index(fields=["conversation", "-created_at", "-id"], name="notes_of_a_thread"),
        ]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"
