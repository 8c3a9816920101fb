"""The words in which Meta tells the business: values, the envelope, the odd JSON and its signature."""

from __future__ import annotations

import hashlib
import hmac
import json
from typing import Any

from whatsapp.simulator.customers import Customer
from whatsapp.simulator.lines import Line

Change = dict[str, Any]
_ESCAPES = {"/": "\\/", "@": "\\u0040", "<": "\\u003C", "%": "\\u0025"}


def message_value(metadata: dict[str, str], customer: Customer, line: Line) -> dict[str, Any]:
    """`value` of a `messages` change: what a customer wrote."""
    message: dict[str, Any] = {"id": line.wamid, "timestamp": str(int(line.at)), "type": line.type}
    if customer.phone:
        message["from"] = customer.phone
    message["from_user_id"] = customer.bsuid
    if line.quotes:
        message["context"] = {"from": metadata["display_phone_number"], "id": line.quotes}
    message[line.type] = line.content
    return _value(metadata, contacts=[customer.contact()], messages=[message])


def status_value(
    metadata: dict[str, str],
    customer: Customer,
    line: Line,
    status: str,
    at: float,
    *,
    lean_contacts: bool = True,
) -> dict[str, Any]:
    """`value` of a `messages` change: how far a message of the business got (v24+: no `conversation`)."""
    news: dict[str, Any] = {"id": line.wamid, "status": status, "timestamp": str(int(at))}
    if customer.phone:
        news["recipient_id"] = customer.phone
    if customer.on_whatsapp:
        news["recipient_user_id"] = customer.bsuid
    if line.tracker is not None:
        news["biz_opaque_callback_data"] = line.tracker
    if status == "failed":
        news["errors"] = [line.error]
        contacts = [_lean(customer)] if lean_contacts else []
    else:
        contacts = [customer.contact()]
    if status in {"sent", "delivered"} or (status == "read" and line.status == "sent"):
        news["pricing"] = _pricing(line)
    return _value(metadata, contacts=contacts, statuses=[news])


def envelope(waba_id: str, changes: list[Change], at: float) -> dict[str, Any]:
    """One body; the account's own fields carry a `time`, messages don't."""
    entry: dict[str, Any] = {"id": waba_id}
    if any(change["field"] != "messages" for change in changes):
        entry["time"] = int(at)
    return {"object": "whatsapp_business_account", "entry": [entry | {"changes": changes}]}


def encode(body: dict[str, Any]) -> bytes:
    """Meta's JSON: nothing but ASCII, and some of that escaped too. Re-dumping it breaks the signature."""
    text = json.dumps(body, ensure_ascii=True, separators=(",", ":"))
    for char, escape in _ESCAPES.items():  # these four only ever stand inside strings
        text = text.replace(char, escape)
    return text.encode("ascii")


def signed(body: bytes, app_secret: str) -> dict[str, str]:
    """The headers of a POST to the business."""
    mark = hmac.new(app_secret.encode(), body, hashlib.sha256).hexdigest()
    return {
        "Content-Type": "application/json",
        "User-Agent": "facebookexternalua",
        "X-Hub-Signature-256": f"sha256={mark}",
    }


def _value(metadata: dict[str, str], **lists: list[Any]) -> dict[str, Any]:
    filled = {name: items for name, items in lists.items() if items}
    return {"messaging_product": "whatsapp", "metadata": metadata, **filled}


def _lean(customer: Customer) -> dict[str, Any]:
    """Who a failure is about: no profile, and no user id either for a number that has no WhatsApp."""
    who: dict[str, Any] = {"wa_id": customer.phone} if customer.phone else {}
    return who | ({"user_id": customer.bsuid} if customer.on_whatsapp else {})


def _pricing(line: Line) -> dict[str, Any]:
    return {
        "billable": not line.free,
        "pricing_model": "PMP",
        "type": "free_customer_service" if line.free else "regular",
        "category": line.category,
    }
