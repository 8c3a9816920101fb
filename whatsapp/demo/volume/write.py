"""The rows: in the order of time, as they would have come, so that a thread lies as scattered as a real one."""

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from random import Random
from typing import Any

from django.db import connection, transaction

from whatsapp.demo.seed import require_a_demo
from whatsapp.inbound import rows
from whatsapp.models import AuditEntry, Contact, Conversation, Message, MessageFile, StoredFile
from whatsapp.models.conversations import PREVIEW_LENGTH

from . import talk
from .people import Chat, chats
from .place import Place, prepare

AT_ONCE = 10_000
"""Messages in one transaction."""
DEEP, DEEP_CHAT = 10_000, 3
"""One chat is very long: the fourth from the top; a tenth of all messages where there are few."""

CONTACT = ("bsuid", "wa_id", "phone", "username", "name", "created_at", "updated_at")
CONVERSATION = (
    *("number_id", "contact_id", "customer_phone", "customer_name", "last_message", "last_message_type"),
    *("last_message_direction", "last_message_at", "unread_count", "status", "blocked_at", "assigned_to_id"),
    *("created_at", "updated_at"),
)
LATEST = (
    *("last_message", "last_message_type", "last_message_direction", "last_inbound_at", "unread_count"),
    "created_at",
)
MESSAGE = (
    *("conversation_id", "number_id", "message_type", "content", "media_url", "media_mime_type", "payload"),
    *("direction", "status", "origin", "whatsapp_message_id", "quoted_wamid", "sent_by_id", "uuid"),
    *("error_title", "error_details", "created_at", "stored_at", "sent_at", "delivered_at", "read_at"),
    "attempts",
)
STORED = (
    "sha256",
    "name",
    "size",
    "mime_type",
    "width",
    "height",
    "duration",
    "peaks",
    "thumbnail",
    "stored_at",
)
FILE = ("message_id", "stored_id", "name", "state", "attempts", "asked_at", "fetched_at")
ENTRY = ("by_id", "verb", "noun", "noun_id", "details", "at")
Status = Message.Status
OUTCOMES = {Status.READ: 0.75, Status.DELIVERED: 0.15, Status.SENT: 0.08, Status.FAILED: 0.02}


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
    count: int = 0

    def open_chats(self) -> None:
        for some in _parts(self.all_chats, AT_ONCE):
            with transaction.atomic():
                self._open(some)

    def _open(self, some: Sequence[Chat]) -> None:
        contacts = [
            (chat.bsuid, chat.phone, chat.phone, "", chat.name, *([moment(chat.last)] * 2)) for chat in some
        ]
        by_bsuid = dict(rows.insert(Contact, CONTACT, contacts, unless_there=False, returning="bsuid, id"))
        made = [self._conversation(chat, by_bsuid[chat.bsuid]) for chat in some]
        ids = dict(
            rows.insert(Conversation, CONVERSATION, made, unless_there=False, returning="contact_id, id")
        )
        new = [ids[by_bsuid[chat.bsuid]] for chat in some]
        self.told += [Told(pk) for pk in new]
        through = Conversation.labels.through
        pairs = [
            (pk, self.place.labels[label])
            for pk, chat in zip(new, some, strict=True)
            for label in chat.labels
        ]
        rows.insert(through, ("conversation_id", "label_id"), pairs, unless_there=False, returning="id")
        entries = [entry for pk, chat in zip(new, some, strict=True) for entry in self._entries(pk, chat)]
        rows.insert(AuditEntry, ENTRY, entries, unless_there=False, returning="id")

    def _conversation(self, chat: Chat, contact: int) -> rows.Row:
        blocked = moment(chat.last) if chat.is_blocked else None
        owner = None if chat.owner is None else self.place.team[chat.owner]
        number, at = self.place.numbers[chat.number], moment(chat.last)
        return (
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

    def _entries(self, pk: int, chat: Chat) -> Iterator[rows.Row]:
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
        made, stored, files = [], [], {}
        for packed in some:
            chat = self.all_chats[packed & MASK]
            media = talk.medium(self.dice)
            made.append(row := self._message(chat, moment(packed >> SHIFT), media))
            if media:
                stored.append(self._stored(media, row[WAMID], row[CREATED_AT]))
                files[row[WAMID]] = stored[-1]
        found = rows.insert(Message, MESSAGE, made, unless_there=False, returning="whatsapp_message_id, id")
        ids = {wamid: pk for wamid, pk in found if wamid in files}
        by_hash = dict(rows.insert(StoredFile, STORED, stored, unless_there=False, returning="sha256, id"))
        kept = [
            (ids[wamid], by_hash[file[0]], "", "fetched", 1, file[-1], file[-1])
            for wamid, file in files.items()
        ]
        rows.insert(MessageFile, FILE, kept, unless_there=False, returning="message_id")
        rows.update(Message, ("media_url",), [(f"/api/whatsapp/media/{pk}", pk) for pk in ids.values()])

    def _message(self, chat: Chat, at: Any, media: talk.Media | None) -> list[Any]:
        told, dice = self.told[chat.index], self.dice
        told.left -= 1
        self.count += 1
        is_ours = self._is_ours(chat, told)
        kind = media.kind if media else "text"
        content = "" if media else talk.sentence(dice)
        status = dice.choices(list(OUTCOMES), list(OUTCOMES.values()))[0] if is_ours else Status.RECEIVED
        told.first_at = told.first_at or at
        told.latest = content[:PREVIEW_LENGTH], kind, "outgoing" if is_ours else "incoming"
        if is_ours:
            told.unread = 0
        else:
            told.last_inbound_at, told.unread = at, told.unread + 1
        reached = status in (Status.READ, Status.DELIVERED)
        return [
            *(told.pk, self.place.numbers[chat.number], kind, content, "", media.mime_type if media else ""),
            talk.payload(media, self.count, dice) if media else "{}",
            *(told.latest[2], str(status), "team" if is_ours else "customer"),
            *(f"wamid.volume{self.count:032d}", "", self._author(chat) if is_ours else None),
            self._uuid() if is_ours else None,
            *("", "", at, at, at if is_ours else None, at if reached else None),
            *(at if status == Status.READ else None, int(is_ours)),
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

    def _uuid(self) -> Any:
        made = uuid.UUID(int=self.dice.getrandbits(128), version=4)
        return made.hex if connection.vendor == "sqlite" else made

    def _stored(self, media: talk.Media, wamid: str, at: Any) -> rows.Row:
        sample = self.place.samples[media.kind]
        sha256 = f"{self.dice.getrandbits(256):064x}"
        peaks = None
        if media.kind == "audio":
            peaks = str([self.dice.randrange(256) for _ in range(64)])
        facts = (sample.name, sample.size, media.mime_type, sample.width, sample.height, sample.seconds)
        return (sha256, *facts, peaks, sample.thumbnail, at)

    def close(self) -> None:
        """The list shows what was said last."""
        for some in _parts(list(zip(self.told, self.all_chats, strict=True)), AT_ONCE):
            facts = [
                (
                    *told.latest,
                    told.last_inbound_at,
                    told.unread if chat.is_unread else 0,
                    told.first_at,
                    told.pk,
                )
                for told, chat in some
            ]
            with transaction.atomic():
                rows.update(Conversation, LATEST, facts)
        if connection.vendor == "postgresql":  # which does it by itself, a little later
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")


SHIFT = 24
MASK = (1 << SHIFT) - 1
WAMID, CREATED_AT = MESSAGE.index("whatsapp_message_id"), MESSAGE.index("created_at")


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


def moment(seconds: int) -> Any:
    return rows.moment(datetime.fromtimestamp(seconds, UTC))


def _parts(items: Sequence[Any], size: int) -> Iterator[Sequence[Any]]:
    return (items[start : start + size] for start in range(0, len(items), size))
