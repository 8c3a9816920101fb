"""Bodies for POST /{phone_number_id}/messages (Cloud API: sending)."""

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
    """`content` is the object that Meta names after the kind."""
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
