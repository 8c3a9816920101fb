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
    message: Json = {
        "messaging_product": "whatsapp",
        "recipient_type": "individual",
        **to,
        "type": "text",
        "text": {"body": body, "preview_url": True},
        "biz_opaque_callback_data": callback_data,
    }
    if quoted_wamid:
        message["context"] = {"message_id": quoted_wamid}
    return message


def template(content: Json, *, to: Json, callback_data: str) -> Json:
    """`content` is `{name, language, components}` (Cloud API: sending a template)."""
    return {
        "messaging_product": "whatsapp",
        "recipient_type": "individual",
        **to,
        "type": "template",
        "template": content,
        "biz_opaque_callback_data": callback_data,
    }
