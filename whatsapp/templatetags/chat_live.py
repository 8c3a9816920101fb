"""How the open page is kept fresh."""

from django import template
from django.conf import settings

register = template.Library()

ALWAYS, WHILE_LIVE = 5, 60
"""Seconds between two refreshes by the clock."""


@register.simple_tag
def refresh_while_live() -> int:
    """While the websocket brings the news, seldom: unless a worker of another process has no way to tell them."""
    tells_everything = settings.REDIS_URL or settings.WHATSAPP_WORKER == "embedded"
    return WHILE_LIVE if tells_everything else ALWAYS
