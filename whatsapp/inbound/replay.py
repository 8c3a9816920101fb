"""Kept events applied once more, and old ones forgotten. Harmless for what is there already."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import QuerySet

from whatsapp.models import WebhookEvent

from .process import process

State = WebhookEvent.State

AT_ONCE = 1000


def failed() -> QuerySet[WebhookEvent]:
    """Parked, or not tried yet."""
    return WebhookEvent.objects.exclude(state=State.APPLIED)


def replay(events: QuerySet[WebhookEvent]) -> Iterator[WebhookEvent]:
    """In the order of their coming, each in its own transaction; gives each with its new state.

    What comes meanwhile is not replayed: an event that stays parked would otherwise never end it.
    """
    chosen = events.order_by("pk").values_list("pk", flat=True)
    for pk in list(chosen):
        event = WebhookEvent.objects.filter(pk=pk).first()  # one body in memory; pruned meanwhile: none
        if event is not None:
            process(event)
            yield event


def applied_before(moment: datetime) -> QuerySet[WebhookEvent]:
    """What may be forgotten. Never what is not applied: it exists nowhere else."""
    return WebhookEvent.objects.filter(state=State.APPLIED, received_at__lt=moment)


def prune(moment: datetime) -> int:
    """In small transactions, between which webhooks get their turn. Returns how many."""
    count = 0
    while some := list(applied_before(moment).order_by("pk").values_list("pk", flat=True)[:AT_ONCE]):
        count += WebhookEvent.objects.filter(pk__in=some, state=State.APPLIED).delete()[0]
    return count
