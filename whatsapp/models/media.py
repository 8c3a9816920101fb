from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .messages import Message


class StoredFile(models.Model):
    """Bytes that we keep, once, however often they were sent. What is said of them was read from them.

    `mime_type` is what they are, not what somebody called them. Without a width, a picture is none that a
    browser should be made to draw.
    """

    sha256 = models.CharField(_("SHA-256, in hex"), max_length=64, unique=True)
    name = models.CharField(_("where it lies in the storage"), max_length=200)
    size = models.BigIntegerField(_("bytes"))
    mime_type = models.CharField(_("kind of file"), max_length=100)
    width = models.PositiveIntegerField(_("width in pixels"), null=True, blank=True)
    height = models.PositiveIntegerField(_("height in pixels"), null=True, blank=True)
    duration = models.FloatField(_("seconds"), null=True, blank=True)
    peaks = models.JSONField(_("loudness over time"), null=True, blank=True)
    thumbnail = models.CharField(_("where its small picture lies"), max_length=200, blank=True)
    stored_at = models.DateTimeField(_("stored"), auto_now_add=True)  # or last taken once more

    class Meta:
        db_table = "whatsapp_files"
        verbose_name = _("file")
        verbose_name_plural = _("files")

    def __str__(self) -> str:
        return self.sha256[:12]


class MessageFile(models.Model):
    """The file of a message, from the moment we hear of it. The rows are the queue.

        waiting ──▶ fetched
           ├──────▶ expired   (Meta keeps it for seven days; all attempts of these failed)
           └──────▶ failed    (it will never come: too large)

    Expired and failed go back to waiting when somebody asks for another try.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting to be fetched")
        FETCHED = "fetched", _("Fetched")
        EXPIRED = "expired", _("No longer at WhatsApp")
        FAILED = "failed", _("Can't be fetched")

    message = models.OneToOneField(
        Message, models.CASCADE, primary_key=True, related_name="file", verbose_name=_("message")
    )
    stored = models.ForeignKey(
        StoredFile,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="uses",
        verbose_name=_("file"),
    )
    original = models.ForeignKey(
        # Its index is used to find what was made of a file when it is sent again.
        StoredFile,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="made_into",
        verbose_name=_("file as it was given"),
        help_text=_("Where WhatsApp takes no such file, and another was made of it."),
    )
    name = models.CharField(_("name"), max_length=255, blank=True, help_text=_("As its sender named it."))
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.WAITING)
    reason = models.CharField(_("why the last attempt failed"), max_length=40, blank=True, db_default="")
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    asked_at = models.DateTimeField(_("heard of"))
    next_attempt_at = models.DateTimeField(_("next attempt"), null=True, blank=True)
    claimed_until = models.DateTimeField(_("claimed until"), null=True, blank=True)
    fetched_at = models.DateTimeField(_("fetched"), null=True, blank=True)

    class Meta:
        db_table = "whatsapp_message_files"
        verbose_name = _("file of a message")
        verbose_name_plural = _("files of messages")
        constraints = [
            models.CheckConstraint(
                condition=Q(state="fetched", stored__isnull=False)
                | (~Q(state="fetched") & Q(stored__isnull=True)),
                name="what_is_fetched_has_its_file",
            ),
        ]
        indexes = [
            # Used for the queue: what is to be fetched, the newest first, since somebody waits for it.
            models.Index(fields=["-message"], condition=Q(state="waiting"), name="files_to_fetch"),
        ]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"


class CardFile(models.Model):
    """The picture or film of one card of a template's carousel. That of a heading is a `MessageFile`."""

    message = models.ForeignKey(Message, models.CASCADE, db_index=False, related_name="card_files")
    card = models.PositiveSmallIntegerField(_("which card, from 0"))
    stored = models.ForeignKey(StoredFile, models.PROTECT, related_name="cards", verbose_name=_("file"))
    name = models.CharField(_("name"), max_length=255, blank=True)

    class Meta:
        db_table = "whatsapp_card_files"
        verbose_name = _("file of a card")
        verbose_name_plural = _("files of cards")
        constraints = [
            models.UniqueConstraint(fields=["message", "card"], name="one_file_per_card"),
        ]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"


def file_of(message: Message) -> MessageFile | None:
    """None for most messages. Costs a query where the caller has not asked for it with the message."""
    if message._state.adding:
        return None  # shown without being stored: the gallery of the demo
    try:
        return message.file
    except MessageFile.DoesNotExist:
        return None
