from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .content import ContentField
from .conversations import Conversation
from .numbers import BusinessNumber


class Message(models.Model):
    """One bubble.

    An incoming message is `received`. An outgoing one moves forward only, and one place moves it
    (`whatsapp.conversations.delivery`); the outbox alone takes it from `pending` to `sending`, and back to
    `pending` when it was surely not sent:

        scheduled ─▶ pending ◀─▶ sending ──▶ accepted ──▶ sent ──▶ delivered ──▶ read ──▶ played
                       │            │            └───────────┴──▶ failed
                       │            ├──▶ failed        (Meta refused it, or the window closed while it waited)
                       │            └──▶ unknown       (the answer never came: not sent again blindly;
                                                        a status that carries our uuid settles it)
                       └──▶ gone                       (undone: see `outbound.undo`)

    *Scheduled* is not a status: a `ScheduledMessage` becomes a message when its time has come, so that it
    stands behind what was written before that. *Held* is `pending` that waits some seconds for an undo
    (`held_until`). An agent may put `failed`, and `unknown` after ten minutes, back to `pending`.

    `accepted` is Meta's 200: the message has a wamid but nobody has it yet, so the agent still sees a clock.
    A late `failed` never undoes `delivered`; a late `delivered` does undo `failed`: the customer has it.
    """

    REACTION = "reaction"
    """The type of a row that only carries our reaction to Meta. It is no bubble."""

    class Direction(models.TextChoices):
        INCOMING = "incoming", _("Incoming")
        OUTGOING = "outgoing", _("Outgoing")

    class Status(models.TextChoices):
        RECEIVED = "received", _("Received")
        PENDING = "pending", _("Waiting to be sent")
        SENDING = "sending", _("Being sent")
        UNKNOWN = "unknown", _("No answer came: perhaps sent")
        ACCEPTED = "accepted", _("Accepted by WhatsApp")
        SENT = "sent", _("Sent")
        FAILED = "failed", _("Failed")
        DELIVERED = "delivered", _("Delivered")
        READ = "read", _("Read")
        PLAYED = "played", _("Played")

    class Origin(models.TextChoices):
        CUSTOMER = "customer", _("The customer")
        TEAM = "team", _("The team")
        PHONE_APP = "phone_app", _("The phone app")
        HISTORY = "history", _("Imported history")

    conversation = models.ForeignKey(
        Conversation, models.CASCADE, related_name="messages", db_index=False, verbose_name=_("conversation")
    )
    number = models.ForeignKey(
        BusinessNumber, models.PROTECT, db_index=False, related_name="+", verbose_name=_("business number")
    )
    complaint_id = models.BigIntegerField(_("complaint"), null=True, blank=True)
    message_type = models.CharField(
        _("type"), max_length=40, default="text", help_text=_("As Meta names it.")
    )
    content = ContentField(_("text"), blank=True)
    media_url = models.CharField(_("file"), max_length=500, blank=True)
    media_mime_type = models.CharField(_("kind of file"), max_length=100, blank=True)
    payload = models.JSONField(_("as Meta sent it"), default=dict, blank=True)
    direction = models.CharField(_("direction"), max_length=8, choices=Direction)
    status = models.CharField(_("status"), max_length=10, choices=Status)
    origin = models.CharField(
        _("came through"),
        max_length=10,
        choices=Origin,
        default=Origin.TEAM,
        help_text=_("Only what a customer writes to us opens the window and counts as unread."),
    )
    whatsapp_message_id = models.CharField(_("wamid"), max_length=255, null=True, blank=True)
    quoted_wamid = models.CharField(_("answers"), max_length=255, blank=True)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        db_index=False,
        related_name="+",
        verbose_name=_("sent by"),
    )
    uuid = models.UUIDField(
        _("our own name for it"),
        null=True,
        blank=True,
        help_text=_("Travels to Meta and back, so that statuses find the message."),
    )
    client_id = models.CharField(_("the browser's name for it"), max_length=64, null=True, blank=True)

    error_code = models.IntegerField(_("error code"), null=True, blank=True)
    error_title = models.CharField(_("error"), max_length=300, blank=True)
    error_details = models.TextField(_("error details"), blank=True)

    original_content = ContentField(_("text before it was edited"), blank=True, db_default="")
    edited_at = models.DateTimeField(_("edited"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("deleted by its author"), null=True, blank=True)
    price_category = models.CharField(_("price category"), max_length=40, blank=True, db_default="")
    price_type = models.CharField(_("price type"), max_length=40, blank=True, db_default="")

    created_at = models.DateTimeField(
        _("written"), help_text=_("By Meta's clock when a customer wrote it, by ours when we did.")
    )
    stored_at = models.DateTimeField(_("stored"), auto_now_add=True)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    delivered_at = models.DateTimeField(_("delivered"), null=True, blank=True)
    read_at = models.DateTimeField(_("read"), null=True, blank=True)
    played_at = models.DateTimeField(_("played"), null=True, blank=True)
    failed_at = models.DateTimeField(_("failed"), null=True, blank=True)

    claimed_until = models.DateTimeField(_("claimed until"), null=True, blank=True)
    attempted_at = models.DateTimeField(_("last attempt"), null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    next_attempt_at = models.DateTimeField(_("next attempt"), null=True, blank=True)

    # Not a foreign key: events are pruned by age, messages stay.
    event_id = models.BigIntegerField(_("webhook event"), null=True, blank=True)

    class Meta:
        db_table = "whatsapp_messages"
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        constraints = [
            # Meta delivers at least once: this is what makes a repeated webhook harmless.
            models.UniqueConstraint(
                fields=["number", "whatsapp_message_id"],
                condition=Q(whatsapp_message_id__isnull=False),
                name="one_message_per_number_and_wamid",
            ),
            models.UniqueConstraint(
                fields=["uuid"], condition=Q(uuid__isnull=False), name="one_message_per_uuid"
            ),
            models.UniqueConstraint(
                fields=["conversation", "client_id"],
                condition=Q(client_id__isnull=False),
                name="one_message_per_conversation_and_client_id",
            ),
            models.CheckConstraint(
                condition=(Q(direction="incoming") & Q(status="received"))
                | (Q(direction="outgoing") & ~Q(status="received")),
                name="only_incoming_messages_are_received",
            ),
            models.CheckConstraint(
                condition=Q(direction="incoming")
                | Q(status__in=["pending", "sending", "unknown", "failed"])
                | Q(whatsapp_message_id__isnull=False),
                name="what_meta_accepted_has_a_wamid",
            ),
        ]
        indexes = [
            # Used for the thread, newest first, paged by key.
            models.Index(fields=["conversation", "-created_at", "-id"], name="messages_of_a_thread"),
            # Used for the outbox: what is waiting, oldest first; whether anything earlier of its conversation
            # still is; what a killed worker left. SQLite takes a partial index only for a query with its very
            # condition, so one index on both states would not do.
            models.Index(fields=["id"], condition=Q(status="pending"), name="messages_pending"),
            models.Index(
                fields=["conversation", "id"], condition=Q(status="pending"), name="pending_of_a_thread"
            ),
            models.Index(
                fields=["conversation", "id"], condition=Q(status="sending"), name="messages_being_sent"
            ),
        ]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"

    @property
    def is_outgoing(self) -> bool:
        return self.direction == self.Direction.OUTGOING

    @property
    def held_until(self) -> datetime | None:
        """Set while it waits for its author's second thoughts. A wait after an attempt is none of these."""
        is_held = self.status == self.Status.PENDING and not self.attempts
        return self.next_attempt_at if is_held else None


class WaitingStatus(models.Model):
    """A status for a wamid that we don't know (yet): it overtook our note of it, or is another app's."""

    number = models.ForeignKey(BusinessNumber, models.CASCADE, db_index=False, related_name="+")
    wamid = models.CharField(max_length=255)
    status = models.CharField(max_length=10)
    at = models.DateTimeField()
    error_code = models.IntegerField(null=True)
    error_title = models.CharField(max_length=300, blank=True)
    error_details = models.TextField(blank=True)
    price_category = models.CharField(max_length=40, blank=True, db_default="")
    price_type = models.CharField(max_length=40, blank=True, db_default="")
    stored_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "whatsapp_waiting_statuses"
        constraints = [
            models.UniqueConstraint(
                fields=["number", "wamid", "status"], name="one_waiting_status_of_a_kind_per_wamid"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.status} of {self.wamid}"
