"""Writes the pending row of a file: the file is stored first, then its message is visible and safe."""

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext as _

from whatsapp.cloud_api.limits import MAX_CAPTION
from whatsapp.cloud_api.text import storable
from whatsapp.codecs import kinds
from whatsapp.codecs.faults import CannotUse, TooLarge
from whatsapp.codecs.names import fitting_name
from whatsapp.media.queue import url_of
from whatsapp.media.taking import take
from whatsapp.models import Conversation, Message, MessageFile, StoredFile

from .compose import CannotSend, Content, InvalidMessage, find_sent, require_window, send
from .refused_files import in_words


class FileRefused(CannotSend):
    """`code` says which of the faults of `codecs.faults` it is."""

    def __init__(self, fault: CannotUse) -> None:
        super().__init__(in_words(fault))
        self.code, self.is_too_large = fault.code, isinstance(fault, TooLarge)


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
    require_window(conversation)
    plan = _planned(file, is_voice, as_document)
    name = "" if is_voice else fitting_name(storable(file.name or ""), plan.mime_type)
    content = Content(plan.kind, _caption(caption, plan.kind), _noted(plan, file.size, name))
    stored = take(file.chunks())  # outside of any transaction: a disk may take its time
    with transaction.atomic():
        message, is_new = send(conversation, content, by=by, client_id=client_id)
        if is_new:
            _attach(message, stored, name, plan.mime_type)
    return message, is_new


def _planned(file: "File[Any]", is_voice: bool, as_document: bool) -> kinds.Plan:
    """By what it begins with, and its size: nothing is decoded while somebody waits."""
    head = file.read(kinds.HEAD)
    file.seek(0)
    try:
        if is_voice:
            return kinds.plan_voice(head, file.size)
        return kinds.plan(head, file.size, file.name or "", as_document=as_document)
    except CannotUse as fault:
        raise FileRefused(fault) from None


def _caption(caption: str, kind: str) -> str:
    caption = storable(caption).strip()
    if caption and kind == "audio":
        raise InvalidMessage(_("WhatsApp shows no words with a sound. Send them as a message of their own."))
    if len(caption) > MAX_CAPTION:
        raise InvalidMessage(_("A caption can have %(limit)d characters at most.") % {"limit": MAX_CAPTION})
    return caption


def _noted(plan: kinds.Plan, size: int, name: str) -> dict[str, Any]:
    """Under the names that Meta has for it in a webhook, so that one reader reads both."""
    said: dict[str, Any] = {"mime_type": plan.mime_type, "file_size": size}
    if plan.is_voice:
        said["voice"] = True
    return said | ({"filename": name} if plan.kind == "document" and name else {})


def _attach(message: Message, stored: StoredFile, name: str, mime_type: str) -> None:
    now = message.created_at
    MessageFile.objects.create(
        message=message,
        stored=stored,
        name=name,
        state=MessageFile.State.FETCHED,
        asked_at=now,
        fetched_at=now,
    )
    message.media_url, message.media_mime_type = url_of(message.pk), mime_type
    message.save(update_fields=["media_url", "media_mime_type"])
