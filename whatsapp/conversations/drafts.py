"""What members began to write, kept for whatever computer they sit at.

Nobody else sees it, and nobody is told: the page of its author shows it when it opens the chat.
"""

from datetime import datetime

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import Left

from whatsapp.cloud_api.text import storable
from whatsapp.models import Conversation, Draft, Message
from whatsapp.models.conversations import PREVIEW_LENGTH


def keep_draft(
    conversation: Conversation,
    text: str,
    *,
    by: AbstractBaseUser,
    written_at: datetime,
    is_note: bool = False,
    reply_to: Message | None = None,
) -> tuple[Draft, bool]:
    """The draft as it is now, and whether it is this one: what was typed last wins, whenever it arrives.

    A browser was offline, and hands in what it has from the morning; at noon the same person wrote on at another
    one, or sent it. Two requests at once: each inserts or changes the row only where it finds nothing newer.
    """
    said = {"content": storable(text), "reply_to": reply_to, "written_at": written_at}
    row = Draft(conversation=conversation, user_id=by.pk, is_note=is_note, **said)
    theirs = conversation.drafts.filter(user_id=by.pk, is_note=is_note)
    with transaction.atomic():
        Draft.objects.bulk_create([row], ignore_conflicts=True)
        theirs.filter(written_at__lt=written_at).update(**said)
        now = theirs.get()
    return now, now.written_at == written_at


def drafts_in(conversation: Conversation, user: AbstractBaseUser) -> dict[str, Draft]:
    """By what they will become, `reply` or `note`."""
    found = conversation.drafts.filter(user_id=user.pk)
    return {"note" if draft.is_note else "reply": draft for draft in found}


def with_draft(conversations: QuerySet[Conversation], user: AbstractBaseUser) -> QuerySet[Conversation]:
    """Its first words, for the list; an answer rather than a note. Looks into one small index per row."""
    drafts = Draft.objects.filter(conversation=OuterRef("pk"), user_id=user.pk, content__gt="")
    words = drafts.order_by("is_note").values(words=Left("content", PREVIEW_LENGTH))
    return conversations.annotate(draft=Subquery(words[:1]))
