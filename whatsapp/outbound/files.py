"""The file of a message, made into what Meta takes, and brought there: the worker's work before the message.

All of it may be done twice: nobody sees an upload, only the message that names it.
"""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from whatsapp.channel import client_of
from whatsapp.cloud_api import outgoing
from whatsapp.cloud_api.limits import UPLOADED_MEDIA_DAYS
from whatsapp.cloud_api.uploads import upload
from whatsapp.codecs import apart
from whatsapp.codecs.faults import Unreadable
from whatsapp.codecs.kinds import ENDINGS, Plan
from whatsapp.codecs.prepare import Prepared, prepare_change
from whatsapp.media.drawing import drawn
from whatsapp.media.keeping import source_of
from whatsapp.media.taking import take
from whatsapp.models import Message, MessageFile, StoredFile, Upload
from whatsapp.realtime import publish

LIFE = timedelta(days=UPLOADED_MEDIA_DAYS - 1)
"""A day less than Meta's: what is named by a message has to live until that is delivered."""

SLOWEST_LINE = 50_000
"""Bytes a second; a line below that gets no large file through anyway."""


MEDIA = frozenset({"image", "video", "audio", "document"})


def uploaded(message: Message) -> outgoing.Json:
    """What the message says of its file, once Meta has it. Raises CannotUse, Refused, NoAnswer or NotSent."""
    media_id = _media_id_of(message)
    said = said_of(message)
    return outgoing.media(
        message.message_type,
        media_id,
        caption=message.content,
        filename=said.get("filename", ""),
        is_voice=is_voice(message),
    )


def _media_id_of(message: Message) -> str:
    file = MessageFile.objects.select_related("stored").get(pk=message.pk)
    assert file.stored is not None  # it was stored before the message was written
    plan = Plan(message.message_type, message.media_mime_type, is_voice=is_voice(message))
    return bring(message, file.stored, plan, partial(_note, message, file))


def bring(
    message: Message, given: StoredFile, plan: Plan, note: Callable[[StoredFile, Prepared], None]
) -> str:
    """Meta's id of a file, which goes up where Meta does not have it.

    `note` is told what was made of it: that stands in the place of what was given, so that everybody hears and sees
    what the customer gets. Raises CannotUse, Refused, NoAnswer or NotSent.
    """
    if known := _known(message, given):
        return known
    _hold_on(message, given.size)
    stored, mime_type = _made_ready(given, plan, note)
    try:
        if known := _known(message, stored):  # a ready reply: made once, and given every day
            return known
        with default_storage.open(stored.name) as content:
            media_id = upload(
                client_of(message.number),
                content,
                stored.size,
                name=f"file.{ENDINGS[mime_type]}",
                mime_type=mime_type,
            )
    finally:
        drawn(stored)  # not before: the customer waits for the file, and nobody for what is drawn of it
    Upload.objects.update_or_create(
        stored=stored,
        number=message.number,
        defaults={"media_id": media_id, "ends_at": timezone.now() + LIFE},
    )
    return media_id


def _known(message: Message, stored: StoredFile) -> str:
    found = Upload.objects.filter(stored=stored, number=message.number, ends_at__gt=timezone.now())
    return found.values_list("media_id", flat=True).first() or ""


def forget_upload(message: Message) -> None:
    """Meta refused the message: perhaps it has lost its file. The next attempt brings it again."""
    of_it = Q(stored__uses=message.pk) | Q(stored__cards__message=message.pk)
    lost = Upload.objects.filter(of_it, number=message.number_id).values_list("pk", flat=True)
    Upload.objects.filter(pk__in=list(lost)).delete()


def said_of(message: Message) -> dict[str, Any]:
    """What we noted of its file, under the names that Meta has for it."""
    said = message.payload.get(message.message_type)
    return said if isinstance(said, dict) else {}


def is_voice(message: Message) -> bool:
    return said_of(message).get("voice") is True


def _hold_on(message: Message, size: int) -> None:
    """The claim lasts as long as a slow line needs, or somebody else would begin the same upload."""
    if message.claimed_until is None:
        return
    longer = message.claimed_until + timedelta(seconds=30 + size / SLOWEST_LINE)
    held = Message.objects.filter(pk=message.pk, claimed_until=message.claimed_until)
    if held.update(claimed_until=longer):
        message.claimed_until = longer


def _made_ready(
    given: StoredFile, plan: Plan, note: Callable[[StoredFile, Prepared], None]
) -> tuple[StoredFile, str]:
    """With the type that it has now."""
    if plan.kind == "document":
        return given, plan.mime_type  # goes as it is: no need to read 100 MB
    if before := _made_before(given, plan):
        note(*before)
        return before[0], before[1].mime_type
    if not given.size:
        raise Unreadable(plan.kind)
    made = apart.do_with(source_of(given), prepare_change, plan)
    stored = take([made.data]) if made.data else given
    note(stored, made)
    return stored, made.mime_type


def _made_before(given: StoredFile, plan: Plan) -> tuple[StoredFile, Prepared] | None:
    """The same price list, sent to somebody else: it need not be made twice. As a voice message it was another."""
    made = MessageFile.objects.filter(original=given).select_related("stored", "message").order_by("-pk")
    for file in made[:20]:
        if file.stored and is_voice(file.message) == plan.is_voice:
            mime_type = file.stored.mime_type
            kind = file.message.message_type if file.message.message_type in MEDIA else plan.kind
            return file.stored, Prepared(kind, mime_type, b"", is_voice=plan.is_voice)
    return None


def _note(message: Message, file: MessageFile, stored: StoredFile, made: Prepared) -> None:
    said = said_of(message) | {"file_size": stored.size, "mime_type": made.mime_type}
    message.message_type, message.media_mime_type, message.payload = (
        made.kind,
        made.mime_type,
        {made.kind: said},
    )
    if stored != file.stored:
        file.original, file.stored = file.stored, stored  # what was given is kept beside it
    with transaction.atomic():
        message.save(update_fields=["message_type", "media_mime_type", "payload"])
        file.save(update_fields=["stored", "original"])
        transaction.on_commit(lambda: publish.conversations_changed([message.conversation_id]))
