"""How long a search takes, beside a long history.

    DATABASE_URL=sqlite:////tmp/search.sqlite3 python -m bench.search [--messages 200000] [--conversations 5000]

Fills the database of the environment (an empty one: it is migrated here), has the index written by the very
functions of the worker, and asks each question so often. Words are as frequent as in a language (Zipf).
"""

import argparse
import os
import random
import statistics
import time
from bisect import bisect
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import accumulate

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
os.environ.setdefault("SECRET_KEY", "bench-" * 10)
django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

from whatsapp.models import BusinessNumber, Contact, Conversation, Message, SearchEntry  # noqa: E402
from whatsapp.search import keeping  # noqa: E402
from whatsapp.search.finding import find_conversations, find_in_conversation, find_messages  # noqa: E402
from whatsapp.search.tokens import asked, asked_of_people  # noqa: E402

LETTERS = "ابتجحدرزسشصضطعفقكلمنهوي"
NAMES = ("محمد", "أحمد", "فاطمة", "نورة", "سعد", "خالد", "عبدالله", "منى", "ريم", "يوسف", "هند", "عمر")
COMMON = ("السلام", "عليكم", "شكرا", "في", "من", "على", "السيارة", "الموعد", "الطلب", "رقم")


class Language:
    """Some common words, and many rare ones."""

    def __init__(self, words: int = 40_000) -> None:
        rare = {"".join(random.choices(LETTERS, k=random.randint(3, 8))) for _ in range(words)}
        self.words = [*COMMON, *sorted(rare)]
        self.weights = list(accumulate(1 / (rank + 2) for rank in range(len(self.words))))

    def word(self) -> str:
        return self.words[bisect(self.weights, random.random() * self.weights[-1])]

    def text(self) -> str:
        said = [self.word() for _ in range(max(1, int(random.gauss(9, 5))))]
        return " ".join(["ومنذ" if random.random() < 0.5 else "أخيرا", *said])


def fill(messages: int, conversations: int) -> None:
    language = Language()
    number = BusinessNumber.objects.create(phone_number_id="1", waba_id="2")
    now = datetime.now(UTC)
    people = [
        Contact(
            phone=f"96655{n:07d}",
            wa_id=f"96655{n:07d}",
            name=f"{random.choice(NAMES)} {random.choice(NAMES)}",
        )
        for n in range(conversations)
    ]
    Contact.objects.bulk_create(people, batch_size=2000)
    chats = [
        Conversation(
            number=number,
            contact=contact,
            customer_name=contact.name,
            customer_phone=contact.phone,
            last_message_type="text",
            last_message_at=now - timedelta(seconds=random.randrange(10**7)),
        )
        for contact in people
    ]
    Conversation.objects.bulk_create(chats, batch_size=2000)
    for start in range(0, messages, 5000):
        Message.objects.bulk_create(rows(language, chats, now, messages, start), batch_size=1000)
        print(f"\r{start + 5000} messages", end="", flush=True)
    print()


def rows(
    language: Language, chats: list[Conversation], now: datetime, messages: int, start: int
) -> Iterator[Message]:
    for n in range(start, min(start + 5000, messages)):
        # One chat has a tenth of all there is.
        chat = chats[0] if random.random() < 0.1 else random.choice(chats)
        yield Message(
            conversation=chat,
            number=chat.number,
            direction="incoming",
            status="received",
            origin="customer",
            content=language.text() + (" أول مرة" if n < 3 else ""),
            whatsapp_message_id=f"wamid.{n}",
            created_at=now - timedelta(seconds=(messages - n) * 5),
        )


def measure(what: str, question: Callable[[], object], times: int) -> None:
    took = []
    for _ in range(times):
        began = time.perf_counter()
        found = question()
        took.append((time.perf_counter() - began) * 1000)
    took.sort()
    size = len(found.rows) if hasattr(found, "rows") else len(found)  # type: ignore[arg-type]
    median, tail = statistics.median(took), took[int(times * 0.95)]
    print(f"{what:48} {size:6} found   p50 {median:7.1f} ms   p95 {tail:7.1f} ms")


def ask(times: int) -> None:
    everything = Conversation.objects.all()
    rare = Message.objects.order_by("pk")[Message.objects.count() // 2].content.split()[-1]
    for what, typed in (
        ("in half of all messages", "اخيرا "),
        ("two common words", "السلام الموعد"),
        ("two words that are never together", "ومنذ اخيرا"),
        ("a rare word", rare),
        ("three times, at the very beginning", "أول مرة"),
        ("two letters", "ال"),
        ("two other letters", "سي"),
        ("three letters", "محم"),
        ("four letters", "السي"),
        ("nowhere", "قسطنطينية"),
    ):
        measure(what, partial(find_messages, asked(typed), everything), times)
    big = Conversation.objects.order_by("pk")[0]
    small = Conversation.objects.order_by("pk")[7]
    several = Conversation.objects.filter(pk__in=range(small.pk, small.pk + 40))
    measure("a common word, in 40 chats", lambda: find_messages(asked("السلام"), several), times)
    measure("a common word, in one long chat", lambda: find_in_conversation(asked("السلام"), big), times)
    measure("a common word, in one short chat", lambda: find_in_conversation(asked("السلام"), small), times)
    for what, typed in (("name", "أحمد"), ("first letters of a name", "مح"), ("part of a number", "0550012")):
        measure(what, partial(find_conversations, asked_of_people(typed)), times)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--messages", type=int, default=200_000)
    parser.add_argument("--conversations", type=int, default=5000)
    parser.add_argument("--times", type=int, default=40)
    wanted = parser.parse_args()
    random.seed(7)
    call_command("migrate", verbosity=0)
    if not Message.objects.exists():
        fill(wanted.messages, wanted.conversations)
    began, count = time.process_time(), 0
    while done := keeping.index_waiting():
        count += done
    if count:
        each = (time.process_time() - began) / count * 1e6
        print(f"index: {SearchEntry.objects.count()} entries, {each:.0f} µs of CPU each")
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    ask(wanted.times)


main()
