"""Small lines between the bubbles: who opened or closed the chat, and whose it became. The audit log tells."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import chain, groupby
from typing import Protocol

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from whatsapp.models import AuditEntry, Conversation, name_of

from .days import Day

MOST = 200
"""Lines of one piece of a thread. Who goes further is helped by the audit log itself."""

SENTENCES = {
    "resolved": gettext_lazy("%(who)s resolved this chat"),
    "reopened": gettext_lazy("%(who)s reopened this chat"),
    "set pending": gettext_lazy("%(who)s set this chat to pending"),
    "assigned": gettext_lazy("%(who)s assigned this chat to %(name)s"),
    "unassigned": gettext_lazy("%(who)s left this chat to nobody"),
}
NOUN = "conversation"
TOOK = gettext_lazy("%(who)s took this chat")


class Line(Protocol):
    """What stands between bubbles: something that happened, or a note."""

    template: str

    @property
    def at(self) -> datetime: ...


@dataclass(frozen=True)
class Happening:
    entry: AuditEntry
    template = "inbox/_happened.html"

    @property
    def pk(self) -> int:
        return self.entry.pk

    @property
    def at(self) -> datetime:
        return self.entry.at

    @cached_property
    def words(self) -> str:
        by, details = self.entry.by, self.entry.details
        # Isolated: an English name keeps its place in an Arabic sentence.
        who = f"\u2068{name_of(by)}\u2069" if by else _("Somebody")
        name = f"\u2068{details.get('name', '')}\u2069"
        took = by is not None and details.get("to") == by.pk
        return str(TOOK if took else SENTENCES[self.entry.verb]) % {"who": who, "name": name}


def with_last_entry(conversations: QuerySet[Conversation]) -> QuerySet[Conversation]:
    """The latest of the audit log about each, in the same query: a thread is refreshed often, and mostly nothing
    was done with it, or nothing new.
    """
    entries = AuditEntry.objects.filter(noun=NOUN, noun_id=OuterRef("pk")).order_by("-at", "-pk")
    return conversations.annotate(last_entry=Subquery(entries.values("pk")[:1]))


def happenings_in(
    conversation: Conversation, since: datetime | None = None, before: datetime | None = None
) -> list[Happening]:
    """Oldest first. The times are those of the bubbles between which they stand."""
    if getattr(conversation, "last_entry", 0) is None:
        return []
    found = AuditEntry.objects.filter(noun=NOUN, noun_id=conversation.pk, verb__in=SENTENCES)
    if since is not None:
        found = found.filter(at__gte=since)
    if before is not None:
        found = found.filter(at__lt=before)
    return [Happening(entry) for entry in found.select_related("by").order_by("-at", "-pk")[:MOST]][::-1]


def weave(days: Iterable[Day], *kinds: Sequence[Line]) -> list[Day]:
    """The days with these lines in their places; a day on which nothing was written may come to it."""
    woven = {day.date: day for day in days}
    in_order = sorted(chain(*kinds), key=lambda line: line.at)
    for date, lines in groupby(in_order, lambda line: timezone.localtime(line.at).date()):
        woven[date] = _woven(woven.get(date, Day(date, ())), list(lines))
    return [woven[date] for date in sorted(woven)]


def _woven(day: Day, lines: list[Line]) -> Day:
    bubbles = []
    for bubble in day.bubbles:
        before = [line for line in lines if line.at < bubble.message.created_at]
        lines = lines[len(before) :]
        bubbles.append(replace(bubble, before=before, starts_group=True) if before else bubble)
    return replace(day, bubbles=bubbles, after=lines)
