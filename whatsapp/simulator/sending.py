"""`POST /{PNID}/messages`: a message to a customer, a read mark, or "the business is typing".

200 with a wamid means accepted, no more. Meta finds much of what is wrong later and says so in a
failed status. What it finds when is kept apart here: a `Refusal` is said at once, a "trouble" comes later.
"""

from __future__ import annotations

from typing import Any

from whatsapp.simulator import media, messages, receipts, statuses, templates, windows
from whatsapp.simulator.call import Call
from whatsapp.simulator.customers import Customer, digits_of
from whatsapp.simulator.identifiers import is_bsuid
from whatsapp.simulator.lines import Line
from whatsapp.simulator.meta import Accepted, Meta
from whatsapp.simulator.prices import priced
from whatsapp.simulator.refusals import Refusal

_OLDEST_REACTED = 30 * 24 * 3600
HELD = "held_for_quality_assessment"
_TO_LETTERS = set("+-() 0123456789")

Trouble = tuple[int, str] | None


def post(meta: Meta, call: Call) -> dict[str, Any]:
    """Raises `Refusal` for everything that Meta says at once."""
    body = call.request.json()
    product(body)
    if meta.number_facts.get("platform_type", "CLOUD_API") != "CLOUD_API":
        raise Refusal.known(133010, "The number is not registered on the Cloud API")
    if "status" in body:
        return receipts.mark_read(meta, body)
    return _send(meta, body)


def post_marketing(meta: Meta, call: Call) -> dict[str, Any]:
    """`POST /{PNID}/marketing_messages`: the same message, by the way that advertisements alone may take."""
    body = call.request.json()
    product(body)
    if body.get("type") != "template":
        raise Refusal.invalid("Param type must be template")
    template = templates.named(meta, body.get("template") or {})
    if template and template["category"] != "MARKETING":
        raise Refusal.known(131055, "Only marketing templates can be sent through this endpoint")
    return _send(meta, body)


def product(body: dict[str, Any]) -> None:
    """Every call that is WhatsApp's says so."""
    if "messaging_product" not in body:
        raise Refusal.required("messaging_product")
    if body["messaging_product"] != "whatsapp":
        raise Refusal.invalid('Param messaging_product must be one of {"WHATSAPP"}')


def _send(meta: Meta, body: dict[str, Any]) -> dict[str, Any]:
    kind = body.get("type", "text")
    if kind not in messages.TYPES:
        raise Refusal.invalid(f"Param type must be one of {{{', '.join(messages.TYPES)}}} - got {kind!r}.")
    customer, echo = _recipient(meta, body)
    if kind not in body:
        raise Refusal.required(kind)
    content = body[kind]
    messages.check(kind, content)
    tracker = _tracker(body)
    quotes = _quoted(body, kind)
    template = templates.to_send(meta, content) if kind == "template" else None
    if template and "recipient" in body and "to" not in body and template["category"] == "AUTHENTICATION":
        raise Refusal.known(131062, "Authentication templates need a phone number")
    for name, item in _files(kind, content):
        _known_media(meta, name, item)
    if customer.blocked:  # Meta says that an error follows, not which one
        raise Refusal.known(131026, "The business has blocked this user")
    meta.limits.take(customer.bsuid, meta.clock())
    line = meta.add_line(
        customer,
        "outgoing",
        kind,
        content if isinstance(content, dict) else {"contacts": content},
        at=meta.clock(),
        status="accepted",
        quotes=quotes,
        tracker=tracker,
        **priced(meta, customer, template),
        shown=templates.shown(template, content) if template else {},
    )
    customer.typing_until = 0.0
    meta.accepted.append(Accepted(line.wamid, body, line.at))
    statuses.plan(meta, line, _trouble(meta, customer, line, content))
    return _accepted_answer(echo, line, template)


def _recipient(meta: Meta, body: dict[str, Any]) -> tuple[Customer, dict[str, str]]:
    """Who it goes to, and how the answer names him. `to` (a phone) wins over `recipient` (a BSUID)."""
    if body.get("recipient_type", "individual") != "individual":
        raise Refusal.known(131009, "recipient_type must be individual")
    if to := body.get("to"):
        phone = _phone(meta, to)
        customer = meta.customer_of(phone) or meta.new_customer(f"+{phone}", phone)
        return customer, {"input": to, "wa_id": phone}
    recipient = body.get("recipient")
    if not recipient:
        raise Refusal.required("to")
    if not isinstance(recipient, str) or not is_bsuid(recipient):
        raise Refusal.known(131009, "recipient is not a business-scoped user ID")
    known = meta.customer_of(recipient)
    if known is None:
        raise Refusal.known(131009, "recipient is not known to this business portfolio")
    return known, {"input": recipient, "user_id": recipient}


def _phone(meta: Meta, to: Any) -> str:
    """Digits. Without `+` a short number gets the business's own country in front, as Meta does."""
    if not isinstance(to, str) or not set(to) <= _TO_LETTERS:
        raise Refusal.known(131009, "Recipient phone number is not valid")
    digits = digits_of(to)
    if not to.lstrip().startswith("+") and len(digits) <= 10:
        digits = meta.display_phone_number[:1] + digits.lstrip("0")
    if not 8 <= len(digits) <= 15 or digits.startswith("0"):
        raise Refusal.known(131009, "Recipient phone number is not valid")
    if digits == meta.display_phone_number:
        raise Refusal.known(131021, "Recipient phone number is the sender's")
    return digits


def _tracker(body: dict[str, Any]) -> str | None:
    tracker = body.get("biz_opaque_callback_data")
    if tracker is not None and (not isinstance(tracker, str) or len(tracker) > 512):
        raise Refusal.invalid("Param biz_opaque_callback_data must be at most 512 characters long.")
    return tracker


def _quoted(body: dict[str, Any], kind: str) -> str | None:
    """A quoted message that Meta no longer has is no error: the message comes without its quote."""
    context = body.get("context")
    if context is None:
        return None
    wamid = context.get("message_id") if isinstance(context, dict) else None
    if not isinstance(wamid, str) or not wamid.startswith("wamid."):
        raise Refusal.known(131009, "context['message_id'] is not a message ID")
    if kind == "reaction":
        raise Refusal.known(131009, "A reaction cannot be a reply")
    return wamid


def _files(kind: str, content: Any) -> list[tuple[str, dict[str, Any]]]:
    """Every medium of a message with its kind: its own, a template's header, an interactive header."""
    if kind in messages.MEDIA_TYPES:
        return [(kind, content)]
    found: list[tuple[str, dict[str, Any]]] = []
    if kind == "interactive":
        holders = [content.get("header", {})]
    elif kind == "template":
        given = content.get("components") or []
        headers = [*given, *(part for card in templates.cards_of(given) for part in card)]
        parts = [part for part in headers if part.get("type", "").lower() == "header"]
        holders = [parameter for part in parts for parameter in part.get("parameters", [])]
    else:
        return found
    return [(h["type"], h[h["type"]]) for h in holders if h.get("type") in messages.MEDIA_TYPES]


def _known_media(meta: Meta, kind: str, item: dict[str, Any]) -> None:
    if "link" in item:
        return
    if "id" not in item:
        raise Refusal.known(131008, f"{kind} needs an id or a link")
    item["id"] = str(item["id"])
    if media.find(meta, item["id"]) is None:
        raise Refusal.known(131009, f"Media ID {item['id']} does not exist or has expired")


def _trouble(meta: Meta, customer: Customer, line: Line, content: Any) -> Trouble:
    """What goes wrong after the 200."""
    if meta.owes_money:
        return 131042, "Business eligibility payment issue"
    if not customer.on_whatsapp:
        return 131026, "Message undeliverable: the recipient cannot be reached on WhatsApp"
    if line.type == "template" and (trouble := _template_trouble(meta, customer, line)):
        return trouble
    if line.type != "template" and not windows.is_open(customer, meta.clock()):
        return (
            131047,
            "Message failed to send because more than 24 hours have passed since the customer last replied",
        )
    if line.type == "reaction":
        return _reaction_trouble(meta, line)
    found = (media.trouble_with(meta, kind, item) for kind, item in _files(line.type, content))
    return next((trouble for trouble in found if trouble), None)


def _template_trouble(meta: Meta, customer: Customer, line: Line) -> Trouble:
    if line.category == "marketing" and not customer.marketing:
        return 131050, "The recipient chose to stop receiving marketing messages"
    if line.category == "marketing" and (customer.has_enough or customer.is_american):
        return (
            131049,
            "In order to maintain a healthy ecosystem engagement, the message failed to be delivered",
        )
    if templates.named(meta, line.content).get("is_paced"):
        return 132015, "Template is paused: the first customers to get it did not like it"
    return None


def _reaction_trouble(meta: Meta, line: Line) -> Trouble:
    target = meta.lines.get(line.content["message_id"])
    too_old = target is not None and line.at - target.at > _OLDEST_REACTED
    if target is None or too_old or target.type == "reaction" or target.customer != line.customer:
        return 131009, "The message to react to is unknown, too old, or a reaction itself"
    if line.content["emoji"]:
        target.reactions["outgoing"] = line.content["emoji"]
    else:
        target.reactions.pop("outgoing", None)
    return None


def _accepted_answer(echo: dict[str, str], line: Line, template: dict[str, Any] | None) -> dict[str, Any]:
    message = {"id": line.wamid}
    if template:
        message["message_status"] = HELD if template.get("is_paced") else "accepted"
    return {"messaging_product": "whatsapp", "contacts": [echo], "messages": [message]}
