"""What the customer's phone shows: who there is, and each message as a bubble with all that is on it."""

from __future__ import annotations

from typing import Any

from whatsapp.simulator import hands, phone_cards
from whatsapp.simulator.customers import Customer
from whatsapp.simulator.lines import Line
from whatsapp.simulator.meta import Meta

_SHOWN_LINES = 200
_ARRIVED = {"delivered", "read", "played"}


def person(meta: Meta, customer: Customer) -> dict[str, Any]:
    chat = [line for line in meta.chats[customer.id] if _visible(line)]
    return {
        "id": customer.id,
        "name": customer.name,
        "phone": customer.phone,
        "username": customer.username,
        "online": customer.online,
        "receipts": customer.receipts,
        "blocks": customer.blocks,
        "blocked": customer.blocked,
        "chatty": customer.chatty,
        "marketing": customer.marketing,
        "has_enough": customer.has_enough,
        "unread": sum(1 for line in chat if line.direction == "outgoing" and not line.seen),
        "last": _bubble(meta, chat[-1]) if chat else None,
    }


def last_at(meta: Meta, customer: Customer) -> float:
    chat = meta.chats[customer.id]
    return chat[-1].at if chat else 0.0


def on_screen(meta: Meta, customer: Customer) -> list[dict[str, Any]]:
    """The end of the chat, as the customer sees it."""
    shown = [line for line in meta.chats[customer.id] if _visible(line)][-_SHOWN_LINES:]
    return [_bubble(meta, line) for line in shown]


def _visible(line: Line) -> bool:
    """What did not reach the phone is not on it; reactions sit on the message they are for."""
    return line.type != "reaction" and (line.direction == "incoming" or line.status in _ARRIVED)


def _bubble(meta: Meta, line: Line) -> dict[str, Any]:
    quoted = meta.lines.get(line.quotes or "")
    return {
        "wamid": line.wamid,
        "mine": line.direction == "incoming",
        "type": line.type,
        "at": line.at,
        "status": line.status,
        "header": line.shown.get("header") or _inner(line, "header"),
        "text": _text(line),
        "offer": line.shown.get("offer"),
        "footer": line.shown.get("footer") or _inner(line, "footer"),
        "file": _card(meta, line),
        "buttons": _buttons(line),
        "list": phone_cards.list_of(line),
        "cards": phone_cards.cards_of(line),
        "slides": [_slide(meta, line, slide) for slide in line.shown.get("cards", [])],
        "reactions": list(line.reactions.values()),
        "quote": _quote(quoted) if quoted else None,
    }


def _quote(line: Line) -> dict[str, Any]:
    return {"mine": line.direction == "incoming", "text": _text(line), "type": line.type}


def _text(line: Line) -> str:
    content = line.content
    if line.type == "interactive" and line.direction == "incoming":
        return str(content[content["type"]].get("title", ""))
    texts = {
        "text": content.get("body"),
        "template": line.shown.get("body"),
        "button": content.get("text"),
        "interactive": _inner(line, "body"),
        "location": content.get("name") or f"{content.get('latitude')}, {content.get('longitude')}",
        "contacts": ", ".join(c["name"]["formatted_name"] for c in content.get("contacts", [])),
    }
    return str(texts.get(line.type) or content.get("caption") or "")


def _inner(line: Line, part: str) -> str:
    piece = line.content.get(part) if line.type == "interactive" else None
    return str(piece.get("text", "")) if isinstance(piece, dict) else ""


def _buttons(line: Line) -> list[dict[str, Any]]:
    """`tap` is true for those that answer in the chat; the others open a page, copy a code or call."""
    if line.type == "template":
        return [_of_template(button) for button in line.shown["buttons"]]
    if line.type != "interactive" or line.direction == "incoming":
        return []
    link = line.content.get("action", {}).get("parameters", {})
    replies = [choice for choice in hands.choices(line) if choice["kind"] == "button_reply"]
    opens = {"title": link.get("display_text"), "kind": "URL", "tap": False, "value": link.get("url", "")}
    return [
        {"title": choice["title"], "kind": "QUICK_REPLY", "tap": True, "value": ""} for choice in replies
    ] + ([opens] if opens["title"] else [])


def _of_template(button: dict[str, Any]) -> dict[str, Any]:
    tap = button["type"] in hands.ANSWERED_IN_THE_CHAT
    value = "" if tap else button.get("value", "")  # a payload is not for the customer's eyes
    return {"title": button["text"], "kind": button["type"], "tap": tap, "value": value}


def _slide(meta: Meta, line: Line, slide: dict[str, Any]) -> dict[str, Any]:
    """One card of a carousel."""
    kind = slide.get("media", {}).get("type", "")
    return {
        "file": _file_card(meta, kind, slide.get("media", {}).get(kind)),
        "text": slide.get("body", ""),
        "buttons": [_of_template(button) for button in slide["buttons"]],
    }


def _card(meta: Meta, line: Line) -> dict[str, Any] | None:
    holder = line.shown.get("media") or (line.content.get("header") if line.type == "interactive" else None)
    kind, item = (holder.get("type"), holder.get(holder.get("type"))) if holder else (line.type, line.content)
    return _file_card(meta, kind, item)


def _file_card(meta: Meta, kind: Any, item: Any) -> dict[str, Any] | None:
    if kind not in {"image", "video", "audio", "document", "sticker"} or not isinstance(item, dict):
        return None
    file = meta.media.get(str(item.get("id", "")))
    return {
        "kind": kind,
        "name": item.get("filename") or (file.filename if file else None),
        "url": f"phone/file/{file.id}" if file else item.get("link"),
        "local": file is not None,
        "size": len(file.data) if file else None,
    }
