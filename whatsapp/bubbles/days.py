"""Bubbles, by day, in groups, with what they quote and what was put on them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import groupby
from typing import Any

from django.utils import timezone

from whatsapp.models import Conversation, Message

from .context import Context, context_of
from .kinds import DELETED, Kind, kind_of
from .reactions import NOTHING, Reacted, reactions_on


@dataclass(frozen=True)
class Bubble:
    message: Message
    starts_group: bool
    quoted: Message | None
    reacted: Reacted = NOTHING
    before: Sequence[Any] = ()  # what happened to the chat since the bubble above

    @property
    def kind(self) -> Kind:
        return DELETED if self.message.revoked_at else kind_of(self.message.message_type)

    @property
    def template(self) -> str:
        return f"inbox/bubbles/_{self.kind.template}.html"

    @cached_property
    def said(self) -> object:
        """What its type says, read from the payload: a File, a Place, an Order …"""
        return self.kind.read(self.message)

    @cached_property
    def context(self) -> Context | None:
        return context_of(self.message)


@dataclass(frozen=True)
class Day:
    date: date
    bubbles: Sequence[Bubble]
    after: Sequence[Any] = ()  # what happened to the chat since the last of them


def days_of(conversation: Conversation, messages: Sequence[Message]) -> list[Day]:
    """`messages` from oldest to newest. Two queries, however many they are."""
    return in_days(messages, quoted_in(conversation, messages), reactions_on(conversation, messages))


def in_days(
    messages: Sequence[Message], quoted: dict[str, Message], reactions: dict[str, Reacted]
) -> list[Day]:
    """`quoted` and `reactions` by wamid."""
    bubbles = [
        Bubble(
            message,
            _starts_group(before, message),
            quoted.get(message.quoted_wamid),
            reactions.get(message.whatsapp_message_id or "", NOTHING),
        )
        for before, message in zip([None, *messages], messages, strict=False)
    ]
    return [Day(day, list(group)) for day, group in groupby(bubbles, lambda b: _day(b.message))]


def _day(message: Message) -> date:
    return timezone.localtime(message.created_at).date()


def _starts_group(before: Message | None, message: Message) -> bool:
    return (
        before is None
        or kind_of(before.message_type).is_line
        or _side(before) != _side(message)
        or _day(before) != _day(message)
    )


def _side(message: Message) -> tuple[object, ...]:
    """Whose bubble it is: customers have no members, and our phone app is nobody of the team."""
    author = message.sent_by_id or message.origin if message.is_outgoing else None
    return message.direction, author


def quoted_in(conversation: Conversation, messages: Iterable[Message]) -> dict[str, Message]:
    """The messages of this conversation that `messages` answer, by wamid."""
    wamids = {message.quoted_wamid for message in messages if message.quoted_wamid}
    if not wamids:
        return {}
    found = Message.objects.select_related("file__stored").filter(
        number_id=conversation.number_id, conversation=conversation, whatsapp_message_id__in=wamids
    )
    return {message.whatsapp_message_id or "": message for message in found}
