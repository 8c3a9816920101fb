"""A conversation and its newest messages by one query: most refreshes of an open chat need no more to see that
nothing has changed."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from django.db.models import Exists, Model, OuterRef, QuerySet

from whatsapp.models import Conversation, Message, MessageFile, Reaction

from .listing import position_of

Row = TypeVar("Row", bound=Model)


def with_whether_reacted(conversations: QuerySet[Conversation]) -> QuerySet[Conversation]:
    """False only where no message of the conversation can bear a reaction."""
    reactions = Reaction.objects.filter(conversation=OuterRef("pk"))
    return conversations.annotate(has_reactions=Exists(reactions))


def glance(
    conversations: QuerySet[Conversation], since: str, *, most: int = 500
) -> tuple[Conversation, Sequence[Message]] | None:
    """The one conversation of the query, with what the query adds to it, and its bubbles, oldest first, from the
    message that `since` stands for. None where there are none. Raises BadCursor."""
    ours, added = _fields(Conversation), list(conversations.query.annotations)
    names = [*_fields(Message, "messages__"), *_fields(MessageFile, "messages__file__")]
    found = conversations
    if since:
        found = found.filter(messages__created_at__gte=position_of(since)[0])
    rows = list(found.order_by("-messages__created_at", "-messages__pk").values(*ours, *added, *names)[:most])
    messages = [message for row in reversed(rows) if (message := _bubble(row, since))]
    if not messages:
        return None
    conversation = _made(Conversation, rows[0])
    for name in added:
        setattr(conversation, name, rows[0][name])
    return conversation, messages


def _bubble(row: Mapping[str, Any], since: str) -> Message | None:
    if row["messages__id"] is None or row["messages__message_type"] == Message.REACTION:
        return None
    message = _made(Message, row, "messages__")
    if since and (message.created_at, message.pk) < position_of(since):
        return None
    if row["messages__file__message_id"] is None:
        # As after a look for a file that is not there: nobody looks again.
        Message._meta.get_field("file").set_cached_value(message, None)
    else:
        message.file = _made(MessageFile, row, "messages__file__")
    return message


def _fields(model: type[Model], prefix: str = "") -> list[str]:
    return [prefix + field.attname for field in model._meta.concrete_fields]


def _made(model: type[Row], row: Mapping[str, Any], prefix: str = "") -> Row:
    names = [field.attname for field in model._meta.concrete_fields]
    return model.from_db(None, names, [row[prefix + name] for name in names])
