"""Labels on chats: put on and taken off, on one or on many at once."""

from collections.abc import Collection
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from whatsapp.models import AuditEntry, Conversation, Label

from .changing import lock, tell

Pair = Conversation.labels.through


def put_on(chosen: QuerySet[Conversation], label: Label, *, by: AbstractBaseUser) -> int:
    """How many of the chosen had it not."""
    with transaction.atomic():
        ids = lock(chosen.exclude(pk__in=_with(label)))
        Pair.objects.bulk_create(
            (Pair(conversation_id=pk, label_id=label.pk) for pk in ids), ignore_conflicts=True
        )
        _note("label put on", ids, label, by)
    return len(ids)


def take_off(chosen: QuerySet[Conversation], label: Label, *, by: AbstractBaseUser) -> int:
    """How many of the chosen had it."""
    with transaction.atomic():
        ids = lock(chosen.filter(pk__in=_with(label)))
        Pair.objects.filter(label=label, conversation__in=ids).delete()
        _note("label taken off", ids, label, by)
    return len(ids)


def set_labels(conversation: Conversation, labels: Collection[Label], *, by: AbstractBaseUser) -> None:
    """These and no others."""
    chosen = Conversation.objects.filter(pk=conversation.pk)
    with transaction.atomic():
        for label in conversation.labels.exclude(pk__in=[label.pk for label in labels]):
            take_off(chosen, label, by=by)
        for label in labels:
            put_on(chosen, label, by=by)


def labels_on(conversations: Collection[int]) -> dict[int, list[Label]]:
    """By conversation, in their order. A prefetch would make a queryset for each of fifty rows: 2 ms."""
    worn: dict[int, list[Label]] = {}
    pairs = Pair.objects.filter(conversation__in=conversations).select_related("label")
    for pair in pairs.order_by("label"):
        worn.setdefault(pair.conversation_id, []).append(pair.label)
    return worn


def _with(label: Label) -> QuerySet[Any]:
    return Pair.objects.filter(label=label).values("conversation")


def _note(verb: str, ids: list[int], label: Label, by: AbstractBaseUser) -> None:
    if not ids:
        return
    # What a row shows is compared by this time: see `ChatList.version`.
    Conversation.objects.filter(pk__in=ids).update(updated_at=timezone.now())
    AuditEntry.record_all(verb, Conversation, ids, by=by, label=label.name)
    tell(ids)
