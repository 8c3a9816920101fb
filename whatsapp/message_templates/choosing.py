"""The list that somebody picks a template from."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from whatsapp.models import MessageTemplate

MOST_RECENT = 4
MOST_SHOWN = 60


@dataclass(frozen=True)
class Choices:
    """`recent`: those sent last, while nobody searches. `languages`: all that there are."""

    recent: Sequence[MessageTemplate]
    rows: Sequence[MessageTemplate]
    languages: Sequence[str]
    has_more: bool


def choices(waba_id: str, *, search: str = "", language: str = "") -> Choices:
    """Only what can be sent."""
    there = sendable(waba_id)
    languages = list(there.order_by("language").values_list("language", flat=True).distinct())
    found = there.filter(language=language) if language else there
    for word in search.split():
        found = found.filter(Q(name__icontains=word) | Q(body__icontains=word))
    recent = found.exclude(last_used_at=None).order_by("-last_used_at")[: 0 if search else MOST_RECENT]
    first = list(recent)
    others = found.exclude(pk__in=[row.pk for row in first])
    rows = list(others.order_by("name", "language")[: MOST_SHOWN + 1])
    return Choices(first, rows[:MOST_SHOWN], languages, len(rows) > MOST_SHOWN)


def sendable(waba_id: str) -> QuerySet[MessageTemplate]:
    return MessageTemplate.objects.filter(waba_id=waba_id, status=MessageTemplate.APPROVED, gone_at=None)
