"""The business's templates: listing them page by page, and whether a message fills one rightly."""

from __future__ import annotations

import base64
import re
from typing import Any
from urllib.parse import urlencode

from whatsapp.simulator.refusals import Refusal
from whatsapp.simulator.world import World

_VARIABLE = re.compile(r"\{\{\s*([a-z0-9_]+)\s*\}\}")
_BAD_TEXT = re.compile(r"[\n\t]| {5,}")
_PAGE = 25
_LONGEST_BODY, _LONGEST_HEADER = 1024, 60
_LARGEST_PAGE = 250
_NEED_A_PARAMETER = {"COPY_CODE", "FLOW", "MPM", "SPM", "ORDER_DETAILS"}
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
    same_name = [t for t in world.templates if t["name"] == name]
    template = next((t for t in same_name if t["language"] == language), None)
    if template and template["status"] in _UNSENDABLE:
        raise Refusal.known(*_UNSENDABLE[template["status"]])
    if template is None or template["status"] != "APPROVED":
        raise Refusal.known(132001, f"template name ({name}) does not exist in {language}")
    given = content.get("components") or []
    for component in template["components"]:
        _CHECKS.get(component["type"], _check_other)(template, component, given)
    _no_surplus(template, given)
    return template


def shown(template: dict[str, Any], content: dict[str, Any]) -> dict[str, Any]:
    """What the customer sees: header, body, footer, buttons, and the payload behind each quick reply."""
    given = content.get("components") or []
    view: dict[str, Any] = {"buttons": [], "payloads": {}}
    for component in template["components"]:
        kind = component["type"].lower()
        if "text" in component:
            view[kind] = _filled(component["text"], _parameters(given, kind))
        elif kind == "header":
            view["media"] = (_parameters(given, "header") or [{}])[0]
        for index, button in enumerate(component.get("buttons", [])):
            view["buttons"].append({"type": button["type"], "text": button.get("text", "Copy code")})
            for parameter in _parameters(given, "button", index):
                if "payload" in parameter:
                    view["payloads"][button.get("text", "")] = parameter["payload"]
    return view


def _filled(text: str, parameters: list[dict[str, Any]]) -> str:
    values = {
        str(parameter.get("parameter_name", number)): _value(parameter)
        for number, parameter in enumerate(parameters, 1)
    }
    return _VARIABLE.sub(lambda found: values.get(found[1], found[0]), text)


def _value(parameter: dict[str, Any]) -> str:
    inner = parameter.get(parameter.get("type", ""), {})
    return (
        str(inner["fallback_value"]) if isinstance(inner, dict) and "fallback_value" in inner else str(inner)
    )


def _check_header(template: dict[str, Any], header: dict[str, Any], given: list[dict[str, Any]]) -> None:
    if header["format"] == "TEXT":
        parameters = _parameters(given, "header")
        _check_texts(template, "header", header["text"], parameters)
        if len(_filled(header["text"], parameters)) > _LONGEST_HEADER:
            raise Refusal.known(132005, "header: Translated text too long")
        return
    wanted = header["format"].lower()
    parameters = _parameters(given, "header")
    received = parameters[0].get("type", "unknown") if parameters else "unknown"
    if received != wanted:
        details = f"header: Format mismatch, expected {wanted.upper()}, received {received.upper()}"
        raise Refusal.known(132012, details)
    if not isinstance(parameters[0].get(wanted), dict):
        raise Refusal.known(131008, f"header: {wanted} is missing")


def _check_body(template: dict[str, Any], body: dict[str, Any], given: list[dict[str, Any]]) -> None:
    parameters = _parameters(given, "body")
    _check_texts(template, "body", body["text"], parameters)
    if len(_filled(body["text"], parameters)) > _LONGEST_BODY:
        raise Refusal.known(132005, "body: Translated text too long")


def _check_buttons(template: dict[str, Any], buttons: dict[str, Any], given: list[dict[str, Any]]) -> None:
    for index, button in enumerate(buttons["buttons"]):
        parameters = _parameters(given, "button", index)
        for parameter in parameters:
            _check_button_value(index, parameter)
        dynamic = button["type"] in _NEED_A_PARAMETER or "{{" in button.get("url", "")
        if dynamic and not parameters:
            kind = button["type"].title()
            raise Refusal.known(
                131008, f"buttons: Button at index {index} of type {kind} requires a parameter"
            )


def _check_button_value(index: int, parameter: dict[str, Any]) -> None:
    """The ends of links and codes are no place for spaces: Meta says so with a code of its own."""
    value = parameter.get("text", parameter.get("coupon_code", "-"))
    if not isinstance(value, str) or not value:
        raise Refusal.known(131008, f"buttons: Button at index {index} has an empty parameter")
    if _BAD_TEXT.search(value):
        raise Refusal.known(132018, f"buttons: Button at index {index}: new-line/tab characters or spaces")
    if "coupon_code" in parameter and len(value) > 20:
        raise Refusal.known(132018, f"buttons: Button at index {index}: the code is too long")


def _check_other(template: dict[str, Any], part: dict[str, Any], given: list[dict[str, Any]]) -> None:
    """A carousel, an offer: each wants parameters of its own kind."""
    if not any(component.get("type", "").upper() == part["type"] for component in given):
        raise Refusal.known(131008, f"{part['type'].lower()}: the component is missing")


def _check_footer(template: dict[str, Any], footer: dict[str, Any], given: list[dict[str, Any]]) -> None:
    """A footer has no variables."""


_CHECKS = {"HEADER": _check_header, "BODY": _check_body, "FOOTER": _check_footer, "BUTTONS": _check_buttons}


def _check_texts(template: dict[str, Any], where: str, text: str, parameters: list[dict[str, Any]]) -> None:
    wanted = list(dict.fromkeys(_VARIABLE.findall(text)))
    if len(parameters) != len(wanted):
        raise Refusal.known(
            132000,
            f"{where}: number of localizable_params ({len(parameters)}) does not match the expected number "
            f"of params ({len(wanted)})",
        )
    if template["parameter_format"] == "NAMED" and wanted:
        names = [parameter.get("parameter_name") for parameter in parameters]
        if None in names:
            raise Refusal.invalid("Parameter name is missing or empty")
        if sorted(map(str, names)) != sorted(wanted):
            raise Refusal.known(132000, f"{where}: expected the parameters {', '.join(wanted)}")
    for parameter in parameters:
        _check_text(where, parameter)


def _check_text(where: str, parameter: dict[str, Any]) -> None:
    kind = parameter.get("type")
    if kind not in {"text", "currency", "date_time"}:
        raise Refusal.known(132012, f"{where}: Format mismatch, expected TEXT, received {str(kind).upper()}")
    if not parameter.get(kind):
        raise Refusal.known(131008, f"{where}: Parameter of type {kind} is missing {kind} value")
    if kind == "text" and _BAD_TEXT.search(parameter["text"]):
        message = "Param text cannot have new-line/tab characters or more than 4 consecutive spaces"
        raise Refusal.known(132012, f"{where}: {message}")


def _no_surplus(template: dict[str, Any], given: list[dict[str, Any]]) -> None:
    """A component that the template does not have, or a button beyond the last."""
    kinds = {component["type"].lower() for component in template["components"]}
    buttons = sum(len(component.get("buttons", [])) for component in template["components"])
    for component in given:
        kind = component.get("type", "").lower()
        if kind == "button" and int(component.get("index", 0)) < buttons:
            continue
        if kind not in kinds - {"footer", "buttons"} and component.get("parameters"):
            raise Refusal.known(132000, f"{kind}: the template has no such component")


def _parameters(given: list[dict[str, Any]], kind: str, index: int | None = None) -> list[dict[str, Any]]:
    for component in given:
        fits = index is None or str(component.get("index", "")) == str(index)
        if component.get("type", "").lower() == kind and fits:
            return list(component.get("parameters", []))
    return []


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
