from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from whatsapp.cloud_api.errors import CloudAPIError
from whatsapp.message_templates.sync import sync_all
from whatsapp.outbound.channel import ensure_configured_number


class Command(BaseCommand):
    help = "Fetches all of Meta's approved message templates: every page, every language."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="only tell what would change")

    def handle(self, *args: Any, dry_run: bool, **options: Any) -> None:
        ensure_configured_number()
        try:
            synced = sync_all(keep=not dry_run)
        except CloudAPIError as error:
            raise CommandError(_("Meta gave no good answer: %(error)s") % {"error": error}) from None
        line = _("%(total)d templates: %(new)d new, %(changed)d changed, %(gone)d gone.") % {
            "total": synced.total,
            "new": synced.new,
            "changed": synced.changed,
            "gone": synced.gone,
        }
        self.stdout.write(_("Would be: %(line)s") % {"line": line} if dry_run else line)
