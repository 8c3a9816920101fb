from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _

from whatsapp.inbound.replay import failed, replay
from whatsapp.models import WebhookEvent

EVERY = 500
"""Events between two lines of progress."""


class Command(BaseCommand):
    help = "Applies kept webhook events once more. What is there already stays as it is."

    def add_arguments(self, parser: CommandParser) -> None:
        which = parser.add_mutually_exclusive_group(required=True)
        which.add_argument("--failed", action="store_true", help="those that are parked or wait")
        which.add_argument("--since", metavar="ISO", help="those received since then: 2026-11-02T09:00")
        which.add_argument("--all", action="store_true", help="every one, from the first")
        parser.add_argument("--dry-run", action="store_true", help="only tell how many")

    def handle(self, *args: Any, since: str | None, dry_run: bool, **options: Any) -> None:
        events = self._chosen(since, only_failed=options["failed"])
        total = events.count()
        if dry_run:
            self.stdout.write(_("Would be applied again: %(total)d.") % {"total": total})
            return
        count = parked = 0
        for event in replay(events):
            count += 1
            parked += event.state == WebhookEvent.State.PARKED
            if count % EVERY == 0:
                self.stderr.write(f"{count} / {total}")
        done = _("Applied: %(applied)d. Still parked: %(parked)d.") % {
            "applied": count - parked,
            "parked": parked,
        }
        if parked:
            raise CommandError(done)
        self.stdout.write(done)

    def _chosen(self, since: str | None, *, only_failed: bool) -> QuerySet[WebhookEvent]:
        if since is not None:
            return WebhookEvent.objects.filter(received_at__gte=_moment(since))
        return failed() if only_failed else WebhookEvent.objects.all()


def _moment(text: str) -> datetime:
    """In our own time zone, unless it names one."""
    try:
        day = parse_date(text)
        moment = datetime(day.year, day.month, day.day) if day else parse_datetime(text)  # noqa: DTZ001
    except ValueError:
        moment = None
    if moment is None:
        raise CommandError(_("%(text)s is no time. Write it like 2026-11-02T09:00.") % {"text": text})
    return moment if timezone.is_aware(moment) else timezone.make_aware(moment)
