from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db.models import Sum
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.translation import gettext as _

from whatsapp.media.pruning import Pruned, prune, unused_files


class Command(BaseCommand):
    help = "Deletes stored files that no message has any more, from the storage too."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--days", type=int, default=7, metavar="N", help="keep what was stored in the last N days (7)"
        )
        parser.add_argument("--dry-run", action="store_true", help="only tell how many")

    def handle(self, *args: Any, days: int, dry_run: bool, **options: Any) -> None:
        if days < 1:
            raise CommandError(_("Keep at least one day: somebody may be sending one of them now."))
        moment = timezone.now() - timedelta(days=days)
        if dry_run:
            unused = unused_files(moment)
            size = unused.aggregate(size=Sum("size"))["size"] or 0
            words, done = _("Would be deleted: %(files)d (%(size)s)."), Pruned(unused.count(), size)
        else:
            words, done = _("Deleted: %(files)d (%(size)s)."), Pruned()
            for done in prune(moment):  # noqa: B007 (the last one tells of all)
                pass
        self.stdout.write(words % {"files": done.files, "size": filesizeformat(done.size)})
