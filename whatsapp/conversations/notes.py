"""Notes of the team about a chat: written and deleted here alone.

Nothing here knows the road out, and nothing there knows notes. In a closed window, and about a blocked customer,
they are as welcome as ever.
"""

from datetime import datetime

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _

from whatsapp.cloud_api.text import storable
from whatsapp.models import AuditEntry, Conversation, Note
from whatsapp.realtime import publish

LONGEST = 4096
"""Characters: as a message, since the same field takes both."""
MOST = 200
"""Of one piece of a thread."""

TAKEN_BACK = "note taken back"
"""The audit log's verb. As with an undone message, the entry is the conversation's, with the browser's name."""


class CannotNote(ValueError):
    """Its words are for people."""

    code = "invalid_note"


class TakenBack(CannotNote):
    code = "undone"


def write_note(
    conversation: Conversation, text: str, *, by: AbstractBaseUser, client_id: str | None = None
) -> tuple[Note, bool]:
    """The note, and whether it is new: the same `client_id` again gives the same one.

    Raises CannotNote, TakenBack.
    """
    text = _checked(text)
    with transaction.atomic():
        _lock(conversation)  # a double click: the second request finds the note of the first
        if known := _find(conversation, client_id):
            return known, False
        if _was_taken_back(conversation, client_id):
            raise TakenBack(_("This note was taken back."))
        note = Note.objects.create(
            conversation=conversation, content=text, by_id=by.pk, client_id=client_id or None
        )
        _tell("noted", conversation, by, note=note.pk)
    return note, True


def take_back(conversation: Conversation, client_id: str, *, by: AbstractBaseUser) -> None:
    """For a browser that does not know whether its note arrived: afterwards it has not, and will not."""
    with transaction.atomic():
        _lock(conversation)
        if known := _find(conversation, client_id):
            known.delete()
        if not _was_taken_back(conversation, client_id):
            _tell(TAKEN_BACK, conversation, by, client_id=client_id)


def delete_note(note: Note, *, by: AbstractBaseUser) -> None:
    with transaction.atomic():
        _tell("note deleted", note.conversation, by, note=note.pk, of=note.by_id)
        note.delete()


def with_last_note(conversations: QuerySet[Conversation]) -> QuerySet[Conversation]:
    """In the same query: a thread is refreshed often, and mostly has no notes, or no new ones."""
    notes = Note.objects.filter(conversation=OuterRef("pk")).order_by("-created_at", "-pk")
    return conversations.annotate(last_note=Subquery(notes.values("pk")[:1]))


def notes_in(
    conversation: Conversation, since: datetime | None = None, before: datetime | None = None
) -> list[Note]:
    """Oldest first. The times are those of the bubbles between which they stand."""
    if getattr(conversation, "last_note", 0) is None:
        return []
    found = conversation.notes.select_related("by")
    if since is not None:
        found = found.filter(created_at__gte=since)
    if before is not None:
        found = found.filter(created_at__lt=before)
    return list(found.order_by("-created_at", "-pk")[:MOST])[::-1]


def _checked(text: str) -> str:
    text = storable(text).strip()
    if not text:
        raise CannotNote(_("Write something first."))
    if len(text) > LONGEST:
        raise CannotNote(_("A note can have %(limit)d characters at most.") % {"limit": LONGEST})
    return text


def _lock(conversation: Conversation) -> None:
    Conversation.objects.select_for_update().filter(pk=conversation.pk).values_list("pk").get()


def _find(conversation: Conversation, client_id: str | None) -> Note | None:
    return conversation.notes.filter(client_id=client_id).first() if client_id else None


def _was_taken_back(conversation: Conversation, client_id: str | None) -> bool:
    if not client_id:
        return False
    entries = AuditEntry.objects.filter(noun=Conversation._meta.model_name, noun_id=conversation.pk)
    return entries.filter(verb=TAKEN_BACK, details__client_id=client_id).exists()


def _tell(verb: str, conversation: Conversation, by: AbstractBaseUser, **details: object) -> None:
    """The open threads, and the audit log, which keeps none of its words."""
    AuditEntry.record(verb, conversation, by=by, **details)
    conversation_id = conversation.pk
    transaction.on_commit(lambda: publish.conversations_changed([conversation_id]))
