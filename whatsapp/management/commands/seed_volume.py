import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from whatsapp.demo.seed import NotADemo
from whatsapp.demo.volume import NotEmpty, Volume, fill, require_an_empty_demo

EVERY = 5
"""Seconds between two lines of progress."""


class Command(BaseCommand):
    help = (
        "Fills an empty database with a company's years, to measure with: customers, messages, files, labels. "
        "What was broken off stays: begin again with a new database."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="only tell whether it could be filled")
        parser.add_argument("--conversations", type=int, default=100_000)
        parser.add_argument("--messages", type=int, default=2_000_000)
        parser.add_argument(
            "--per-day",
            type=int,
            default=1000,
            help="chats whose last message was on one day: what is going on today, however long the past",
        )

    def handle(self, *args: Any, dry_run: bool, **options: Any) -> None:
        volume = Volume(options["conversations"], options["messages"], options["per_day"])
        if not 0 < volume.conversations <= volume.messages or volume.per_day < 1:
            raise CommandError("Each conversation has at least one message, and each day one conversation.")
        began = time.monotonic()
        try:
            require_an_empty_demo()
        except NotEmpty:
            raise CommandError("There are conversations in this database. Take an empty one.") from None
        except NotADemo as refusal:
            raise CommandError(str(refusal)) from None
        if not dry_run:
            self._fill(volume)
        done = f"{volume.conversations} conversations, {volume.messages} messages"
        self.stdout.write(
            f"Would be written: {done}." if dry_run else f"{done} in {time.monotonic() - began:.0f} s."
        )

    def _fill(self, volume: Volume) -> None:
        told = time.monotonic()
        for progress in fill(volume, timezone.now()):
            if time.monotonic() - told >= EVERY:
                told = time.monotonic()
                self.stderr.write(f"{progress.done} / {progress.total}")
