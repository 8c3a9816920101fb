"""One change for many conversations: who is meant is locked and named first, then a single UPDATE writes it."""

from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from whatsapp.models import Conversation
from whatsapp.realtime import publish


def lock(chosen: QuerySet[Conversation]) -> list[int]:
    """Their ids. In one order for everybody: two people who choose the same chats don't wait for each other."""
    return list(chosen.order_by("pk").select_for_update().values_list("pk", flat=True))


def change(chosen: QuerySet[Conversation], **facts: Any) -> list[int]:
    """The ids of those that were changed: leave out of `chosen` what has it already. Call it in a transaction."""
    ids = lock(chosen)
    if ids:
        Conversation.objects.filter(pk__in=ids).update(**facts, updated_at=timezone.now())
        tell(ids)
    return ids


def tell(ids: list[int]) -> None:
    """Everybody's list shows it, after the commit."""
    transaction.on_commit(lambda: publish.conversations_changed(ids))
