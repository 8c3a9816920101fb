"""Applies kept events one by one: what a group could not, and what a replay asks for."""

import logging

from django.db import OperationalError, transaction
from django.utils import timezone

from whatsapp.models import WebhookEvent
from whatsapp.realtime import publish

from .ingest import apply
from .keep import read, summary, unknown_numbers

logger = logging.getLogger(__name__)

State = WebhookEvent.State


def process_waiting(limit: int = 100) -> int:
    """The worker's share. Returns how many events it settled, one way or the other."""
    waiting = WebhookEvent.objects.filter(state=State.WAITING).order_by("pk")[:limit]
    for event in waiting:
        process(event)
    return len(waiting)


def process(event: WebhookEvent) -> None:
    """Applies one event; each of its updates in a savepoint of its own, so that one bad item sinks alone."""
    reading = read(bytes(event.body))
    reasons = list(reading.reasons)
    with transaction.atomic():
        changed: set[int] = set()
        for update in reading.updates:
            try:
                with transaction.atomic():
                    applied = apply([(event.pk, update)])
            except OperationalError:
                raise  # the database's trouble, not the item's: the event goes on waiting
            except Exception as error:
                reasons.append(f"{type(update).__name__} could not be applied: {type(error).__name__}")
                continue
            changed |= applied.conversation_ids
            reasons += unknown_numbers([update], applied.unknown_numbers)
        event.state = State.PARKED if reasons else State.APPLIED
        event.reason, event.applied_at = summary(reasons), timezone.now()
        event.attempts += 1
        event.save(update_fields=["state", "reason", "applied_at", "attempts"])
        transaction.on_commit(lambda: publish.conversations_changed(changed))
    if reasons:
        logger.warning("event %s is parked", event.pk)
