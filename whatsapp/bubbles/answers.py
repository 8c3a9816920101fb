"""What somebody chose instead of writing: a button, a row of a list, a form, a permission."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from whatsapp.cloud_api.notifications.fields import a_list, a_time, an_object
from whatsapp.cloud_api.notifications.updates import Json
from whatsapp.models import Message

from .values import words

OURS_ALONE = frozenset({"flow_token"})
"""Keys of a form's answer that mean nothing to people."""

MOST_FIELDS = 40


@dataclass(frozen=True)
class Answer:
    icon: str
    label: str  # how it was said: "Chose from the list"
    title: str = ""
    detail: str = ""
    fields: Sequence[tuple[str, str]] = ()  # a form's questions, as their author named them, and the answers
    choices: Sequence[str] = ()  # the buttons, where it is our own side that asks
    until: datetime | None = None  # none: for ever, or not told
    header: str = ""
    footer: str = ""


def read_button(message: Message) -> Answer:
    button = an_object(an_object(message.payload).get("button"))
    return Answer("tap", _("Tapped a button"), words(button.get("text")) or message.content)


def read_interactive(message: Message) -> Answer:
    interactive = an_object(an_object(message.payload).get("interactive"))
    kind = interactive.get("type")
    read = READERS.get(kind) if isinstance(kind, str) else None
    if read:
        return read(an_object(interactive.get(str(kind))), message.content)
    return _question(interactive, message.content)


def _button_reply(reply: Json, content: str) -> Answer:
    return Answer("tap", _("Tapped a button"), words(reply.get("title")) or content)


def _list_reply(reply: Json, content: str) -> Answer:
    title, detail = words(reply.get("title")), words(reply.get("description"))
    return Answer("list", _("Chose from the list"), title or content, detail)


def _form(reply: Json, content: str) -> Answer:
    return Answer("form", _("Filled in a form"), "", words(reply.get("body")) or content, _fields(reply))


def _permission(reply: Json, content: str) -> Answer:
    if reply.get("response") == "accept":
        until = None if reply.get("is_permanent") is True else a_time(reply.get("expiration_timestamp"))
        return Answer("call", _("Permission to call"), _("The customer allows you to call."), until=until)
    if reply.get("response") == "reject":
        return Answer("call-missed", _("Permission to call"), _("The customer does not want calls."))
    return Answer("call", _("Permission to call"), content)


READERS: dict[str, Callable[[Json, str], Answer]] = {
    "button_reply": _button_reply,
    "list_reply": _list_reply,
    "nfm_reply": _form,
    "call_permission_reply": _permission,
}


def _question(interactive: Json, content: str) -> Answer:
    """What our side sent with buttons, or a kind of answer invented tomorrow."""
    body, action = an_object(interactive.get("body")), an_object(interactive.get("action"))
    choices = [
        words(an_object(an_object(b).get("reply")).get("title")) for b in a_list(action.get("buttons"))
    ]
    rows = [
        words(an_object(row).get("title"))
        for section in a_list(action.get("sections"))
        for row in a_list(an_object(section).get("rows"))
    ]
    title = content or words(body.get("text"))
    return Answer(
        "list" if rows else "tap",
        _("With a list") if rows else _("With choices"),
        title,
        choices=[c for c in choices + rows if c],
        header=words(an_object(interactive.get("header")).get("text")),
        footer=words(an_object(interactive.get("footer")).get("text")),
    )


def _fields(reply: Json) -> list[tuple[str, str]]:
    """`response_json` is JSON inside a string (Cloud API: flow answers)."""
    try:
        answers = json.loads(words(reply.get("response_json")) or "{}")
    except (ValueError, RecursionError):
        return []
    given = [(words(k), v) for k, v in an_object(answers).items() if k not in OURS_ALONE]
    return [(key.replace("_", " "), _plain(value)) for key, value in given[:MOST_FIELDS]]


def _plain(value: Any) -> str:
    if isinstance(value, str):
        return words(value)
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, list) and all(isinstance(v, str | int | float) for v in value):
        return "، ".join(_plain(v) for v in value) if _is_arabic(value) else ", ".join(map(_plain, value))
    return "–" if value is None else words(json.dumps(value, ensure_ascii=False))


def _is_arabic(values: list[Any]) -> bool:
    return any("\u0600" <= c <= "\u06ff" for value in values if isinstance(value, str) for c in value)
