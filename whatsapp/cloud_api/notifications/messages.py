"""`messages[]` of a value (Cloud API: inbound messages)."""

from typing import Any

from whatsapp.cloud_api.limits import MAX_WAMID

from .fields import a_text, a_time, an_object
from .senders import Senders
from .updates import IncomingMessage, NotUnderstood, Update

# What the columns of a message hold: a text with nothing else needs no payload.
BARE_TEXT = frozenset({"id", "timestamp", "type", "text", "from", "from_user_id", "from_parent_user_id"})

# Kinds that change an earlier message or a person: they are no bubble of their own.
NOT_A_BUBBLE = frozenset({"reaction", "edit", "revoke", "system"})
MEDIA = frozenset({"image", "video", "audio", "document", "sticker"})


def read_message(message: Any, number: str, senders: Senders) -> Update:
    if not isinstance(message, dict):
        return NotUnderstood("a message that is no object")
    wamid, kind, at = (
        a_text(message.get("id"), MAX_WAMID),
        a_text(message.get("type"), 40),
        a_time(message.get("timestamp")),
    )
    if not wamid or not kind or at is None:
        return NotUnderstood("a message without a usable id, type or timestamp")
    if kind in NOT_A_BUBBLE:
        return NotUnderstood(f"message of type {kind}")
    sender = senders.of(message)
    if sender is None:
        return NotUnderstood("a message without a sender")
    context, body = an_object(message.get("context")), an_object(message.get(kind))
    text = a_text(body.get("body" if kind == "text" else "caption"))
    is_bare = kind == "text" and body == {"body": text} and message.keys() <= BARE_TEXT
    return IncomingMessage(
        phone_number_id=number,
        wamid=wamid,
        sender=sender,
        type=kind,
        at=at,
        text=text,
        quoted_wamid=a_text(context.get("id"), MAX_WAMID),
        media_mime_type=a_text(body.get("mime_type"), 100) if kind in MEDIA else "",
        payload={} if is_bare else message,
    )
