from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .contacts import Contact
from .labels import Label
from .numbers import BusinessNumber

WINDOW = timedelta(hours=24)
"""After a customer's message anything may be sent for so long, then only templates (Cloud API: windows)."""

PREVIEW_LENGTH = 200


class Conversation(models.Model):
    """Everything between one business number and one customer, for ever, as in WhatsApp itself.

    `status` opens and closes it. The name, the phone and the last message are copied here so that the list
    of conversations reads one table.
    """

    class Status(models.TextChoices):
        ACTIVE = "active", _("Active")
        PENDING = "pending", _("Pending")
        RESOLVED = "resolved", _("Resolved")

    number = models.ForeignKey(
        BusinessNumber, models.PROTECT, db_index=False, verbose_name=_("business number")
    )
    contact = models.ForeignKey(
        Contact, models.PROTECT, db_index=False, related_name="conversations", verbose_name=_("contact")
    )
    customer_phone = models.CharField(_("phone"), max_length=20, null=True, blank=True)
    customer_name = models.CharField(_("name"), max_length=200, blank=True)
    last_message = models.CharField(_("last message"), max_length=PREVIEW_LENGTH, blank=True)
    last_message_type = models.CharField(_("type of the last message"), max_length=40, blank=True)
    last_message_direction = models.CharField(_("direction of the last message"), max_length=8, blank=True)
    last_message_at = models.DateTimeField(_("last message at"), default=timezone.now)
    last_inbound_at = models.DateTimeField(
        _("customer last wrote at"),
        null=True,
        blank=True,
        help_text=_("By Meta's clock. The 24-hour window counts from here."),
    )
    unread_count = models.PositiveIntegerField(_("unread"), default=0)
    is_marked_unread = models.BooleanField(
        _("marked as unread"),
        default=False,
        db_default=False,
        help_text=_("By somebody, not by a new message. It counts as one unread, until the chat is opened."),
    )
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.ACTIVE)
    blocked_at = models.DateTimeField(
        _("blocked"),
        null=True,
        blank=True,
        help_text=_("Since then WhatsApp keeps from us what this customer writes to this number."),
    )
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        db_index=False,
        related_name="+",
        verbose_name=_("assigned to"),
    )
    labels = models.ManyToManyField(
        Label,
        blank=True,
        related_name="conversations",
        db_table="whatsapp_conversation_labels",
        verbose_name=_("labels"),
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    updated_at = models.DateTimeField(_("changed"), auto_now=True)

    class Meta:
        db_table = "whatsapp_conversations"
        verbose_name = _("conversation")
        verbose_name_plural = _("conversations")
        permissions = [
            ("use_inbox", "Can read and answer customers in the inbox"),
            ("open_back_office", "Can open the back office"),
        ]
        constraints = [
            # Also used for those of a contact. The contact comes first: an index that begins with the number is one
            # by which SQLite, which knows nothing of how many there are, would list half of all conversations.
            models.UniqueConstraint(
                fields=["contact", "number"], name="one_conversation_per_contact_and_number"
            ),
            models.CheckConstraint(
                condition=Q(status__in=["active", "pending", "resolved"]), name="conversation_status_is_known"
            ),
            models.CheckConstraint(
                condition=Q(is_marked_unread=False) | Q(unread_count__gt=0),
                name="what_is_marked_unread_counts_as_unread",
            ),
        ]
        indexes = [
            # Used for the list, latest first, paged by key.
            models.Index(fields=["-last_message_at", "-id"], name="conversations_latest_first"),
            # Used for the list as it comes (what is not resolved), and for all that is picked from it: unread,
            # mine, nobody's, of a label. However many chats were resolved, they are not looked at.
            models.Index(
                fields=["-last_message_at", "-id"],
                condition=~Q(status="resolved"),
                name="conversations_open_latest",
            ),
            # Used for what one member of the team has done with. Of open chats, each of which is written anew with
            # each message, it has none.
            models.Index(
                fields=["assigned_to", "-last_message_at", "-id"],
                condition=Q(status="resolved"),
                name="conversations_done_by",
            ),
        ]

    def __str__(self) -> str:
        return self.display_name

    @property
    def display_name(self) -> str:
        return self.customer_name or (f"+{self.customer_phone}" if self.customer_phone else str(self.pk))

    @property
    def new_messages(self) -> int:
        """Unread ones that really came: without the mark that somebody set."""
        return self.unread_count - self.is_marked_unread

    @property
    def window_expires_at(self) -> datetime | None:
        return self.last_inbound_at + WINDOW if self.last_inbound_at else None

    def window_is_open(self, at: datetime) -> bool:
        expires = self.window_expires_at
        return expires is not None and at < expires
