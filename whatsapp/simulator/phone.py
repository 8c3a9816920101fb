"""The JSON behind the customer's phone: who there is, what the chat shows, and what a thumb can do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from whatsapp.codecs.faults import CannotUse
from whatsapp.codecs.voice import voice_note
from whatsapp.simulator import hands, media_types, phone_cards
from whatsapp.simulator.call import GraphRequest, GraphResponse
from whatsapp.simulator.customers import Customer
from whatsapp.simulator.lines import Line
from whatsapp.simulator.meta import Meta
from whatsapp.simulator.refusals import Refusal

_LONGEST_AGO = 30 * 24 * 3600
_SHOWN_LINES = 200
_ARRIVED = {"delivered", "read", "played"}
_INLINE = {mime for mime, taken in media_types.TAKEN.items() if taken.kind != "document"}


def answer(meta: Meta, request: GraphRequest, path: str) -> GraphResponse:
    """`path` is what follows `/phone/`. 400 says in words what was wrong; 404 for what is not here."""
    if path.startswith("file/") and request.method == "GET":
        return _file(meta, path.removeprefix("file/"))
    endpoint = _ROUTES.get((request.method, path))
    if endpoint is None:
        return _error(404, "There is no such page")
    try:
        with meta.lock:
            return GraphResponse.json(endpoint(meta, request))
    except Refusal as refusal:
        return _error(400, refusal.error["message"])
    except (ValueError, TypeError) as problem:
        return _error(400, str(problem))
    except KeyError as missing:
        return _error(404, f"There is no {missing}")


def _customers(meta: Meta, request: GraphRequest) -> dict[str, Any]:
    business = {"name": meta.verified_name, "number": "+" + meta.display_phone_number}
    people = sorted(meta.customers.values(), key=lambda customer: _last_at(meta, customer), reverse=True)
    return {"business": business, "customers": [_person(meta, customer) for customer in people]}


def _new_customer(meta: Meta, request: GraphRequest) -> dict[str, Any]:
    asked = request.json()
    name = str(asked.get("name") or "").strip()
    if not name:
        raise ValueError("A customer needs a name")
    phone, username = (str(asked.get(key) or "").strip() or None for key in ("phone", "username"))
    return _person(meta, meta.add_customer(name[:80], phone=phone, username=username))


def _chat(meta: Meta, request: GraphRequest) -> dict[str, Any]:
    """The chat as the customer sees it; `open=1` while it is on the screen, which reads what is there."""
    customer = meta.customers[request.query["customer"]]
    if request.query.get("open") == "1":
        meta.customer_opens(customer)
    shown = [line for line in meta.chats[customer.id] if _visible(line)][-_SHOWN_LINES:]
    return {
        "customer": _person(meta, customer),
        "typing": customer.online and customer.typing_until > meta.clock(),
        "lines": [_bubble(meta, line) for line in shown],
    }


def _write(meta: Meta, request: GraphRequest) -> dict[str, Any]:
    """`ago` dates the message so many seconds back; `quotes` is the wamid of another."""
    asked = request.json()
    text = str(asked["text"]).strip()
    if not text or len(text) > 4096:
        raise ValueError("A message has 1 to 4096 characters")
    ago = min(max(0, int(asked.get("ago") or 0)), _LONGEST_AGO)
    at = meta.clock() - ago if ago else None
    return {"wamid": meta.customer_writes(_who(meta, asked), text, at=at, quotes=asked.get("quotes") or None)}


def _send_file(meta: Meta, request: GraphRequest) -> dict[str, Any]:
    """The bytes are the body; the query names the customer, the file and its caption.

    What a phone shows as no picture, film or sound goes as a document: customers send whatever they have.
    """
    mime_type = media_types.bare(request.header("Content-Type")) or "application/octet-stream"
    taken = media_types.TAKEN.get(mime_type, media_types.ANY_DOCUMENT)
    if not request.body or len(request.body) > taken.largest:
        raise ValueError("The file is empty, or larger than WhatsApp sends")
    customer = meta.customers[request.query["customer"]]
    name = request.query.get("name")
    voice = taken.kind == "audio" and media_types.is_mono_opus(request.body)
    more: dict[str, Any] = {"filename": name, "voice": voice, "caption": request.query.get("caption")}
    return {"wamid": meta.customer_sends_file(customer, taken.kind, request.body, mime_type, **more)}


def _send_voice(meta: Meta, request: GraphRequest) -> dict[str, Any]:
    """What the browser recorded is the body. A phone sends OGG with OPUS, whatever its microphone gives."""
    customer = meta.customers[request.query["customer"]]
    try:
        sound = voice_note(request.body).data
    except CannotUse as fault:
        raise ValueError("This is no recording") from fault
    mime_type = "audio/ogg; codecs=opus"
    return {"wamid": meta.customer_sends_file(customer, "audio", sound, mime_type, voice=True)}


def _tap(meta: Meta, request: GraphRequest) -> dict[str, Any]:
    asked = request.json()
    return {"wamid": meta.customer_taps(_who(meta, asked), asked["wamid"], asked["button"])}


def _react(meta: Meta, request: GraphRequest) -> dict[str, Any]:
    asked = request.json()
    return {"wamid": meta.customer_reacts(_who(meta, asked), asked["wamid"], str(asked.get("emoji") or ""))}


def _play(meta: Meta, request: GraphRequest) -> dict[str, Any]:
    asked = request.json()
    meta.customer_plays(_who(meta, asked), asked["wamid"])
    return {}


def _switch(meta: Meta, request: GraphRequest) -> dict[str, Any]:
    """Any of `online`, `receipts`, `blocks`, `chatty`, true or false."""
    asked = request.json()
    customer = _who(meta, asked)
    if "online" in asked:
        meta.customer_goes_offline(customer, not asked["online"])
    if "receipts" in asked:
        meta.customer_hides_receipts(customer, not asked["receipts"])
    if "blocks" in asked:
        meta.customer_blocks(customer, bool(asked["blocks"]))
    if "chatty" in asked:
        customer.chatty = bool(asked["chatty"])
    return _person(meta, customer)


_ROUTES: dict[tuple[str, str], Callable[[Meta, GraphRequest], dict[str, Any]]] = {
    ("GET", "customers"): _customers,
    ("POST", "customers"): _new_customer,
    ("GET", "chat"): _chat,
    ("POST", "write"): _write,
    ("POST", "file"): _send_file,
    ("POST", "voice"): _send_voice,
    ("POST", "tap"): _tap,
    ("POST", "react"): _react,
    ("POST", "play"): _play,
    ("POST", "switch"): _switch,
}


def _who(meta: Meta, asked: dict[str, Any]) -> Customer:
    return meta.customers[str(asked["customer"])]


def _person(meta: Meta, customer: Customer) -> dict[str, Any]:
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
        "unread": sum(1 for line in chat if line.direction == "outgoing" and not line.seen),
        "last": _bubble(meta, chat[-1]) if chat else None,
    }


def _last_at(meta: Meta, customer: Customer) -> float:
    chat = meta.chats[customer.id]
    return chat[-1].at if chat else 0.0


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
        "offer": line.shown.get("offer", ""),
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
    """`tap` is true for those that answer in the chat; the others would open a page or an app."""
    if line.type == "template":
        return [{"title": b["text"], "tap": b["type"] == "QUICK_REPLY"} for b in line.shown["buttons"]]
    if line.type != "interactive" or line.direction == "incoming":
        return []
    link = line.content.get("action", {}).get("parameters", {}).get("display_text")
    replies = [choice for choice in hands.choices(line) if choice["kind"] == "button_reply"]
    return [{"title": choice["title"], "tap": True} for choice in replies] + (
        [{"title": link, "tap": False}] if link else []
    )


def _slide(meta: Meta, line: Line, slide: dict[str, Any]) -> dict[str, Any]:
    """One card of a carousel. Its buttons are looked at only."""
    kind = slide.get("media", {}).get("type", "")
    return {
        "file": _file_card(meta, kind, slide.get("media", {}).get(kind)),
        "text": slide.get("body", ""),
        "buttons": [{"title": button["text"], "tap": False} for button in slide["buttons"]],
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


def _file(meta: Meta, media_id: str) -> GraphResponse:
    with meta.lock:
        file = meta.media.get(media_id)
    if file is None:
        return _error(404, "There is no such file")
    mime_type = media_types.bare(file.mime_type)
    headers = {"Content-Type": mime_type, "Cache-Control": "private, max-age=3600"}
    if mime_type not in _INLINE:
        headers["Content-Disposition"] = "attachment"
    return GraphResponse(200, headers, file.data)


def _error(status: int, message: str) -> GraphResponse:
    return GraphResponse.json({"error": message}, status)
