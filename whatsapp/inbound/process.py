"""Applies kept events one by one: what a group could not, and what a replay asks for."""

import logging
from collections.abc import Sequence

from django.db import OperationalError, transaction
from django.utils import timezone

from whatsapp.cloud_api.notifications import Applicable
from whatsapp.models import WebhookEvent
from whatsapp.realtime import publish

from .ingest import apply
from .keep import read, summary, unknown_numbers

logger = logging.getLogger(__name__)

State = WebhookEvent.State


def process_waiting(limit: int = 100) -> int:
    """The worker's share. Returns how many events it settled, one way or the other."""
    # Said twice for SQLite, which takes a partial index only for a query with its very condition.
    waiting = WebhookEvent.objects.exclude(state=State.APPLIED).filter(state=State.WAITING).order_by("pk")
    settled = 0
    for event in waiting[:limit]:
        try:
            process(event)
            settled += 1
        except OperationalError as error:
            logger.warning("event %s waits for a better moment: %s", event.pk, type(error).__name__)
    return settled


def process(event: WebhookEvent) -> None:
    """Applies what is good in one event, and parks the event when something in it is not."""
    reading = read(bytes(event.body))
    with transaction.atomic():
        changed, failures = _apply(event, reading.updates)
        reasons = [*reading.reasons, *failures]
        event.state = State.PARKED if reasons else State.APPLIED
        event.reason, event.applied_at = summary(reasons), timezone.now()
        event.attempts += 1
        event.save(update_fields=["state", "reason", "applied_at", "attempts"])
        transaction.on_commit(lambda: publish.conversations_changed(changed))
    if reasons:
        logger.warning("event %s is parked", event.pk)


def _apply(event: WebhookEvent, updates: Sequence[Applicable]) -> tuple[set[int], list[str]]:
    """The conversations that changed, and why the rest failed. All at once; where that fails, each half by
    itself, down to the one that is bad: it sinks alone, and a thousand good ones cost little."""
    try:
        with transaction.atomic():
            applied = apply([(event.pk, update) for update in updates])
    except OperationalError:
        raise  # the database's trouble, not the item's: the event goes on waiting
    except Exception as error:
        if len(updates) == 1:
            return set(), [f"{type(updates[0]).__name__} could not be applied: {type(error).__name__}"]
        middle = len(updates) // 2
        halves = [_apply(event, updates[:middle]), _apply(event, updates[middle:])]
        return set().union(*(changed for changed, _ in halves)), [r for _, reasons in halves for r in reasons]
    return applied.conversation_ids, unknown_numbers(updates, applied.unknown_numbers)
