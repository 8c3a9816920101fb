"""The file of a ready reply: checked by the same rules as one that is sent now, and sent by the same road."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.urls import reverse

from whatsapp.codecs.faults import NotTaken
from whatsapp.models import ReplyTemplate

from .attach import checked_caption
from .compose import InvalidMessage
from .given import FileRefused, GivenFile, given_again, take_file


def put_file(reply: ReplyTemplate, file: "File[Any]") -> None:
    """Into the row, which is not saved yet. Raises ValidationError."""
    try:
        given = _taken(file)
    except FileRefused as refusal:
        raise ValidationError(str(refusal), code=refusal.code) from None
    reply.stored, reply.template_type = given.stored, given.plan.kind
    reply.file_name = given.name or (file.name or "")[:255]


def _taken(file: "File[Any]") -> GivenFile:
    """A sound that is kept for answers is meant as a voice message, even one that goes in no other way."""
    try:
        given = take_file(file)
    except FileRefused as refusal:
        if refusal.code != NotTaken.code:
            raise
        file.seek(0)
        return take_file(file, is_voice=True)
    if given.plan.kind == "audio":
        return given_again(given.stored, given.name, is_voice=True)
    return given


def drop_file(reply: ReplyTemplate) -> None:
    """From the row; the bytes go when nobody has them any more (`media.pruning`)."""
    reply.stored, reply.template_type, reply.file_name = None, "text", ""


def check_caption(reply: ReplyTemplate) -> None:
    """Raises ValidationError where its text can't stand beside its file."""
    if reply.stored is None:
        return
    try:
        checked_caption(reply.content, reply.template_type)
    except InvalidMessage as refusal:
        raise ValidationError(str(refusal), code=refusal.code) from None


def url_of(reply: ReplyTemplate) -> str:
    """Of its file, empty where there is none. Another file has another: browsers keep what they got for a year."""
    if reply.stored is None:
        return ""
    return f"{reverse('api-1:reply_media', args=[reply.pk])}?v={reply.stored.sha256[:8]}"


def file_to_send(reply: ReplyTemplate) -> GivenFile:
    """Raises FileRefused."""
    assert reply.stored is not None
    return given_again(reply.stored, reply.file_name, is_voice=reply.template_type == "audio")
