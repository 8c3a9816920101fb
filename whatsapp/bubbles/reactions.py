"""The emojis on the bubbles of a page, and what those in the list of conversations were put on."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from whatsapp.conversations.previews import REACTED
from whatsapp.models import Conversation, Message, Reaction


@dataclass(frozen=True)
class Reactions:
    """Who put one emoji on one message."""

    emoji: str
    count: int
    is_ours: bool  # we are among them
    is_theirs: bool


def reacted_to(conversations: Iterable[Conversation]) -> dict[int, Message]:
    """By the id of the conversation, for those whose latest is a reaction on a message that we have."""
    shown = {c.pk: c for c in conversations if c.last_message_type == REACTED}
    if not shown:
        return {}
    targets = dict(
        Reaction.objects.filter(conversation__in=shown)
        .exclude(emoji="")
        .order_by("at", "wamid")
        .values_list("conversation_id", "target_wamid")
    )
    found = Message.objects.filter(
        number_id__in={c.number_id for c in shown.values()}, whatsapp_message_id__in=set(targets.values())
    )
    return {m.conversation_id: m for m in found if targets.get(m.conversation_id) == m.whatsapp_message_id}


def reactions_on(conversation: Conversation, messages: Iterable[Message]) -> dict[str, list[Reactions]]:
    """By wamid, in one query."""
    wamids = [message.whatsapp_message_id for message in messages if message.whatsapp_message_id]
    if not wamids:
        return {}
    rows = (
        Reaction.objects.filter(number_id=conversation.number_id, target_wamid__in=wamids)
        .exclude(emoji="")
        .order_by("at", "pk")
        .values_list("target_wamid", "emoji", "contact_id")
    )
    found: dict[str, dict[str, list[int | None]]] = {}
    for wamid, emoji, contact_id in rows:
        found.setdefault(wamid, {}).setdefault(emoji, []).append(contact_id)
    return {wamid: grouped(by_emoji) for wamid, by_emoji in found.items()}


def grouped(by_emoji: dict[str, list[int | None]]) -> list[Reactions]:
    """In the order in which each emoji first came. No contact: we did it ourselves."""
    return [_group(emoji, people) for emoji, people in by_emoji.items()]


def _group(emoji: str, people: Sequence[int | None]) -> Reactions:
    return Reactions(emoji, len(people), None in people, any(person is not None for person in people))
