from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .content import ContentField
from .conversations import WINDOW, Conversation


class ScheduledMessage(models.Model):
    """What is to be written later: at its time, or (*held*, without a time) when the customer opens the window.

    Then it becomes a `Message`, and is gone from here.

    Not a message with a status of its own: the outbox keeps the order of a conversation by the messages' ids, so
    one for tomorrow would hold up those of today, and would go before them.
    """

    conversation = models.ForeignKey(
        Conversation, models.CASCADE, related_name="scheduled", verbose_name=_("conversation")
    )
    content = ContentField(_("text"))
    at = models.DateTimeField(
        _("to be sent at"),
        null=True,
        blank=True,
        help_text=_("Empty: an answer that is held until the customer writes."),
    )
    unless_customer_writes = models.BooleanField(_("not when the customer writes first"), default=False)
    heard_at = models.DateTimeField(
        _("customer had last written at"),
        null=True,
        help_text=_("As known when it was scheduled: a later one means that they wrote first."),
    )
    cancelled_at = models.DateTimeField(
        _("cancelled"), null=True, blank=True, help_text=_("The customer wrote first.")
    )
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
        db_table = "whatsapp_scheduled_messages"
        verbose_name = _("scheduled message")
        verbose_name_plural = _("scheduled messages")
        constraints = [
            models.UniqueConstraint(
                fields=["conversation", "client_id"],
                condition=Q(client_id__isnull=False),
                name="one_scheduled_message_per_conversation_and_client_id",
            ),
            models.CheckConstraint(
                condition=Q(at__isnull=False) | Q(unless_customer_writes=False, cancelled_at=None),
                name="what_waits_for_the_customer_is_not_cancelled_by_them",
            ),
        ]
        indexes = [
            # Used for what is due: what has a time, and what has none.
            models.Index(fields=["at"], condition=Q(cancelled_at=None), name="scheduled_and_not_cancelled"),
        ]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"

    @classmethod
    def due(cls, now: datetime) -> models.QuerySet["ScheduledMessage"]:
        """In the order in which they go. An answer goes with the open window: not when an old message came late."""
        timed = Q(at__lte=now)
        held = Q(at=None, conversation__last_inbound_at__gt=now - WINDOW, conversation__blocked_at=None)
        return cls.objects.filter(timed | held, cancelled_at=None).order_by("at", "pk")

    @property
    def is_held(self) -> bool:
        return self.at is None

    @property
    def is_cancelled(self) -> bool:
        """Also before anybody has noted it. Needs `conversation`."""
        return self.cancelled_at is not None or self.is_answered

    @property
    def fits_the_window(self) -> bool:
        """As far as is known now: whenever the customer writes, it moves."""
        return self.at is None or self.conversation.window_is_open(self.at)

    @property
    def is_answered(self) -> bool:
        heard = self.conversation.last_inbound_at
        return (
            self.unless_customer_writes
            and heard is not None
            and (self.heard_at is None or heard > self.heard_at)
        )
