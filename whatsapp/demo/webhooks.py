"""What customers wrote, in the bodies in which Meta would have brought it (Cloud API: webhooks)."""

import json
from datetime import datetime
from typing import Any

from whatsapp.models import BusinessNumber

from .files import drawn
from .script import Customer, Line

Json = dict[str, Any]


def body_of(number: BusinessNumber, customer: Customer, index: int, at: datetime) -> bytes:
    """One message, `customer.lines[index]`, as a body of its own."""
    value = {
        "messaging_product": "whatsapp",
        "metadata": {
            "display_phone_number": number.display_phone_number,
            "phone_number_id": number.phone_number_id,
        },
        "contacts": [_contact(customer)],
        "messages": [_message(number, customer, index, at)],
    }
    change = {"field": "messages", "value": value}
    envelope = {
        "object": "whatsapp_business_account",
        "entry": [{"id": number.waba_id, "changes": [change]}],
    }
    return json.dumps(envelope).encode()


def _contact(customer: Customer) -> Json:
    """Who took a username shows no phone: then there is no `wa_id` either."""
    profile = {"name": customer.name}
    if customer.username:
        profile["username"] = f"@{customer.username}"
    return {"profile": profile, "user_id": customer.bsuid} | (
        {"wa_id": customer.phone} if customer.phone else {}
    )


def _message(number: BusinessNumber, customer: Customer, index: int, at: datetime) -> Json:
    line = customer.lines[index]
    message: Json = {
        "id": customer.wamid(index),
        "from_user_id": customer.bsuid,
        "timestamp": str(int(at.timestamp())),
        **_content(line),
    }
    if customer.phone:
        message["from"] = customer.phone
    if line.quotes is not None:
        message["context"] = {"from": number.display_phone_number, "id": customer.wamid(line.quotes)}
    return message


def _content(line: Line) -> Json:
    """Its file is at the simulator, which is told of it by `world`."""
    if not line.file:
        return {"type": "text", "text": {"body": line.text}}
    file = drawn(line.file)
    kind, name = file.sample.kind, file.sample.name
    body = {"id": file.media_id, "mime_type": file.sample.mime_type, "sha256": file.sha256}
    if line.text:
        body["caption"] = line.text
    return {"type": kind, kind: body | ({"filename": name} if name else {})}
