"""The words in which Meta tells the business: values, the envelope, the odd JSON and its signature."""

from __future__ import annotations

import hashlib
import hmac
import json
from typing import Any

from whatsapp.simulator.customers import Customer
from whatsapp.simulator.identifiers import new_wamid
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


def system_value(
    metadata: dict[str, str], customer: Customer, old_phone: str, system: dict[str, Any], at: float
) -> dict[str, Any]:
    """Something happened to a customer. There are no `contacts` here."""
    message = {"id": new_wamid(old_phone), "from": old_phone, "timestamp": str(int(at)), "type": "system"}
    return _value(metadata, messages=[message | {"system": system}])


def preference_value(metadata: dict[str, str], customer: Customer, value: str, at: float) -> dict[str, Any]:
    """`value` of a `user_preferences` change: offers, "stop" or "resume". Its timestamp is a number."""
    preference = _lean(customer) | {
        "detail": f"User requested to {value} marketing messages",
        "category": "marketing_messages",
        "value": value,
        "timestamp": int(at),
    }
    return _value(metadata, contacts=[customer.contact()], user_preferences=[preference])


def template_of(template: dict[str, Any]) -> dict[str, Any]:
    """What names a template in each of the fields about it: the id is a number here."""
    return {
        "message_template_id": int(template["id"]),
        "message_template_name": template["name"],
        "message_template_language": template["language"],
    }


def template_value(template: dict[str, Any], reason: str) -> dict[str, Any]:
    """`value` of a `message_template_status_update` change: no metadata, and the id is a number here."""
    return {
        "event": template["status"],
        "message_template_id": int(template["id"]),
        "message_template_name": template["name"],
        "message_template_language": template["language"],
        "message_template_category": template["category"],
        "reason": reason,
    }


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
