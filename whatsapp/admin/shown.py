"""How the back office shows what several of its pages have: chats, numbers and raw bodies."""

import json

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

MOST_SHOWN = 200_000
"""Characters of one body. A browser shows so much at once; a webhook may have 3 MB."""

HEX_COLUMNS = 16


def chat_link(conversation_id: int) -> SafeString:
    return format_html('<a href="{}">{}</a>', reverse("inbox:chat", args=[conversation_id]), _("Open"))


def left_to_right(value: object) -> SafeString | str:
    """Phone numbers and ids inside an Arabic page."""
    return format_html('<bdi dir="ltr">{}</bdi>', value) if value else "–"


def as_written(text: str) -> SafeString:
    """A person's words, in the direction of their own language."""
    return format_html('<bdi dir="auto">{}</bdi>', text)


def pane(text: str) -> SafeString:
    if len(text) > MOST_SHOWN:
        text = text[:MOST_SHOWN] + "\n" + _("… and so on: this is too long to be shown whole.")
    return format_html('<pre class="raw" dir="ltr" tabindex="0">{}</pre>', text)


def readable(body: bytes) -> str:
    """JSON with its lines folded, else the text itself, else hexadecimal. Never raises."""
    try:
        text = body.decode()
    except UnicodeDecodeError:
        return "\n".join(
            body[at : at + HEX_COLUMNS].hex(" ") for at in range(0, min(len(body), MOST_SHOWN), HEX_COLUMNS)
        )
    try:
        return pretty(json.loads(text))
    except (ValueError, RecursionError):
        return text


def pretty(value: object) -> str:
    """Half an emoji is legal in JSON but can't be sent to a browser: it is shown as its escape."""
    folded = json.dumps(value, ensure_ascii=False, indent=2)
    return folded.encode("utf-8", "backslashreplace").decode()
