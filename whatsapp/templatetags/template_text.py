"""A template's words with its values in them, and the words for what Meta says of it."""

import re

from django import template
from django.utils.safestring import SafeString, mark_safe

from whatsapp.message_templates import wording
from whatsapp.message_templates.definition import definition_of
from whatsapp.message_templates.shown import FIRST_STRONG, POP
from whatsapp.models import MessageTemplate

from .chat_text import as_written

register = template.Library()

VALUE = re.compile(f"{FIRST_STRONG}([^{FIRST_STRONG}{POP}<>]*){POP}")


@register.filter
def as_filled(text: str) -> SafeString:
    """HTML. Each value in a `<bdi>`; one that a mark cuts through keeps its isolates as characters."""
    return mark_safe(VALUE.sub(_bdi, as_written(text)))  # noqa: S308 (as_written has escaped all of it)


def _bdi(found: re.Match[str]) -> str:
    kind = "blank" if found[1].startswith("{{") else "value"
    return f'<bdi class="{kind}">{found[1]}</bdi>'


@register.filter
def status_words(word: str) -> str:
    return wording.in_words(wording.STATUSES, word)


@register.filter
def category_words(word: str) -> str:
    return wording.in_words(wording.CATEGORIES, word)


@register.filter
def quality_words(word: str) -> str:
    return wording.in_words(wording.QUALITIES, word)


@register.filter
def part_words(word: str) -> str:
    return wording.in_words(wording.PARTS, word)


@register.filter
def button_words(kind: str) -> str:
    return wording.in_words(wording.BUTTONS, kind)


@register.filter
def language_words(code: str) -> str:
    return wording.in_words(wording.LANGUAGES, code)


@register.filter
def is_shown_only(row: MessageTemplate) -> bool:
    """It has a part that nobody can fill in here."""
    return bool(definition_of(row).not_filled_here)


PART_ICONS = {"IMAGE": "camera", "VIDEO": "video", "GIF": "video", "LOCATION": "place"}
BUTTON_ICONS = {
    "URL": "link",
    "PHONE_NUMBER": "call",
    "VOICE_CALL": "call",
    "COPY_CODE": "copy",
    "OTP": "copy",
    "FLOW": "form",
    "CATALOG": "basket",
}


@register.filter
def part_icon(kind: str) -> str:
    return PART_ICONS.get(kind, "document")


@register.filter
def button_icon(kind: str) -> str:
    return BUTTON_ICONS.get(kind, "reply")
