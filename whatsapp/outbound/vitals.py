"""How a number is doing at this moment: what waits, and what failed lately."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Min
from django.utils import timezone

from whatsapp.models import BusinessNumber, Conversation, Message

LATELY = timedelta(hours=24)
TOO_LONG = timedelta(minutes=10)
"""A message that waits for more than this waits for something that somebody should know of."""


@dataclass(frozen=True)
class Vitals:
    waiting: int
    oldest_at: datetime | None
    unknown: int
    failed: dict[int | None, int]  # how many in the last 24 hours, by Meta's code, most first

    @property
    def is_late(self) -> bool:
        return self.oldest_at is not None and timezone.now() - self.oldest_at > TOO_LONG


def vitals_of(number: BusinessNumber) -> Vitals:
    pending = Message.objects.filter(number=number, status=Message.Status.PENDING)
    queue = pending.aggregate(count=Count("pk"), oldest=Min("created_at"))
    since = timezone.now() - LATELY
    # By way of the chats of the last day: an index finds them, and each thread has its own by time.
    live = Conversation.objects.filter(last_message_at__gte=since).values("pk")
    lately = Message.objects.filter(number=number, conversation__in=live, created_at__gte=since)
    gone_wrong = lately.filter(status__in=[Message.Status.FAILED, Message.Status.UNKNOWN])
    counts = gone_wrong.values_list("status", "error_code").annotate(count=Count("pk")).order_by("-count")
    return Vitals(
        waiting=queue["count"],
        oldest_at=queue["oldest"],
        unknown=sum(count for status, _, count in counts if status == Message.Status.UNKNOWN),
        failed={code: count for status, code, count in counts if status == Message.Status.FAILED},
    )
