"""One row a type of message: its sign, its name in a list of chats, and who reads what it says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from whatsapp.models import Message

from .answers import read_button, read_interactive
from .files import read_file
from .filled import read_filled
from .lines import read_call, read_system, read_welcome
from .orders import read_order
from .people import read_people
from .places import read_place
from .refused import read_refused
from .sounds import read_sound

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


def _nothing(message: Message) -> None:
    """All that it says is its text."""


@dataclass(frozen=True)
class Kind:
    template: str
    icon: str
    name: str | StrPromise
    read: Callable[[Message], object] = _nothing
    is_line: bool = False  # no bubble: something that happened to the chat


TEXT = Kind("text", "", "")
DELETED = Kind("deleted", "deleted", _("This message was deleted"))
UNKNOWN = Kind("unknown", "attention", _("Message"))
NOT_PASSED_ON = Kind("unsupported", "attention", _("A message that can't be shown here"), read_refused)
NOT_IMPORTED = Kind("not_imported", "archive", _("A file of an earlier chat"))
CALL = Kind("call", "call-missed", _("Missed call"), read_call)

KINDS = {
    "text": TEXT,
    "image": Kind("image", "camera", _("Photo"), read_file),
    "video": Kind("video", "video", _("Video"), read_file),
    "audio": Kind("audio", "microphone", _("Voice message"), read_sound),
    "document": Kind("document", "document", _("Document"), read_file),
    "sticker": Kind("sticker", "sticker", _("Sticker"), read_file),
    "location": Kind("location", "place", _("Location"), read_place),
    "contacts": Kind("contacts", "person", _("Contact"), read_people),
    "button": Kind("button", "tap", _("Tapped a button"), read_button),
    "interactive": Kind("interactive", "list", _("Answered by choosing"), read_interactive),
    "template": Kind("template", "template", _("Template"), read_filled),
    "order": Kind("order", "basket", pgettext_lazy("of goods", "Order"), read_order),
    "system": Kind("system", "information", _("A note about this chat"), read_system, is_line=True),
    "request_welcome": Kind("request_welcome", "chat-call", _("Opened the chat"), read_welcome, is_line=True),
    "media_placeholder": NOT_IMPORTED,
    "call": CALL,
    "calls": CALL,
    "unsupported": NOT_PASSED_ON,
    # Names that older webhooks have for the same.
    "unknown": NOT_PASSED_ON,
    "ephemeral": NOT_PASSED_ON,
}
"""A new type is a new row here, its reader, and `templates/inbox/bubbles/_<template>.html`."""


def kind_of(message_type: str) -> Kind:
    return KINDS.get(message_type or "text", UNKNOWN)


def in_short(message: Message) -> str:
    """One line for a quote: its words, else what was chosen, the file's or the person's name, else its kind."""
    if message.revoked_at:
        return str(DELETED.name)
    kind = kind_of(message.message_type)
    said = kind.read(message)
    first = said[0] if isinstance(said, list) and said else said
    told = getattr(first, "title", "") or getattr(first, "name", "") or getattr(first, "label", "")
    return message.content or told or str(kind.name)
