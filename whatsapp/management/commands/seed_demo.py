from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from whatsapp.demo.seed import NotADemo, seed


class Command(BaseCommand):
    help = "Makes the demo's sign-ins and conversations, as far as they are missing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="only tell what would be made")
        parser.add_argument(
            "--fresh", action="store_true", help="forget the story first, and reset the team's passwords"
        )

    def handle(self, *args: Any, dry_run: bool, fresh: bool, **options: Any) -> None:
        try:
            seeded = seed(timezone.now(), fresh=fresh, keep=not dry_run)
        except NotADemo as refusal:
            raise CommandError(str(refusal)) from None
        self.stdout.write(f"Demo: {seeded}{' (dry run: nothing kept)' if dry_run else ''}.")
