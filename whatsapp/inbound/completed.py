"""The same wamid once more, and it says more: a photo of the imported history after its placeholder, the end of a
call after its beginning. There stays one bubble, the one that says more, whichever came first."""

from collections.abc import Iterable

from whatsapp.cloud_api.notifications import BusinessMessage, IncomingMessage, Json
from whatsapp.cloud_api.notifications.contents import MEDIA
from whatsapp.cloud_api.notifications.fields import an_object
from whatsapp.models import Message
from whatsapp.search.keeping import renew_messages

from .threads import Thread

PLACEHOLDER = "media_placeholder"
"""The type of a file in a chunk of history; the file itself comes later, or never (Cloud API: coexistence)."""

CALL = "call"
ENDED = "terminate"

AnyMessage = IncomingMessage | BusinessMessage


def fill_in(row: Message, message: AnyMessage) -> bool:
    """True when `row` stood for a file that was still to come: now it is the file."""
    if not _says_more(row, message):
        return False
    row.message_type, row.media_mime_type = message.type, message.media_mime_type
    row.payload, row.quoted_wamid, row.created_at = message.payload, message.quoted_wamid, message.at
    if row.edited_at:  # its caption was changed before it came
        row.original_content = message.text
    else:
        row.content = message.text
    row.save(
        update_fields=[
            *("message_type", "media_mime_type", "payload", "quoted_wamid", "created_at"),
            *("content", "original_content"),
        ]
    )
    renew_messages([row.pk])
    return True


def _says_more(row: Message, message: AnyMessage) -> bool:
    if row.message_type == PLACEHOLDER:
        return message.type != PLACEHOLDER
    if row.message_type != message.type or _names_a_file(row.message_type, row.payload):
        return False
    return _names_a_file(message.type, message.payload)


def _names_a_file(message_type: str, payload: Json) -> bool:
    return message_type in MEDIA and bool(an_object(payload.get(message_type)).get("id"))


def follow_calls(again: Iterable[tuple[AnyMessage, Thread]]) -> tuple[set[int], set[int]]:
    """The conversations whose call says something new, and those whose window it moved.

    A call stands at its earliest time. The window counts from the latest that was told of it: what came first is
    no longer known.
    """
    told: list[tuple[AnyMessage, Thread]] = [pair for pair in again if pair[0].type == CALL]
    said, moved = set(), set()
    for message, thread in told:
        if _follow(message, thread):
            said.add(thread.id)
        if thread.last_inbound_at is None or message.at > thread.last_inbound_at:
            thread.last_inbound_at = message.at
            moved.add(thread.id)
    return said, moved


def _follow(message: AnyMessage, thread: Thread) -> bool:
    """The thread is locked: nobody else writes to its call."""
    row = Message.objects.get(number_id=thread.number_id, whatsapp_message_id=message.wamid)
    before = (row.created_at, row.payload)
    row.created_at = min(row.created_at, message.at)
    if _weight(message.payload) > _weight(row.payload):
        row.payload, row.content = message.payload, message.text
    if before == (row.created_at, row.payload):
        return False
    row.save(update_fields=["created_at", "payload", "content"])
    renew_messages([row.pk])
    return True


def _weight(call: Json) -> tuple[bool, str, str]:
    """Its end says how it went; else what was said last."""
    return call.get("event") == ENDED, str(call.get("timestamp")), str(sorted(call.items(), key=str))
