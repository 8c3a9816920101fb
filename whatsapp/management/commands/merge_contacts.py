from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from whatsapp.conversations.merging import NotTwoPeople, merge, size_of
from whatsapp.models import Contact


class Command(BaseCommand):
    help = "Makes two contacts one: everything of OTHER moves to KEPT, and OTHER is gone."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("kept", type=int, metavar="KEPT", help="id of the contact to keep")
        parser.add_argument("other", type=int, metavar="OTHER", help="id of the one to merge into it")
        parser.add_argument("--dry-run", action="store_true", help="only tell what would move")

    def handle(self, *args: Any, kept: int, other: int, dry_run: bool, **options: Any) -> None:
        people = Contact.objects.in_bulk([kept, other])
        for pk in (kept, other):
            if pk not in people:
                raise CommandError(_("There is no contact %(id)d.") % {"id": pk})
        if dry_run:
            moved = size_of(people[other])
            text = _("Would move: %(conversations)d conversations, %(messages)d messages.")
        else:
            try:
                moved = merge(people[kept], people[other], by=None)
            except NotTwoPeople:
                raise CommandError(_("This is one contact, not two.")) from None
            text = _("Moved: %(conversations)d conversations, %(messages)d messages.")
        self.stdout.write(text % {"conversations": moved.conversations, "messages": moved.messages})
