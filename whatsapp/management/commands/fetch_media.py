from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from whatsapp.media.sweeping import ask_for_forgotten, forgotten, missing_files, sweep

EVERY = 20
"""Files between two lines of progress."""


class Command(BaseCommand):
    help = "Fetches the files of messages that are still missing: each is tried once, now."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--given-up", action="store_true", help="also those that were given up: expired or too large"
        )
        parser.add_argument("--dry-run", action="store_true", help="only tell how many")

    def handle(self, *args: Any, given_up: bool, dry_run: bool, **options: Any) -> None:
        if dry_run:
            total = missing_files(given_up=given_up).count() + forgotten().count()
            self.stdout.write(_("Would be fetched: %(total)d.") % {"total": total})
            return
        ask_for_forgotten()
        fetched = missing = 0
        for swept in sweep(given_up=given_up):
            fetched, missing = swept.fetched, swept.missing
            if swept.tried % EVERY == 0:
                self.stderr.write(f"{swept.tried} / {swept.total}")
        done = _("Fetched: %(fetched)d. Still missing: %(missing)d.") % {
            "fetched": fetched,
            "missing": missing,
        }
        if missing:
            raise CommandError(done)
        self.stdout.write(done)
