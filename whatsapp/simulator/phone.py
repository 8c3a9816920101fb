"""The JSON behind the customer's phone: who there is, what the chat shows, and what a thumb can do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from whatsapp.codecs.faults import CannotUse
from whatsapp.codecs.voice import voice_note
from whatsapp.simulator import media_types
from whatsapp.simulator.call import GraphRequest, GraphResponse
from whatsapp.simulator.customers import Customer
from whatsapp.simulator.meta import Meta
from whatsapp.simulator.phone_screen import last_at, on_screen, person
from whatsapp.simulator.refusals import Refusal

_LONGEST_AGO = 30 * 24 * 3600
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
    people = sorted(meta.customers.values(), key=lambda customer: last_at(meta, customer), reverse=True)
    return {"business": business, "customers": [person(meta, customer) for customer in people]}


def _new_customer(meta: Meta, request: GraphRequest) -> dict[str, Any]:
    asked = request.json()
    name = str(asked.get("name") or "").strip()
    if not name:
        raise ValueError("A customer needs a name")
    phone, username = (str(asked.get(key) or "").strip() or None for key in ("phone", "username"))
    return person(meta, meta.add_customer(name[:80], phone=phone, username=username))


def _chat(meta: Meta, request: GraphRequest) -> dict[str, Any]:
    """The chat as the customer sees it; `open=1` while it is on the screen, which reads what is there."""
    customer = meta.customers[request.query["customer"]]
    if request.query.get("open") == "1":
        meta.customer_opens(customer)
    return {
        "customer": person(meta, customer),
        "typing": customer.online and customer.typing_until > meta.clock(),
        "lines": on_screen(meta, customer),
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
    """`button` is its title; `card` that of a carousel, from 0, when it stands on one."""
    asked = request.json()
    card = asked.get("card")
    return {"wamid": meta.customer_taps(_who(meta, asked), asked["wamid"], asked["button"], card=card)}


def _react(meta: Meta, request: GraphRequest) -> dict[str, Any]:
    asked = request.json()
    return {"wamid": meta.customer_reacts(_who(meta, asked), asked["wamid"], str(asked.get("emoji") or ""))}


def _play(meta: Meta, request: GraphRequest) -> dict[str, Any]:
    asked = request.json()
    meta.customer_plays(_who(meta, asked), asked["wamid"])
    return {}


def _switch(meta: Meta, request: GraphRequest) -> dict[str, Any]:
    """Any of `online`, `receipts`, `blocks`, `chatty`, `marketing`, `has_enough`, true or false."""
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
    if "marketing" in asked:
        meta.customer_stops_marketing(customer, not asked["marketing"])
    if "has_enough" in asked:
        meta.customer_has_enough(customer, bool(asked["has_enough"]))
    return person(meta, customer)


def _trouble(meta: Meta, request: GraphRequest) -> dict[str, Any]:
    """What no customer does: `{owes_money}`, `{bills_service}`, `{template, language, code}` or `{flow, state}`."""
    asked = request.json()
    if "owes_money" in asked:
        meta.owes_money = bool(asked["owes_money"])
    if "bills_service" in asked:
        meta.bills_service = bool(asked["bills_service"])
    if "template" in asked:
        meta.refuse_template(asked["template"], asked["language"], asked["code"])
    if "flow" in asked:
        meta.put_flow(str(asked["flow"]), asked["state"])
    return {}


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
    ("POST", "trouble"): _trouble,
}


def _who(meta: Meta, asked: dict[str, Any]) -> Customer:
    return meta.customers[str(asked["customer"])]


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
