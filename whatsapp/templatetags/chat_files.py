"""What the browser has to know of files before it sends one."""

import json

from django import template
from django.template.defaultfilters import filesizeformat

from whatsapp.codecs import kinds
from whatsapp.models import ReplyTemplate
from whatsapp.outbound.reply_files import url_of

register = template.Library()


@register.simple_tag
def file_limits() -> dict[str, str]:
    """Of each kind in words; all of them, and the endings that are taken, as JSON."""
    largest = kinds.LARGEST | {"image": kinds.LARGEST_PICTURE_BEFORE, "shrunk": kinds.LARGEST["image"]}
    words = {kind: filesizeformat(size) for kind, size in largest.items()}
    return words | {"sizes": json.dumps(largest), "endings": json.dumps(kinds.CHOOSABLE)}


@register.filter
def unlocalized(value: object) -> str:
    """1.5 is `1.5` in every language."""
    return str(value)


REPLY_ICONS = {"image": "camera", "video": "video", "audio": "microphone", "document": "document"}


@register.filter
def reply_url(reply: ReplyTemplate) -> str:
    return url_of(reply)


@register.filter
def reply_icon(kind: str) -> str:
    """Of the file of a ready reply."""
    return REPLY_ICONS.get(kind, "document")
