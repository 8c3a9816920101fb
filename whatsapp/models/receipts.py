from django.db import models
from django.db.models import Q

from .conversations import Conversation
from .messages import Message


class ReadReceipt(models.Model):
    """What one customer is to see of us: that we have read (blue ticks), and that somebody is typing.

    The row is the queue: it is due until the customer was told, or until telling is of no use any more. Apart from
    the conversation, so that the road in never waits for it.
    """

    conversation = models.OneToOneField(
        Conversation, models.CASCADE, primary_key=True, related_name="read_receipt"
    )
    # The newest message of the customer that somebody has really seen.
    message = models.ForeignKey(Message, models.CASCADE, db_index=False, related_name="+")
    # The customer knows of it, or never will.
    is_told = models.BooleanField(default=False)
    # When somebody last began to type.
    typing_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)

    class Meta:
        db_table = "whatsapp_read_receipts"
        indexes = [
            # Used for what is due, longest first.
            models.Index(fields=["due_at"], condition=Q(due_at__isnull=False), name="read_receipts_due"),
        ]

    def __str__(self) -> str:
        return f"{self._meta.model_name} {self.pk}"
