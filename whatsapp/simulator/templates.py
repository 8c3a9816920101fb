"""The business's templates: listing them page by page, finding the one to send, and what its receiver sees."""

from __future__ import annotations

import base64
from typing import Any
from urllib.parse import urlencode

from whatsapp.simulator.flows import check_flows
from whatsapp.simulator.refusals import Refusal
from whatsapp.simulator.template_parameters import cards_of, check_parameters, filled, parameters_of
from whatsapp.simulator.world import World

_PAGE = 25
_LARGEST_PAGE = 250
_JUDGED = {
    132007: "Template content violates a WhatsApp policy",
    132008: "A parameter has not the format of its component",
}
"""What Meta judges by rules that it does not tell: only said when a template is marked so (`refused_with`)."""

_UNSENDABLE = {"PAUSED": (132015, "Template is paused"), "DISABLED": (132016, "Template is disabled")}


def page(world: World, version: str, query: dict[str, str]) -> dict[str, Any]:
    """`GET /{WABA}/message_templates`: filters, `fields`, `limit` (25), `after`; `next` until the last."""
    wanted = [template for template in world.templates if _asked_for(template, query)]
    limit = _limit(query.get("limit"))
    start = _after(query.get("after"))
    shown = wanted[start : start + limit]
    answer: dict[str, Any] = {"data": [chosen(template, query.get("fields")) for template in shown]}
    if shown:
        end = start + len(shown)
        cursors = {"before": _cursor(start), "after": _cursor(end)}
        answer["paging"] = {"cursors": cursors}
        if end < len(wanted):
            more = urlencode(query | {"limit": str(limit), "after": cursors["after"]})
            address = f"{world.base_url}/{version}/{world.waba_id}/message_templates?{more}"
            answer["paging"]["next"] = address
    if "summary" in query:
        answer["summary"] = {
            "total_count": len(wanted),
            "message_template_count": len(world.templates),
            "message_template_limit": 6000,
            "are_translations_complete": True,
        }
    return answer


def _asked_for(template: dict[str, Any], query: dict[str, str]) -> bool:
    """`name` may be a part of it; the other filters take several values with commas."""
    exact = all(
        template[key] in query[key].split(",") for key in ("status", "category", "language") if key in query
    )
    return exact and query.get("name", "") in template["name"]


def by_id(world: World, template_id: str) -> dict[str, Any] | None:
    return next((template for template in world.templates if template["id"] == template_id), None)


def chosen(template: dict[str, Any], fields: str | None) -> dict[str, Any]:
    """Without `fields` the common ones; with it those, and the id always."""
    names = (
        fields.split(",")
        if fields
        else ["name", "parameter_format", "components", "language", "status", "category"]
    )
    return {name: template[name] for name in [*names, "id"] if name in template}


def to_send(world: World, content: dict[str, Any]) -> dict[str, Any]:
    """The template that a message names. Raises `Refusal` 132xxx, 131008 or 100 if it may not go."""
    name, language = content["name"], content["language"]["code"]
    template = named(world, content)
    if template.get("status") in _UNSENDABLE:
        raise Refusal.known(*_UNSENDABLE[template["status"]])
    if template.get("status") != "APPROVED":
        raise Refusal.known(132001, f"template name ({name}) does not exist in {language}")
    if code := template.get("refused_with"):
        raise Refusal.known(code, _JUDGED[code])
    check_parameters(template, content.get("components") or [], world.clock())
    check_flows(world, template)
    return template


def named(world: World, content: dict[str, Any]) -> dict[str, Any]:
    """Nothing where there is none of this name in this very language."""
    name, language = content["name"], content["language"]["code"]
    return next((t for t in world.templates if (t["name"], t["language"]) == (name, language)), {})


def refuse(world: World, name: str, language: str, code: int | None) -> None:
    """From now on a template is refused with 132007 or 132008; None ends it. Raises `KeyError`."""
    template = named(world, {"name": name, "language": {"code": language}})
    if not template or code not in (None, *_JUDGED):
        raise KeyError(f"{name} in {language}, or {code}")
    template["refused_with"], world.changed = code, True


def shown(template: dict[str, Any], content: dict[str, Any]) -> dict[str, Any]:
    """What the customer sees: header, body, footer, offer, cards, and the buttons with what is behind each."""
    given = content.get("components") or []
    view: dict[str, Any] = {"buttons": []}
    for component in template["components"]:
        kind = component["type"].lower()
        if "text" in component:
            view[kind] = filled(component["text"], parameters_of(given, kind))
        elif kind == "header":
            view["media"] = (parameters_of(given, "header") or [{}])[0]
        elif kind == "limited_time_offer":
            view["offer"] = _offer(component, given)
        elif kind == "carousel":
            view["cards"] = [
                shown(card, {"components": parts})
                for card, parts in zip(component["cards"], cards_of(given), strict=True)
            ]
        for index, button in enumerate(component.get("buttons", [])):
            view["buttons"].append(_button(button, (parameters_of(given, "button", index) or [{}])[0]))
    return view


def _offer(component: dict[str, Any], given: list[dict[str, Any]]) -> dict[str, Any]:
    """`ends_at` in unix seconds, where the phone counts the time down."""
    offer = component["limited_time_offer"]
    told = (parameters_of(given, "limited_time_offer") or [{}])[0].get("limited_time_offer", {})
    ends_at = told.get("expiration_time_ms", 0) / 1000 if offer.get("has_expiration") else None
    return {"text": offer.get("text", ""), "ends_at": ends_at}


def _button(button: dict[str, Any], parameter: dict[str, Any]) -> dict[str, Any]:
    """`value`: the link, the number, the code, the payload or the token of the flow."""
    link = button.get("url", "")
    value = {
        "text": filled(link, [parameter]),
        "payload": parameter.get("payload"),
        "coupon_code": parameter.get("coupon_code"),
        "action": (parameter.get("action") or {}).get("flow_token"),
    }.get(parameter.get("type", ""), link or button.get("phone_number"))
    shown_as = {"type": button["type"], "text": button.get("text", "Copy code"), "value": value or ""}
    return shown_as | ({"flow_id": str(button["flow_id"])} if "flow_id" in button else {})


def _limit(value: str | None) -> int:
    if value is None:
        return _PAGE
    if not value.isdecimal() or not int(value) >= 1:
        raise Refusal.invalid("Param limit must be a positive integer")
    return min(int(value), _LARGEST_PAGE)


def _cursor(position: int) -> str:
    return base64.b64encode(f"QVF:{position}".encode()).decode()


def _after(cursor: str | None) -> int:
    if cursor is None:
        return 0
    try:
        return int(base64.b64decode(cursor, validate=True).decode().removeprefix("QVF:"))
    except ValueError:
        raise Refusal.invalid("Invalid cursors values") from None
