import time
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext as _

from whatsapp.search import index
from whatsapp.search.keeping import NOUNS, begin_again, fill, index_waiting, left_to_fill

AT_ONCE = 200
"""Rows in one transaction: who rebuilds wants an end of it. A webhook may wait some hundredths of a second."""
EVERY = 10 * AT_ONCE
"""Rows between two lines of progress."""
AGAIN_AFTER = 0.2  # seconds
TURNS_OF_A_MARK = 2
"""On PostgreSQL it first sees the newest rows, then reaches them: until then each search reads the tables."""


class Command(BaseCommand):
    help = (
        "Writes the search index anew, from the newest message back. The search works meanwhile, with the old "
        "entries; a rebuild that was interrupted goes on where it stopped, also by itself, in the worker."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--from-start", action="store_true", help="also when an earlier rebuild is not finished"
        )
        parser.add_argument("--dry-run", action="store_true", help="only tell how many")

    def handle(self, *args: Any, from_start: bool, dry_run: bool, **options: Any) -> None:
        is_unfinished = any(left_to_fill(noun) for noun in NOUNS)
        if dry_run:
            goes_on = is_unfinished and not from_start
            total = sum(left_to_fill(noun) if goes_on else noun.rows.count() for noun in NOUNS)
            self.stdout.write(_("Entries to write: %(total)d.") % {"total": total})
            return
        index_waiting()
        if from_start or not is_unfinished:
            for noun in NOUNS:
                begin_again(noun)
        total, done = sum(map(left_to_fill, NOUNS)), 0
        for noun in NOUNS:
            while left_to_fill(noun):
                some = fill(noun, most=EVERY, at_once=AT_ONCE)
                done += some
                if some:
                    self.stderr.write(f"{done} / {max(done, total)}")
                else:  # somebody else writes to these rows, or to the index
                    time.sleep(AGAIN_AFTER)
        index.after_many()
        for _turn in range(TURNS_OF_A_MARK):
            index_waiting()
        self.stdout.write(_("Entries written: %(done)d.") % {"done": done})
