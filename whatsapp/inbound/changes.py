"""Messages that their author edited or deleted. The changes are kept, and the message is made from all of them."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from whatsapp.cloud_api.notifications import ChangeUpdate
from whatsapp.conversations.previews import shown
from whatsapp.models import Conversation, Message, MessageChange
from whatsapp.models.content import stored
from whatsapp.search.keeping import renew_messages

from . import rows
from .people import People

Kind = MessageChange.Kind

COLUMNS = ("number_id", "wamid", "target_wamid", "kind", "content", "is_ours", "at")


def apply_changes(changes: Sequence[tuple[int, int, ChangeUpdate]], now: datetime) -> set[int]:
    """Returns the conversations that changed."""
    # The author's row is locked, as it is by the message itself: of the two, the second to come sees the first.
    People([(update.customer, update.at) for _, _, update in changes], now).find_or_make()
    kept = [
        (number_id, u.wamid, u.target_wamid, u.kind, stored(u.text), u.is_ours, rows.moment(u.at))
        for _, number_id, u in changes
    ]
    rows.insert(MessageChange, COLUMNS, kept, unless_there=True, returning="id")
    return _rewrite_all((number_id, update.target_wamid) for _, number_id, update in changes)


def rewrite_changed(messages: Iterable[tuple[int, str]]) -> None:
    """New messages (number, wamid) whose changes came before them."""
    _rewrite_all(messages)


def _rewrite_all(targets: Iterable[tuple[Any, ...]]) -> set[int]:
    """Each target: our id of the number, and the wamid of the message."""
    changed = set()
    for number_id, wamid in sorted(set(targets)):
        message = (
            Message.objects.select_for_update().filter(number_id=number_id, whatsapp_message_id=wamid).first()
        )
        if message is not None and _rewrite(message):
            changed.add(message.conversation_id)
    return changed


def _rewrite(message: Message) -> bool:
    """What all changes make of it, in the order of their times. True when that is something new."""
    changes = [
        change
        for change in MessageChange.objects.filter(
            number_id=message.number_id, target_wamid=message.whatsapp_message_id
        ).order_by("at", "wamid")
        if change.is_ours == message.is_outgoing
    ]
    edits = [change for change in changes if change.kind == Kind.EDIT]
    revokes = [change for change in changes if change.kind == Kind.REVOKE]
    was_shown = shown(message)
    first = message.original_content if message.edited_at else message.content
    before = (message.content, message.edited_at, message.revoked_at)
    message.content = edits[-1].content if edits else first
    message.edited_at = edits[-1].at if edits else None
    message.original_content = first if edits else ""
    message.revoked_at = revokes[0].at if revokes else None
    if before == (message.content, message.edited_at, message.revoked_at):
        return False
    message.save(update_fields=["content", "edited_at", "original_content", "revoked_at"])
    renew_messages([message.pk])
    Conversation.objects.filter(
        pk=message.conversation_id,
        last_message_at=message.created_at,
        last_message_direction=message.direction,
        last_message=was_shown[0],
        last_message_type=was_shown[1],
    ).update(**dict(zip(("last_message", "last_message_type"), shown(message), strict=True)))
    return True
