"""The files of new messages: asked for in the same transaction, fetched by the worker afterwards."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from django.db import transaction

from whatsapp.cloud_api.limits import MAX_MEDIA_ID
from whatsapp.cloud_api.notifications import BusinessMessage, IncomingMessage
from whatsapp.cloud_api.notifications.contents import MEDIA
from whatsapp.cloud_api.notifications.fields import a_text, an_object
from whatsapp.cloud_api.notifications.updates import Json
from whatsapp.media.queue import FILES
from whatsapp.models import Message, MessageFile
from whatsapp.realtime import wake

from . import rows
from .threads import Thread

AnyMessage = IncomingMessage | BusinessMessage

COLUMNS = ("message_id", "name", "state", "attempts", "asked_at")
LONGEST_NAME = 255


def ask_for_files(
    pairs: Iterable[tuple[AnyMessage, Thread]], new: Mapping[tuple[int, str], int], now: datetime
) -> None:
    """`new` has our id of each message that was really inserted, by number and wamid."""
    wanted = {}
    for message, thread in pairs:
        if message.type in MEDIA and (pk := new.get((thread.number_id, message.wamid))):
            wanted[pk] = message
    _ask(wanted, now)


def complete_imported(again: Sequence[tuple[AnyMessage, Thread]], now: datetime) -> set[int]:
    """Media of the imported history: first the message without its file, in a later webhook with it.

    Returns the conversations that changed.
    """
    wanted: dict[int, AnyMessage] = {}
    changed = set()
    for message, thread in again:
        if message.type in MEDIA and _media_id(message) and (row := _bare(message, thread)):
            row.message_type, row.payload = message.type, message.payload
            row.media_mime_type, row.content = message.media_mime_type, row.content or message.text
            row.save(update_fields=["message_type", "payload", "media_mime_type", "content"])
            wanted[row.pk] = message
            changed.add(thread.id)
    _ask(wanted, now)
    return changed


def _bare(message: AnyMessage, thread: Thread) -> Message | None:
    """Our row of it, when it was imported without its file."""
    found = Message.objects.filter(
        number_id=thread.number_id,
        whatsapp_message_id=message.wamid,
        origin=Message.Origin.HISTORY,
        file=None,
    )
    return found.select_for_update(of=("self",)).first()


def _ask(wanted: Mapping[int, AnyMessage], now: datetime) -> None:
    at = rows.moment(now)
    asked = [
        (pk, _name(message), MessageFile.State.WAITING.value, 0, at)
        for pk, message in wanted.items()
        if _media_id(message)
    ]
    if asked:
        rows.insert(MessageFile, COLUMNS, asked, unless_there=True, returning="message_id")
        transaction.on_commit(lambda: wake.ring(FILES))


def _media_id(message: AnyMessage) -> str:
    return a_text(_body(message).get("id"), MAX_MEDIA_ID)


def _name(message: AnyMessage) -> str:
    return a_text(_body(message).get("filename"))[:LONGEST_NAME]


def _body(message: AnyMessage) -> Json:
    return an_object(message.payload.get(message.type))
