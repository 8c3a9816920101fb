"""Interactive messages: buttons, lists and links, and how long each piece may be."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from whatsapp.simulator.refusals import Refusal


class _Kind(NamedTuple):
    """`headers` are the kinds a header may be; none means there may be no header and no footer."""

    action: Callable[[dict[str, Any]], None]
    longest_body: int
    headers: frozenset[str]


def check_interactive(content: dict[str, Any]) -> None:
    """Raises `Refusal`. Kinds that need a catalogue or a flow are not sold here: 131009."""
    kind = _KINDS.get(content.get("type", ""))
    if kind is None:
        raise Refusal.known(131009, f"interactive['type'] must be one of {', '.join(_KINDS)}")
    if surplus := content.keys() - _PARTS:
        raise Refusal.invalid(f'Unexpected key "{min(surplus)}" on param "interactive".')
    body = _object(content, "body").get("text")
    _length("body", body, kind.longest_body)
    if header := content.get("header"):
        if header.get("type") not in kind.headers:
            raise Refusal.known(131009, f"Header of type {header.get('type')} is not allowed here")
        if header["type"] == "text":
            _length("header", header.get("text"), 60)
    if footer := content.get("footer"):
        if not kind.headers:
            raise Refusal.known(131009, "Footer is not allowed here")
        _length("footer", footer.get("text"), 60)
    kind.action(_object(content, "action"))


def _buttons(action: dict[str, Any]) -> None:
    buttons = action.get("buttons")
    if not isinstance(buttons, list) or not 1 <= len(buttons) <= 3:
        raise Refusal.known(131009, "Button count must be from 1 to 3")
    replies = [_object(button, "reply") for button in buttons]
    if any(button.get("type") != "reply" for button in buttons):
        raise Refusal.known(131009, "Buttons must be of type reply")
    for reply in replies:
        _length("button id", reply.get("id"), 256)
        _length("button title", reply.get("title"), 20)
    for key in ("id", "title"):
        if len({reply[key] for reply in replies}) < len(replies):
            raise Refusal.known(131009, f"Duplicated {key} in buttons")


def _list(action: dict[str, Any]) -> None:
    _length("action button", action.get("button"), 20)
    sections = action.get("sections")
    if not isinstance(sections, list) or not 1 <= len(sections) <= 10:
        raise Refusal.known(131009, "Section count must be from 1 to 10")
    for section in sections:
        if len(sections) > 1 or section.get("title"):
            _length("section title", section.get("title"), 24)
        if not section.get("rows"):
            raise Refusal.known(131009, "A section needs at least one row")
    rows = [row for section in sections for row in section.get("rows", [])]
    if not 1 <= len(rows) <= 10:
        raise Refusal.known(131009, "Total row count must be from 1 to 10")
    for row in rows:
        _length("row id", row.get("id"), 200)
        _length("row title", row.get("title"), 24)
        if "description" in row:
            _length("row description", row["description"], 72)
    if len({row["id"] for row in rows}) < len(rows):
        raise Refusal.known(131009, "Duplicated id in rows")


def _link(action: dict[str, Any]) -> None:
    parameters = _object(action, "parameters")
    _length("display_text", parameters.get("display_text"), 20)
    if not str(parameters.get("url", "")).startswith(("https://", "http://")):
        raise Refusal.known(131009, "action['parameters']['url'] is not a URL")


def _location_request(action: dict[str, Any]) -> None:
    if action.get("name") != "send_location":
        raise Refusal.known(131009, "action['name'] must be send_location")


_PARTS = {"type", "header", "body", "footer", "action"}
_ANY_HEADER = frozenset({"text", "image", "video", "document"})
_KINDS: dict[str, _Kind] = {
    "button": _Kind(_buttons, 1024, _ANY_HEADER),
    "list": _Kind(_list, 4096, frozenset({"text"})),
    "cta_url": _Kind(_link, 1024, _ANY_HEADER),
    "location_request_message": _Kind(_location_request, 1024, frozenset()),
}


def _object(holder: Any, key: str) -> dict[str, Any]:
    value = holder.get(key) if isinstance(holder, dict) else None
    if not isinstance(value, dict):
        raise Refusal.known(131008, f"interactive needs {key}")
    return value


def _length(name: str, value: Any, longest: int) -> None:
    if not isinstance(value, str) or not value.strip():
        raise Refusal.known(131008, f"interactive {name} is missing")
    if len(value) > longest:
        raise Refusal.known(131009, f"interactive {name} must be at most {longest} characters long")
