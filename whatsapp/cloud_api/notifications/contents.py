"""What a message says: words to search and to preview by, whatever its type. The rest is in its original."""

from collections.abc import Callable
from typing import Any

from whatsapp.cloud_api.limits import MAX_WAMID

from .fields import a_list, a_text, an_object, first_text
from .updates import Json

# What the columns of a message hold: a text with nothing else needs no payload.
BARE_TEXT = frozenset(
    (
        *("id", "timestamp", "type", "text", "history_context"),
        *("from", "from_user_id", "from_parent_user_id", "to", "to_user_id", "to_parent_user_id"),
    )
)
MEDIA = frozenset({"image", "video", "audio", "document", "sticker"})

Content = tuple[str, str, str, Json]
"""text, quoted_wamid, media_mime_type, payload: in the order in which the updates have them."""


def content_of(message: Json, kind: str) -> Content:
    context, content = message.get("context"), message.get(kind)
    quoted = a_text(context.get("id"), MAX_WAMID) if isinstance(context, dict) else ""
    if kind == "text":  # nearly all there is: straight on
        text = _body(content)
        is_bare = message.keys() <= BARE_TEXT and content == {"body": text}
        return text, quoted, "", {} if is_bare else message
    mime_type = a_text(an_object(content).get("mime_type"), 100) if kind in MEDIA else ""
    return text_of(kind, content), quoted, mime_type, message


def text_of(kind: str, content: Any) -> str:
    """Empty for what has no words. A kind that we don't know says its words where others do, or nowhere."""
    read = TEXTS.get(kind)
    if read is not None:
        return read(content)
    return first_text(an_object(content), "body", "caption", "text", "title")


def _body(content: Any) -> str:
    return a_text(content.get("body")) if isinstance(content, dict) else ""


def _caption(content: Any) -> str:
    return first_text(an_object(content), "caption")


def _document(content: Any) -> str:
    return first_text(an_object(content), "caption", "filename")


def _location(content: Any) -> str:
    place = an_object(content)
    return " · ".join(part for key in ("name", "address") if (part := a_text(place.get(key))))


def _cards(content: Any) -> str:
    return ", ".join(name for card in a_list(content) if (name := _name_on(an_object(card))))


def _name_on(card: Json) -> str:
    """An answer to a contact request may have no name: then its number stands for it."""
    name = an_object(card.get("name"))
    parts = (a_text(name.get("first_name")), a_text(name.get("last_name")))
    phones = [an_object(phone) for phone in a_list(card.get("phones"))]
    numbers = (first_text(phone, "phone", "wa_id") for phone in phones)
    return a_text(name.get("formatted_name")) or " ".join(filter(None, parts)) or next(numbers, "")


def _button(content: Any) -> str:
    return first_text(an_object(content), "text", "payload")


def _interactive(content: Any) -> str:
    """A reply to what we sent has its words in an object named by its type; what our side sent, in `body`."""
    interactive = an_object(content)
    reply = an_object(interactive.get(a_text(interactive.get("type"))))
    return first_text(reply, "title", "body", "text") or first_text(
        an_object(interactive.get("body")), "text"
    )


def _order(content: Any) -> str:
    return first_text(an_object(content), "text")


TEXTS: dict[str, Callable[[Any], str]] = {
    "text": _body,
    "image": _caption,
    "video": _caption,
    "audio": _caption,
    "sticker": _caption,
    "document": _document,
    "location": _location,
    "contacts": _cards,
    "button": _button,
    "interactive": _interactive,
    "order": _order,
    "system": _body,
    "unsupported": lambda _content: "",
}
