"""Writes the pending row of a file: the file is stored first, then its message is visible and safe."""

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext as _

from whatsapp.cloud_api.limits import MAX_CAPTION
from whatsapp.cloud_api.text import storable
from whatsapp.media.queue import url_of
from whatsapp.models import Conversation, Message, MessageFile

from .compose import Content, InvalidMessage, find_sent, refuse_blocked, require_window, send
from .given import GivenFile, take_file


def send_file(
    conversation: Conversation,
    file: "File[Any]",
    *,
    by: AbstractBaseUser | None,
    caption: str = "",
    is_voice: bool = False,
    as_document: bool = False,
    client_id: str | None = None,
) -> tuple[Message, bool]:
    """The pending message, and whether it is new. The worker makes its file into what Meta takes.

    `is_voice` is for what somebody recorded. Raises InvalidMessage, WindowClosed, FileRefused.
    """
    if sent := find_sent(conversation, client_id):
        return sent, False
    refuse_blocked(conversation)
    require_window(conversation)
    given = take_file(file, is_voice=is_voice, as_document=as_document)
    return send_given(conversation, given, by=by, caption=caption, client_id=client_id)


def send_given(
    conversation: Conversation,
    given: GivenFile,
    *,
    by: AbstractBaseUser | None,
    caption: str = "",
    client_id: str | None = None,
) -> tuple[Message, bool]:
    """The same for what is stored already. Raises InvalidMessage, WindowClosed."""
    content = Content(given.plan.kind, checked_caption(caption, given.plan.kind), _noted(given))
    with transaction.atomic():
        message, is_new = send(conversation, content, by=by, client_id=client_id)
        if is_new:
            attach(message, given)
    return message, is_new


def checked_caption(caption: str, kind: str) -> str:
    """Raises InvalidMessage."""
    caption = storable(caption).strip()
    if caption and kind == "audio":
        raise InvalidMessage(_("WhatsApp shows no words with a sound. Send them as a message of their own."))
    if len(caption) > MAX_CAPTION:
        raise InvalidMessage(_("A caption can have %(limit)d characters at most.") % {"limit": MAX_CAPTION})
    return caption


def attach(message: Message, given: GivenFile) -> None:
    """Call it in the transaction that wrote the message."""
    now = message.created_at
    MessageFile.objects.create(
        message=message,
        stored=given.stored,
        name=given.name,
        state=MessageFile.State.FETCHED,
        asked_at=now,
        fetched_at=now,
    )
    message.media_url, message.media_mime_type = url_of(message.pk), given.plan.mime_type
    message.save(update_fields=["media_url", "media_mime_type"])


def _noted(given: GivenFile) -> dict[str, Any]:
    """Under the names that Meta has for it in a webhook, so that one reader reads both."""
    plan = given.plan
    said: dict[str, Any] = {"mime_type": plan.mime_type, "file_size": given.stored.size}
    if plan.is_voice:
        said["voice"] = True
    return said | ({"filename": given.name} if plan.kind == "document" and given.name else {})
