from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from whatsapp.inbound.replay import applied_before, prune


class Command(BaseCommand):
    help = "Forgets applied webhook events older than so many days. What is not applied is always kept."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--days", type=int, required=True, metavar="N", help="keep those of the last N days"
        )
        parser.add_argument("--dry-run", action="store_true", help="only tell how many")

    def handle(self, *args: Any, days: int, dry_run: bool, **options: Any) -> None:
        if days < 1:
            raise CommandError(_("Keep at least one day: Meta repeats what it sent for up to a week."))
        moment = timezone.now() - timedelta(days=days)
        if dry_run:
            count = applied_before(moment).count()
            self.stdout.write(_("Would be forgotten: %(count)d.") % {"count": count})
        else:
            self.stdout.write(_("Forgotten: %(count)d.") % {"count": prune(moment)})
