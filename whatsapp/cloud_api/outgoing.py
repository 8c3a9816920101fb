"""Bodies for POST /{phone_number_id}/messages (Cloud API: sending). Nothing is checked here: see `outbound`."""

from collections.abc import Sequence
from typing import Any

Json = dict[str, Any]


def recipient(*, phone: str | None, bsuid: str | None) -> Json:
    """The phone where it is known (Meta recommends it); its `+` keeps Meta from adding a country code."""
    if phone:
        return {"to": f"+{phone}"}
    if bsuid:
        return {"recipient": bsuid}
    raise ValueError("a recipient needs a phone or a BSUID")


def message(kind: str, content: Any, *, to: Json, callback_data: str, quoted_wamid: str = "") -> Json:
    """`content` is the object that Meta names after the kind (of contacts: a list)."""
    body: Json = {
        "messaging_product": "whatsapp",
        "recipient_type": "individual",
        **to,
        "type": kind,
        kind: content,
        "biz_opaque_callback_data": callback_data,
    }
    if quoted_wamid:
        body["context"] = {"message_id": quoted_wamid}
    return body


def text(body: str) -> Json:
    return {"body": body, "preview_url": True}


def reaction(target_wamid: str, emoji: str) -> Json:
    """An empty emoji takes the reaction back."""
    return {"message_id": target_wamid, "emoji": emoji}


def location(latitude: float, longitude: float, *, name: str = "", address: str = "") -> Json:
    return {"latitude": latitude, "longitude": longitude} | _given(name=name, address=address)


def contact(name: str, phones: Sequence[str], *, company: str = "") -> Json:
    """One card of a `contacts` message. Meta wants one part of the name beside the whole of it.

    A `wa_id` puts "Message" under the card instead of "Invite"; only a number with its country code is one.
    """
    first, _, last = name.partition(" ")
    card: Json = {
        "name": {"formatted_name": name, "first_name": first} | _given(last_name=last.strip()),
        "phones": [
            {"phone": phone, "type": "CELL"} | _given(wa_id=phone[1:] if phone.startswith("+") else "")
            for phone in phones
        ],
    }
    return card | ({"org": {"company": company}} if company else {})


def buttons(body: str, titles: Sequence[str], *, header: str = "", footer: str = "") -> Json:
    """An `interactive` message. The ids come back with the answer, and are ours to choose."""
    replies = [{"type": "reply", "reply": {"id": f"button-{n}", "title": t}} for n, t in enumerate(titles, 1)]
    return _interactive("button", body, header, footer) | {"action": {"buttons": replies}}


def choices(
    body: str, button: str, rows: Sequence[tuple[str, str]], *, header: str = "", footer: str = ""
) -> Json:
    """An `interactive` list. `rows` are titles with descriptions; one section needs no title."""
    listed = [
        {"id": f"row-{n}", "title": title} | _given(description=description)
        for n, (title, description) in enumerate(rows, 1)
    ]
    action = {"button": button, "sections": [{"rows": listed}]}
    return _interactive("list", body, header, footer) | {"action": action}


def _interactive(kind: str, body: str, header: str, footer: str) -> Json:
    made: Json = {"type": kind, "body": {"text": body}}
    if header:
        made["header"] = {"type": "text", "text": header}
    if footer:
        made["footer"] = {"text": footer}
    return made


def _given(**texts: str) -> Json:
    """Meta refuses keys that are there and empty."""
    return {key: value for key, value in texts.items() if value}


def media(kind: str, media_id: str, *, caption: str = "", filename: str = "", is_voice: bool = False) -> Json:
    """Of an uploaded file. Sounds have no caption, and only documents a name: without one it is "Untitled"."""
    content: Json = {"id": media_id}
    if kind == "audio":
        return content | ({"voice": True} if is_voice else {})
    if caption:
        content["caption"] = caption
    if kind == "document" and filename:
        content["filename"] = filename
    return content
