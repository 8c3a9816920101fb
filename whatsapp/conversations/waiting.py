"""Who waits for an answer, and since when: read from the stored messages, in whatever order they came."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.models import DateTimeField, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from whatsapp.models import Conversation, Message

from .between import Key, between

LONGEST = timedelta(days=7)
"""Whoever said nothing more for so long does not wait any more: it bounds what has to be looked at."""

NEVER = datetime(1970, 1, 1, tzinfo=UTC)


def waiting_first(
    found: QuerySet[Conversation], size: int, after: Key | None = None, last: Key | None = None
) -> Sequence[Conversation]:
    """Those that wait, the longest first, between two keys; each gets `waiting_since`, the time of its first
    unanswered message.

    An answer is what we sent in words, a template or a file: no reaction, and nothing that failed. What a customer
    took back, an answered call and a line about the chat ask for none.

    Cost: the road in keeps no column for this. Per conversation in which a customer wrote within `LONGEST`, two
    looks into the index of its thread: 10 000 of them are some 0.1 s, and nobody else's list pays for it.
    """
    since = timezone.now() - LONGEST
    # Nothing is older than the chat's last message: so the index on that finds all that can be waiting.
    candidates = found.filter(last_message_at__gt=since, last_inbound_at__gt=since, blocked_at=None)
    candidates = candidates.exclude(status=Conversation.Status.RESOLVED)
    waiting = _with_times(candidates)
    if after or last:
        waiting = waiting.filter(between("waiting_since", after, last))
    # Who does not wait stands behind all others, and is left out here: a condition would look it all up once more.
    ordered = waiting.order_by(F("waiting_since").asc(nulls_last=True), "pk").values_list(
        "pk", "waiting_since"
    )
    times = {pk: since for pk, since in ordered[:size] if since}
    # What else a row shows is asked for these alone.
    rows: dict[int, Conversation] = found.in_bulk(list(times))
    for pk, row in rows.items():
        row.waiting_since = times[pk]  # type: ignore[attr-defined]
    return [rows[pk] for pk in times if pk in rows]


def _with_times(conversations: QuerySet[Conversation]) -> QuerySet[Any]:
    of_it = Message.objects.filter(conversation=OuterRef("pk"))
    answers = of_it.filter(direction=Message.Direction.OUTGOING).exclude(
        Q(message_type=Message.REACTION) | Q(status=Message.Status.FAILED)
    )
    questions = of_it.filter(
        direction=Message.Direction.INCOMING,
        origin=Message.Origin.CUSTOMER,
        revoked_at=None,
        created_at__gt=Coalesce(OuterRef("answered_at"), Value(NEVER, output_field=DateTimeField())),
    ).exclude(Q(message_type="system") | Q(message_type="call", content__gt=""))
    return conversations.alias(
        answered_at=Subquery(answers.order_by("-created_at", "-pk").values("created_at")[:1])
    ).annotate(waiting_since=Subquery(questions.order_by("created_at", "pk").values("created_at")[:1]))
