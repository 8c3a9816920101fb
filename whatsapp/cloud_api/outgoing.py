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


def text(body: str, *, to: Json, callback_data: str, quoted_wamid: str = "") -> Json:
    content = {"body": body, "preview_url": True}
    return _message("text", content, to=to, callback_data=callback_data, quoted_wamid=quoted_wamid)


def media(
    kind: str,
    media_id: str,
    *,
    to: Json,
    callback_data: str,
    caption: str = "",
    filename: str = "",
    is_voice: bool = False,
    quoted_wamid: str = "",
) -> Json:
    """Of an uploaded file. Sounds have no caption, and only documents a name: without one it is "Untitled"."""
    content: Json = {"id": media_id}
    if kind == "audio":
        content |= {"voice": True} if is_voice else {}
    elif caption:
        content["caption"] = caption
    if kind == "document":
        content["filename"] = filename
    return _message(kind, content, to=to, callback_data=callback_data, quoted_wamid=quoted_wamid)


def _message(kind: str, content: Json, *, to: Json, callback_data: str, quoted_wamid: str) -> Json:
    message: Json = {
        "messaging_product": "whatsapp",
        "recipient_type": "individual",
        **to,
        "type": kind,
        kind: content,
        "biz_opaque_callback_data": callback_data,
    }
    if quoted_wamid:
        message["context"] = {"message_id": quoted_wamid}
    return message
