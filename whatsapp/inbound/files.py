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


def ask_for_imported(again: Sequence[tuple[AnyMessage, Thread]], now: datetime) -> None:
    """Media of the imported history: first a placeholder, in a later webhook the file, which has filled it in."""
    wanted: dict[int, AnyMessage] = {}
    for message, thread in again:
        if message.type in MEDIA and _media_id(message) and (pk := _filled_in(message, thread)):
            wanted[pk] = message
    _ask(wanted, now)


def _filled_in(message: AnyMessage, thread: Thread) -> int | None:
    """Our row of it, when nobody has asked for its file yet."""
    found = Message.objects.filter(
        number_id=thread.number_id,
        whatsapp_message_id=message.wamid,
        origin=Message.Origin.HISTORY,
        message_type=message.type,
        file=None,
    )
    return found.values_list("pk", flat=True).first()


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
