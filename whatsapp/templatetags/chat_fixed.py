"""Parts of a page that are the same in every chat and for everybody: drawn once for each language."""

from functools import lru_cache

from django import template
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

register = template.Library()


@register.simple_tag
def fixed(template_name: str) -> SafeString:
    """The template knows nothing of the page that it stands in. While DEBUG is on it is drawn anew each time."""
    draw = _draw if settings.DEBUG else _drawn
    return draw(template_name, get_language())


def _draw(template_name: str, _language: str | None) -> SafeString:
    return mark_safe(render_to_string(template_name))  # noqa: S308 (a template escapes what it shows)


_drawn = lru_cache(maxsize=64)(_draw)
