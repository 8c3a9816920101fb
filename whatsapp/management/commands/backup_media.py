from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from whatsapp.media.backup import back_up, go_through


class Command(BaseCommand):
    help = (
        "Copies the files of messages into a folder: only what is new there, each checked by its SHA-256. "
        "Back up the database first: then every file that it knows is in the folder."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, metavar="DIR", help="is made when it is not there")
        parser.add_argument("--dry-run", action="store_true", help="only tell how many")

    def handle(self, *args: Any, folder: Path, dry_run: bool, **options: Any) -> None:
        progress = go_through(back_up(folder, dry_run=dry_run), self.stderr.write)
        facts = {"copied": progress.copied, "there": progress.there, "faults": progress.faults}
        if dry_run:
            self.stdout.write(_("Would be copied: %(copied)d. There already: %(there)d.") % facts)
            return
        done = _("Copied: %(copied)d. There already: %(there)d. Missing or damaged: %(faults)d.") % facts
        if progress.faults:
            raise CommandError(done)
        self.stdout.write(done)
