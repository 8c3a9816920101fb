"""Keeps raw bodies and applies them, in one transaction. After it returns, nothing of them can be lost."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from whatsapp.cloud_api.notifications import (
    AccountUpdate,
    Applicable,
    NotUnderstood,
    Unreadable,
    parse,
)
from whatsapp.models import WebhookEvent
from whatsapp.realtime import publish, wake

from . import rows
from .ingest import Applied, apply

logger = logging.getLogger(__name__)

COLUMNS = ("body", "state", "reason", "attempts", "received_at", "applied_at")
EVENTS = "events"
"""The worker's queue of what waits to be applied."""
State = WebhookEvent.State


@dataclass(slots=True)
class Reading:
    """A body as we read it: what can be applied, and why the rest (or all of it) could not be read."""

    body: bytes
    updates: list[Applicable]
    reasons: list[str]


def read(body: bytes) -> Reading:
    try:
        updates = parse(body)
    except Unreadable as error:
        return Reading(body, [], [str(error)])
    understood: list[Applicable] = [u for u in updates if not isinstance(u, NotUnderstood)]
    parked = [update for update in updates if isinstance(update, NotUnderstood)]
    understood += [update.news for update in parked if update.news]
    return Reading(body, understood, [update.reason for update in parked])


def keep_and_apply(bodies: Sequence[bytes]) -> Applied:
    """One transaction for the whole group. What can't be applied stays kept: `process` tries it alone."""
    readings = [read(body) for body in bodies]
    try:
        with rows.turn():
            events = _keep(readings)
            applied = apply([(e, u) for e, r in zip(events, readings, strict=True) for u in r.updates])
            _park_strangers(events, readings, applied)
            transaction.on_commit(lambda: publish.conversations_changed(applied.conversation_ids))
    except Exception as error:
        # Whatever is in a body, and whatever fault of ours it finds, the body is kept. No savepoint in the
        # good case, which is nearly every one: the bad one pays a second transaction.
        logger.warning("a group of %d bodies could not be applied: %s", len(bodies), type(error).__name__)
        with rows.turn():
            _keep(readings, waiting=True)
        wake.ring(EVENTS)
        return Applied()
    return applied


def _keep(readings: Sequence[Reading], *, waiting: bool = False) -> list[int]:
    now = rows.moment(timezone.now())
    if waiting:
        values = [(r.body, State.WAITING.value, "", 0, now, None) for r in readings]
    else:
        states = [State.PARKED.value if r.reasons else State.APPLIED.value for r in readings]
        values = [
            (r.body, state, summary(r.reasons), 1, now, now)
            for r, state in zip(readings, states, strict=True)
        ]
    return sorted(
        pk for (pk,) in rows.insert(WebhookEvent, COLUMNS, values, unless_there=False, returning="id")
    )


def _park_strangers(events: Sequence[int], readings: Sequence[Reading], applied: Applied) -> None:
    """Messages to a number that is not ours (yet): kept, reported, applied by a replay later."""
    if not applied.unknown_numbers:
        return
    for event, reading in zip(events, readings, strict=True):
        strangers = unknown_numbers(reading.updates, applied.unknown_numbers)
        if strangers:
            reason = summary([*reading.reasons, *strangers])
            WebhookEvent.objects.filter(pk=event).update(state=State.PARKED, reason=reason)


def unknown_numbers(updates: Sequence[Applicable], strangers: set[str]) -> list[str]:
    found = {u.phone_number_id for u in updates if not isinstance(u, AccountUpdate)} & strangers
    return [f"unknown business number {number[:32]}" for number in sorted(found)]


def summary(reasons: Sequence[str]) -> str:
    """Each reason once, in the order of their coming."""
    return "; ".join(dict.fromkeys(reasons))[:2000]
