"""The emojis on the bubbles of a page, and what those in the list of conversations were put on."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from whatsapp.conversations.previews import REACTED
from whatsapp.models import Conversation, Message, Reaction

Status = Message.Status

ON_ITS_WAY = (Status.PENDING, Status.SENDING, Status.ACCEPTED, Status.UNKNOWN)


@dataclass(frozen=True)
class Reactions:
    """Who put one emoji on one message."""

    emoji: str
    count: int
    is_ours: bool  # we are among them
    is_theirs: bool
    status: str = ""  # of ours, while it is on its way


@dataclass(frozen=True)
class Failed:
    """A change of our reaction that never came to be."""

    emoji: str  # empty: it could not be taken back
    error_code: int | None
    error_title: str


@dataclass(frozen=True)
class Reacted:
    """Everything about the reactions to one message."""

    shown: Sequence[Reactions] = ()
    ours: str = ""
    failed: Failed | None = None


NOTHING = Reacted()


def reacted_to(conversations: Iterable[Conversation]) -> dict[int, Message]:
    """By the id of the conversation, for those whose latest is a reaction on a message that we have."""
    shown = {c.pk: c for c in conversations if c.last_message_type == REACTED}
    if not shown:
        return {}
    rows = Reaction.objects.filter(conversation__in=shown).select_related("attempt").order_by("at", "wamid")
    targets = {row.conversation_id: row.target_wamid for row in rows if row.wanted}
    found = Message.objects.filter(
        number_id__in={c.number_id for c in shown.values()}, whatsapp_message_id__in=set(targets.values())
    )
    return {m.conversation_id: m for m in found if targets.get(m.conversation_id) == m.whatsapp_message_id}


def reactions_on(conversation: Conversation, messages: Iterable[Message]) -> dict[str, Reacted]:
    """By wamid."""
    wamids = [message.whatsapp_message_id for message in messages if message.whatsapp_message_id]
    if not wamids:
        return {}
    rows = Reaction.objects.filter(number_id=conversation.number_id, target_wamid__in=wamids)
    found: dict[str, list[Reaction]] = {}
    for row in rows.select_related("attempt").order_by("at", "pk"):
        found.setdefault(row.target_wamid, []).append(row)
    return {wamid: _reacted(some) for wamid, some in found.items()}


def _reacted(rows: Sequence[Reaction]) -> Reacted:
    ours = next((row for row in rows if row.contact_id is None), None)
    by_emoji: dict[str, list[int | None]] = {}
    for row in rows:
        if row.wanted:
            by_emoji.setdefault(row.wanted, []).append(row.contact_id)
    attempt = ours.attempt if ours else None
    status = attempt.status if attempt and attempt.status in ON_ITS_WAY else ""
    return Reacted(grouped(by_emoji, status), ours.wanted if ours else "", _failed(attempt))


def _failed(attempt: Message | None) -> Failed | None:
    if attempt is None or attempt.status != Status.FAILED:
        return None
    return Failed(attempt.content, attempt.error_code, attempt.error_title)


def grouped(by_emoji: dict[str, list[int | None]], status: str = "") -> list[Reactions]:
    """In the order in which each emoji first came. No contact: we did it ourselves."""
    return [_group(emoji, people, status) for emoji, people in by_emoji.items()]


def _group(emoji: str, people: Sequence[int | None], status: str) -> Reactions:
    is_theirs = any(person is not None for person in people)
    return Reactions(emoji, len(people), None in people, is_theirs, status if None in people else "")
