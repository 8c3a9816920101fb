"""Rows as a sync would have made them, without asking anybody."""

from datetime import UTC, datetime
from typing import Any

from whatsapp.message_templates.sync import store
from whatsapp.models import BusinessNumber, MessageTemplate
from whatsapp.simulator.template_samples import samples

AT = datetime(2026, 11, 1, tzinfo=UTC)


def stored(number: BusinessNumber, name: str, language: str = "ar", /, **changes: Any) -> MessageTemplate:
    """One of the simulator's own samples."""
    told = next(t for t in samples() if (t["name"], t["language"]) == (name, language))
    store(number.waba_id, [told | changes], at=AT)
    return MessageTemplate.objects.get(name=changes.get("name", name), language=language)


def shipped_on_the_wire(first_name: str, order: str, link: str) -> dict[str, Any]:
    """What Meta gets of `order_shipped` in Arabic (Cloud API: sending a template)."""
    told = (("first_name", first_name), ("order_number", order))
    body = [{"type": "text", "parameter_name": name, "text": text} for name, text in told]
    button = {"sub_type": "url", "index": "0", "parameters": [{"type": "text", "text": link}]}
    return {
        "name": "order_shipped",
        "language": {"code": "ar"},
        "components": [{"type": "body", "parameters": body}, {"type": "button", **button}],
    }
