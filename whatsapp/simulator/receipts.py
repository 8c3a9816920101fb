"""`POST /{PNID}/messages` with a `status`: the business has read, or is typing, which says that it has read."""

from __future__ import annotations

from typing import Any

from whatsapp.simulator.lines import Line
from whatsapp.simulator.meta import Meta
from whatsapp.simulator.refusals import Refusal

TYPING_FOR = 25.0
OLDEST_READ = 30 * 24 * 3600
"""Seconds."""


def mark_read(meta: Meta, body: dict[str, Any]) -> dict[str, Any]:
    """Marks the message and all before it; with `typing_indicator` the customer sees the business type."""
    if body["status"] != "read":
        raise Refusal.invalid('Param status must be one of {"read"}')
    if "message_id" not in body:
        raise Refusal.required("message_id")
    line = _known(meta, body["message_id"])
    types = "typing_indicator" in body
    if types and body["typing_indicator"] != {"type": "text"}:
        raise Refusal.known(131009, "typing_indicator['type'] must be text")
    for earlier in meta.chats[line.customer]:
        if _reached_the_business(earlier) and earlier.at <= line.at:
            earlier.status = "read"
    customer = meta.customers[line.customer]
    if types and not customer.blocked:
        customer.typing_until = meta.clock() + TYPING_FOR
    meta.changed = True
    return {"success": True}


def _known(meta: Meta, wamid: Any) -> Line:
    line = meta.lines.get(wamid) if isinstance(wamid, str) else None
    if line is None or not _reached_the_business(line):
        raise Refusal.known(131009, "message_id is not a message of a customer")
    if meta.clock() - line.at > OLDEST_READ:
        raise Refusal.known(131009, "message_id is a message of more than 30 days ago")
    return line


def _reached_the_business(line: Line) -> bool:
    return line.direction == "incoming" and line.status != "waiting" and not line.unheard
