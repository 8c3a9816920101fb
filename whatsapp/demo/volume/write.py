"""The rows: in the order of time, as they would have come, so that a thread lies as scattered as a real one."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from random import Random
from typing import Any

from django.db import connection, transaction
from django.db.models import Model

from whatsapp.demo.seed import require_a_demo
from whatsapp.models import AuditEntry, Contact, Conversation, Message, MessageFile, StoredFile
from whatsapp.models.conversations import PREVIEW_LENGTH

from . import talk
from .people import Chat, chats
from .place import Place, prepare
from .pour import Row, correct, first_id, moment, pour, unchecked

AT_ONCE = 10_000
"""Messages in one transaction."""
DEEP, DEEP_CHAT = 10_000, 3
"""One chat is very long: the fourth from the top; a tenth of all messages where there are few."""

CONTACT = ("id", "bsuid", "wa_id", "phone", "username", "name", "created_at", "updated_at")
CONVERSATION = (
    *("id", "number_id", "contact_id", "customer_phone", "customer_name", "last_message"),
    *("last_message_type", "last_message_direction", "last_message_at", "unread_count", "status"),
    *("blocked_at", "assigned_to_id", "created_at", "updated_at"),
)
LATEST = (
    *("last_message", "last_message_type", "last_message_direction", "last_inbound_at", "unread_count"),
    "created_at",
)
MESSAGE = (
    *(
        "id",
        "conversation_id",
        "number_id",
        "message_type",
        "content",
        "media_url",
        "media_mime_type",
        "payload",
    ),
    *("direction", "status", "origin", "whatsapp_message_id", "quoted_wamid", "sent_by_id", "uuid"),
    *("error_title", "error_details", "created_at", "stored_at", "sent_at", "delivered_at", "read_at"),
    "attempts",
)
STORED = (
    *("id", "sha256", "name", "size", "mime_type", "width", "height", "duration", "peaks", "thumbnail"),
    "stored_at",
)
FILE = ("message_id", "stored_id", "name", "state", "attempts", "asked_at", "fetched_at")
ENTRY = ("by_id", "verb", "noun", "noun_id", "details", "at")
OUTCOMES = ("read", "delivered", "sent", "failed")
OFTEN = (0.75, 0.9, 0.98, 1)


class NotEmpty(Exception):
    """There are conversations already."""


@dataclass(frozen=True)
class Volume:
    """How much. `per_day`: how many chats had their last message on each day. The same in a small and a large one:
    then what goes on today is the same in both, and only the past is longer."""

    conversations: int
    messages: int
    per_day: int = 1000


@dataclass
class Progress:
    done: int
    total: int


@dataclass
class Told:
    """What the row of a conversation has to repeat of its messages."""

    pk: int
    first_at: Any = None
    last_inbound_at: Any = None
    unread: int = 0
    latest: tuple[str, str, str] = ("", "", "")
    left: int = 0  # messages that are still to come


@dataclass
class Writer:
    place: Place
    all_chats: Sequence[Chat]
    dice: Random
    told: list[Told] = field(default_factory=list)
    ids: dict[type[Model], Iterator[int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.ids = {model: count(first_id(model)) for model in (Contact, Conversation, Message, StoredFile)}

    def open_chats(self) -> None:
        for some in _parts(self.all_chats, AT_ONCE):
            with transaction.atomic():
                self._open(some)

    def _open(self, some: Sequence[Chat]) -> None:
        contacts = [self._contact(chat) for chat in some]
        made = [self._conversation(chat, contact[0]) for chat, contact in zip(some, contacts, strict=True)]
        new = [row[0] for row in made]
        self.told += [Told(pk) for pk in new]
        pour(Contact, CONTACT, contacts)
        pour(Conversation, CONVERSATION, made)
        labels = self.place.labels
        pairs = [(pk, labels[label]) for pk, chat in zip(new, some, strict=True) for label in chat.labels]
        pour(Conversation.labels.through, ("conversation_id", "label_id"), pairs)
        entries = [entry for pk, chat in zip(new, some, strict=True) for entry in self._entries(pk, chat)]
        pour(AuditEntry, ENTRY, entries)

    def _contact(self, chat: Chat) -> Row:
        at = moment(chat.last)
        return next(self.ids[Contact]), chat.bsuid, chat.phone, chat.phone, "", chat.name, at, at

    def _conversation(self, chat: Chat, contact: int) -> Row:
        blocked = moment(chat.last) if chat.is_blocked else None
        owner = None if chat.owner is None else self.place.team[chat.owner]
        number, at = self.place.numbers[chat.number], moment(chat.last)
        return (
            next(self.ids[Conversation]),
            number,
            contact,
            chat.phone,
            chat.name,
            "",
            "",
            "",
            at,
            0,
            chat.status,
            blocked,
            owner,
            at,
            at,
        )

    def _entries(self, pk: int, chat: Chat) -> Iterator[Row]:
        if chat.owner is not None:
            owner = self.place.team[chat.owner]
            yield owner, "assigned", "conversation", pk, f'{{"to": {owner}}}', moment(chat.last - 600)
            if chat.status == "resolved":
                yield owner, "resolved", "conversation", pk, "{}", moment(chat.last + 60)

    def say(self, when: Sequence[int]) -> Iterator[Progress]:
        """`when`: seconds and the chat's index in one number, in the order of time."""
        for packed in when:
            self.told[packed & MASK].left += 1
        done = 0
        for some in _parts(when, AT_ONCE):
            with transaction.atomic():
                self._say(some)
            done += len(some)
            yield Progress(done, len(when))

    def _say(self, some: Sequence[int]) -> None:
        stored: list[Row] = []
        files: list[Row] = []
        pour(Message, MESSAGE, self._messages(some, stored, files))
        pour(StoredFile, STORED, stored)
        pour(MessageFile, FILE, files)

    def _messages(self, some: Sequence[int], stored: list[Row], files: list[Row]) -> Iterator[Row]:
        for packed in some:
            chat = self.all_chats[packed & MASK]
            media, at = talk.medium(self.dice), moment(packed >> SHIFT)
            row = self._message(chat, at, media)
            if media:
                stored.append(self._stored(media, at))
                files.append((row[0], stored[-1][0], "", "fetched", 1, at, at))
            yield row

    def _message(self, chat: Chat, at: str, media: talk.Media | None) -> list[Any]:
        told, dice = self.told[chat.index], self.dice
        pk = next(self.ids[Message])
        told.left -= 1
        is_ours = self._is_ours(chat, told)
        kind = media.kind if media else "text"
        content = "" if media else talk.sentence(dice)
        status = dice.choices(OUTCOMES, cum_weights=OFTEN)[0] if is_ours else "received"
        told.first_at = told.first_at or at
        told.latest = content[:PREVIEW_LENGTH], kind, "outgoing" if is_ours else "incoming"
        if is_ours:
            told.unread = 0
        else:
            told.last_inbound_at, told.unread = at, told.unread + 1
        reached = status in ("read", "delivered")
        return [
            *(pk, told.pk, self.place.numbers[chat.number], kind, content),
            *((f"/api/whatsapp/media/{pk}", media.mime_type) if media else ("", "")),
            talk.payload(media, pk, dice) if media else "{}",
            *(told.latest[2], status, "team" if is_ours else "customer"),
            *(f"wamid.volume{pk:032d}", "", self._author(chat) if is_ours else None),
            self._uuid() if is_ours else None,
            *("", "", at, at, at if is_ours else None, at if reached else None),
            *(at if status == "read" else None, int(is_ours)),
        ]

    def _is_ours(self, chat: Chat, told: Told) -> bool:
        """Who has the last word is known: the customer where something is unread, else mostly the team."""
        if told.left < 2 and chat.is_unread:
            return False
        if told.left == 0:
            return chat.status == "resolved" or self.dice.random() < 0.6
        return told.first_at is not None and self.dice.random() < 0.5

    def _author(self, chat: Chat) -> int:
        return self.place.team[chat.owner if chat.owner is not None else 0]

    def _uuid(self) -> str:
        return f"{self.dice.getrandbits(128):032x}"

    def _stored(self, media: talk.Media, at: str) -> Row:
        sample = self.place.samples[media.kind]
        sha256 = f"{self.dice.getrandbits(256):064x}"
        peaks = None
        if media.kind == "audio":
            peaks = str([self.dice.randrange(256) for _ in range(64)])
        facts = (sample.name, sample.size, media.mime_type, sample.width, sample.height, sample.seconds)
        return (next(self.ids[StoredFile]), sha256, *facts, peaks, sample.thumbnail, at)

    def close(self) -> None:
        """The list shows what was said last."""
        for some in _parts(list(zip(self.told, self.all_chats, strict=True)), AT_ONCE):
            facts = [
                (
                    told.pk,
                    *told.latest,
                    told.last_inbound_at,
                    told.unread if chat.is_unread else 0,
                    told.first_at,
                )
                for told, chat in some
            ]
            with transaction.atomic():
                correct(Conversation, LATEST, facts)
        if connection.vendor == "postgresql":  # which does it by itself, a little later
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")


SHIFT = 24
MASK = (1 << SHIFT) - 1


def require_an_empty_demo() -> None:
    """Raises NotEmpty, demo.seed.NotADemo."""
    require_a_demo()
    if Conversation.objects.exists() or Contact.objects.exists():
        raise NotEmpty


def fill(volume: Volume, now: datetime) -> Iterator[Progress]:
    """Says after each part how far it is. Raises as `require_an_empty_demo`."""
    require_an_empty_demo()
    dice = Random(volume.conversations)  # the same company each time
    place = prepare(dice)
    found = chats(volume.conversations, int(now.timestamp()), volume.per_day, len(place.team), dice)
    writer = Writer(place, found, dice)
    with unchecked():
        writer.open_chats()
        yield from writer.say(_when(found, volume.messages, dice))
        writer.close()


def _when(found: Sequence[Chat], messages: int, dice: Random) -> Sequence[int]:
    deep = min(DEEP, messages // 2) if len(found) > DEEP_CHAT else 0
    counts = talk.shares(len(found), messages - deep, dice)
    if deep:
        counts[DEEP_CHAT] += deep
    said = [
        at << SHIFT | chat.index
        for chat, count in zip(found, counts, strict=True)
        for at in talk.times(chat.last, count, dice)
    ]
    said.sort()
    return said


def _parts(items: Sequence[Any], size: int) -> Iterator[Sequence[Any]]:
    return (items[start : start + size] for start in range(0, len(items), size))
