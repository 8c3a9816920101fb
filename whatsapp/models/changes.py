from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .contacts import Contact
from .content import ContentField
from .conversations import Conversation
from .messages import Message
from .numbers import BusinessNumber


class MessageChange(models.Model):
    """That a message was edited or deleted by its author. Kept beside the message: it may come before it."""

    class Kind(models.TextChoices):
        EDIT = "edit", _("Edited")
        REVOKE = "revoke", _("Deleted")

    number = models.ForeignKey(BusinessNumber, models.CASCADE, db_index=False, related_name="+")
    wamid = models.CharField(_("wamid of the change"), max_length=255)
    target_wamid = models.CharField(_("wamid of the message"), max_length=255)
    kind = models.CharField(_("kind"), max_length=6, choices=Kind)
    content = ContentField(_("new text"), blank=True)
    is_ours = models.BooleanField(
        _("by us"),
        default=False,
        db_default=False,
        help_text=_("Nobody changes a message of the other side."),
    )
    at = models.DateTimeField(_("when"))

    class Meta:
        db_table = "whatsapp_message_changes"
        verbose_name = _("change of a message")
        verbose_name_plural = _("changes of messages")
        constraints = [
            models.UniqueConstraint(fields=["number", "wamid"], name="one_change_per_number_and_wamid"),
        ]
        indexes = [
            # Used for all changes of a message, when it or one of them arrives.
            models.Index(fields=["number", "target_wamid"], name="changes_of_a_message"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.target_wamid}"


class Reaction(models.Model):
    """The emoji that one side put on a message, also on one that we never saw. Empty: taken back.

    A row stays when the reaction is taken back: it remembers when, so that a late older one does not return.
    Of our own side `attempt` is the outgoing row that carries the latest change to Meta, and `emoji` is what
    holds if that fails.
    """

    number = models.ForeignKey(BusinessNumber, models.CASCADE, db_index=False, related_name="+")
    target_wamid = models.CharField(_("wamid of the message"), max_length=255)
    contact = models.ForeignKey(
        Contact,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("Empty: we reacted ourselves."),
    )
    conversation = models.ForeignKey(
        # Its index is used for the latest reaction of a conversation, when one is put or taken back.
        Conversation,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="reactions",
        verbose_name=_("conversation"),
        help_text=_("Where it shows in the list. Empty: from before the list showed reactions."),
    )
    emoji = models.CharField(_("emoji"), max_length=64, blank=True)
    wamid = models.CharField(_("wamid of the reaction"), max_length=255)
    at = models.DateTimeField(_("when"))
    attempt = models.ForeignKey(
        Message, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("sent by")
    )

    class Meta:
        db_table = "whatsapp_reactions"
        verbose_name = _("reaction")
        verbose_name_plural = _("reactions")
        constraints = [
            # Also used for the reactions on the messages of a page.
            models.UniqueConstraint(
                fields=["number", "target_wamid", "contact"],
                condition=Q(contact__isnull=False),
                name="one_reaction_of_a_customer_on_a_message",
            ),
            models.UniqueConstraint(
                fields=["number", "target_wamid"],
                condition=Q(contact__isnull=True),
                name="one_reaction_of_ours_on_a_message",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.emoji} {self.target_wamid}"

    @property
    def wanted(self) -> str:
        """What the message shall bear: the latest attempt's emoji, unless that failed."""
        if self.attempt is None or self.attempt.status == Message.Status.FAILED:
            return self.emoji
        return self.attempt.content
