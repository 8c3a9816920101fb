from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

from .conversations import Conversation
from .messages import Message
from .notes import Note


class TokensField(models.Field):
    """What something is found by, parted by spaces: text that FTS5 reads, or a tsvector."""

    def db_type(self, connection: BaseDatabaseWrapper) -> str:
        return "tsvector" if connection.vendor == "postgresql" else "text"


class SearchEntry(models.Model):
    """What one message, one note, or one conversation (its customer's names and numbers), is found by.

    `position` is the order in which hits are listed: of a message and a note its second and its id
    (`search.keeping`), of a conversation its id with a minus. On SQLite the FTS5 table `whatsapp_search` follows
    this table by triggers, on PostgreSQL a GIN index does (migrations 0022 and 0024).
    """

    position = models.BigAutoField(primary_key=True)
    message = models.OneToOneField(Message, models.CASCADE, null=True, related_name="search_entry")
    note = models.OneToOneField(Note, models.CASCADE, null=True, related_name="search_entry")
    conversation = models.OneToOneField(Conversation, models.CASCADE, null=True, related_name="search_entry")
    words: Any = TokensField()

    class Meta:
        db_table = "whatsapp_search_entries"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(
                    message__isnull=False, note__isnull=True, conversation__isnull=True, position__gte=0
                )
                | models.Q(
                    message__isnull=True, note__isnull=False, conversation__isnull=True, position__gte=0
                )
                | models.Q(
                    message__isnull=True, note__isnull=True, conversation__isnull=False, position__lt=0
                ),
                name="a_search_entry_is_of_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return str(self.position)


class SearchMark(models.Model):
    """How far the index reaches: the rows with ids in (`back_to`, `up_to`] have their entries, in the spelling of
    `version`. What lies above is read as it is, by every search; below, the worker goes on to write entries.

    On PostgreSQL ids are committed out of order: `up_to` moves to `seen_id` when every transaction that was under
    way when this was seen (`seen_xid` was the next) has ended.
    """

    noun = models.CharField(max_length=20, primary_key=True)  # of search.keeping.NOUNS
    up_to = models.BigIntegerField(default=0)
    back_to = models.BigIntegerField(default=0)
    version = models.PositiveSmallIntegerField(default=0)
    seen_id = models.BigIntegerField(default=0)
    seen_xid = models.BigIntegerField(null=True)

    class Meta:
        db_table = "whatsapp_search_marks"

    def __str__(self) -> str:
        return self.noun
