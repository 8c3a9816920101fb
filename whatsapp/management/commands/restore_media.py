from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from whatsapp.media.backup import MANIFEST, go_through, lost_files, restore


class Command(BaseCommand):
    help = (
        "Puts back what backup_media copied: only what is missing, each checked by its SHA-256. "
        "Restore the database first: then it is said whether any file that it knows is still lost."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, metavar="DIR", help="as backup_media left it")
        parser.add_argument("--dry-run", action="store_true", help="only tell how many")

    def handle(self, *args: Any, folder: Path, dry_run: bool, **options: Any) -> None:
        if not (folder / MANIFEST).is_file():
            raise CommandError(_("There is no backup in %(folder)s.") % {"folder": folder})
        progress = go_through(restore(folder, dry_run=dry_run), self.stderr.write)
        facts = {"copied": progress.copied, "there": progress.there, "faults": progress.faults}
        if dry_run:
            self.stdout.write(_("Would be copied: %(copied)d. There already: %(there)d.") % facts)
            return
        done = _("Copied: %(copied)d. There already: %(there)d. Missing or damaged: %(faults)d.") % facts
        lost = lost_files()
        if lost:
            done += " " + _("Files that the database knows and nobody has: %(lost)d.") % {"lost": lost}
        if lost or progress.faults:
            raise CommandError(done)
        self.stdout.write(done)
