"""Whether a message fills a template rightly, part by part; the codes are those of Meta's table of errors."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from whatsapp.simulator.refusals import Refusal

Part = dict[str, Any]

_VARIABLE = re.compile(r"\{\{\s*([a-z0-9_]+)\s*\}\}")
_BAD_TEXT = re.compile(r"[\n\t]| {5,}")
_LONGEST = {"header": 60, "body": 1024}
_LONGEST_IN_A_CARD = 160
_LONGEST_CODE, _LONGEST_LINK = 20, 2000
_SUB_TYPES = {
    "URL": ("url", "text"),
    "OTP": ("url", "text"),
    "QUICK_REPLY": ("quick_reply", "payload"),
    "COPY_CODE": ("copy_code", "coupon_code"),
    "FLOW": ("flow", "action"),
    "CATALOG": ("catalog", "action"),
    "MPM": ("mpm", "action"),
    "SPM": ("spm", "action"),
    "ORDER_DETAILS": ("order_details", "action"),
}
"""What a button of each kind is called in a message, and the type of its parameter."""
_NEED_A_PARAMETER = {"COPY_CODE", "FLOW", "MPM", "SPM", "ORDER_DETAILS", "OTP"}
_WITHOUT_PARAMETERS = {"footer", "buttons"}


def check_parameters(template: Part, given: list[Part], now: float, *, in_card: bool = False) -> None:
    """`template` may be a card of a carousel too. Raises `Refusal` 132xxx, 131008, 131009 or 100."""
    longest = _LONGEST | ({"body": _LONGEST_IN_A_CARD} if in_card else {})
    for part in template["components"]:
        kind = part["type"].lower()
        if kind in longest and "text" in part:
            _check_text_part(template, kind, part["text"], given, longest[kind])
        else:
            _CHECKS.get(kind, _check_other)(part, given, now)
    _no_surplus(template, given)


def parameters_of(given: list[Part], kind: str, index: int | None = None) -> list[Part]:
    for component in given:
        fits = index is None or str(component.get("index", "")) == str(index)
        if component.get("type", "").lower() == kind and fits:
            return list(component.get("parameters", []))
    return []


def cards_of(given: list[Part]) -> list[list[Part]]:
    """The components of each card, in the order of their indexes."""
    carousel = next((part for part in given if part.get("type", "").lower() == "carousel"), {})
    cards = sorted(carousel.get("cards") or [], key=lambda card: int(card.get("card_index", -1)))
    return [card.get("components") or [] for card in cards]


def filled(text: str, parameters: list[Part]) -> str:
    values = {
        str(parameter.get("parameter_name", number)): _value(parameter)
        for number, parameter in enumerate(parameters, 1)
    }
    return _VARIABLE.sub(lambda found: values.get(found[1], found[0]), text)


def _value(parameter: Part) -> str:
    inner = parameter.get(parameter.get("type", ""), {})
    is_object = isinstance(inner, dict) and "fallback_value" in inner
    return str(inner["fallback_value"]) if is_object else str(inner)


def _check_text_part(template: Part, where: str, text: str, given: list[Part], longest: int) -> None:
    parameters = parameters_of(given, where)
    _check_names(template, where, list(dict.fromkeys(_VARIABLE.findall(text))), parameters)
    for parameter in parameters:
        _check_text(where, parameter)
    if len(filled(text, parameters)) > longest:
        raise Refusal.known(132005, f"{where}: Translated text too long")


def _check_names(template: Part, where: str, wanted: list[str], parameters: list[Part]) -> None:
    if len(parameters) != len(wanted):
        raise Refusal.known(
            132000,
            f"{where}: number of localizable_params ({len(parameters)}) does not match the expected number "
            f"of params ({len(wanted)})",
        )
    if template.get("parameter_format") == "NAMED" and wanted:
        names = [parameter.get("parameter_name") for parameter in parameters]
        if None in names:
            raise Refusal.invalid("Parameter name is missing or empty")
        if sorted(map(str, names)) != sorted(wanted):
            raise Refusal.known(132000, f"{where}: expected the parameters {', '.join(wanted)}")


def _check_text(where: str, parameter: Part) -> None:
    kind = parameter.get("type")
    if kind not in {"text", "currency", "date_time"}:
        raise _mismatch(where, "TEXT", kind)
    if not parameter.get(kind):
        raise Refusal.known(131008, f"{where}: Parameter of type {kind} is missing {kind} value")
    if kind == "text" and _BAD_TEXT.search(parameter["text"]):
        message = "Param text cannot have new-line/tab characters or more than 4 consecutive spaces"
        raise Refusal.known(132012, f"{where}: {message}")


def _check_header(header: Part, given: list[Part], now: float) -> None:
    """Of a picture, a film, a document, a place, a product: it is never sent by itself."""
    wanted = header["format"].lower()
    parameters = parameters_of(given, "header")
    received = parameters[0].get("type", "unknown") if parameters else "unknown"
    if received != wanted:
        raise _mismatch("header", wanted, received)
    if not isinstance(parameters[0].get(wanted), dict):
        raise Refusal.known(131008, f"header: {wanted} is missing")


def _check_buttons(buttons: Part, given: list[Part], now: float) -> None:
    for index, button in enumerate(buttons["buttons"]):
        parameters = parameters_of(given, "button", index)
        if not parameters and (button["type"] in _NEED_A_PARAMETER or "{{" in button.get("url", "")):
            kind = button["type"].title()
            raise Refusal.known(
                131008, f"buttons: Button at index {index} of type {kind} requires a parameter"
            )
        for component in given:
            if component.get("type", "").lower() == "button" and str(component.get("index")) == str(index):
                _check_button(index, button, component)


def _check_button(index: int, button: Part, component: Part) -> None:
    where = f"buttons: Button at index {index}"
    sub_type, wanted = _SUB_TYPES.get(button["type"], ("", ""))
    if component.get("sub_type", "").lower() != sub_type:
        raise _mismatch(where, sub_type or "no parameter", component.get("sub_type"))
    for parameter in component.get("parameters", []):
        if parameter.get("type") != wanted:
            raise _mismatch(where, wanted, parameter.get("type"))
        _check_button_value(where, button, parameter)


def _check_button_value(where: str, button: Part, parameter: Part) -> None:
    """The ends of links and codes are no place for spaces: Meta says so with a code of its own."""
    value = parameter.get("text", parameter.get("coupon_code", "-"))
    if not isinstance(value, str) or not value:
        raise Refusal.known(131008, f"{where} has an empty parameter")
    if _BAD_TEXT.search(value):
        raise Refusal.known(132018, f"{where}: new-line/tab characters or spaces")
    if "coupon_code" in parameter and len(value) > _LONGEST_CODE:
        raise Refusal.known(132018, f"{where}: the code is too long")
    if "text" in parameter and len(_VARIABLE.sub("", button.get("url", "")) + value) > _LONGEST_LINK:
        raise Refusal.known(132018, f"{where}: the link is too long")


def _check_offer(part: Part, given: list[Part], now: float) -> None:
    """Where the phone counts the time down, the message says until when."""
    if not part["limited_time_offer"].get("has_expiration"):
        return
    parameters = parameters_of(given, "limited_time_offer")
    if not parameters:
        raise Refusal.known(131008, "limited_time_offer: the component is missing")
    if parameters[0].get("type") != "limited_time_offer":
        raise _mismatch("limited_time_offer", "limited_time_offer", parameters[0].get("type"))
    ends = (parameters[0].get("limited_time_offer") or {}).get("expiration_time_ms")
    if isinstance(ends, bool) or not isinstance(ends, int):
        raise Refusal.known(131008, "limited_time_offer: expiration_time_ms is missing")
    if ends <= now * 1000:
        raise Refusal.known(131009, "limited_time_offer: expiration_time_ms is in the past")


def _check_carousel(part: Part, given: list[Part], now: float) -> None:
    """As many cards as were approved, each filled as a small template of its own."""
    sent = next((c.get("cards") or [] for c in given if c.get("type", "").lower() == "carousel"), [])
    if sorted(str(card.get("card_index")) for card in sent) != [str(n) for n in range(len(part["cards"]))]:
        details = f"carousel: expected {len(part['cards'])} cards, received {len(sent)}"
        raise Refusal.known(132012, details)
    for card, components in zip(part["cards"], cards_of(given), strict=True):
        check_parameters(card, components, now, in_card=True)


def _check_other(part: Part, given: list[Part], now: float) -> None:
    """A footer has no variables; of what was invented since nobody knows."""


_CHECKS: dict[str, Callable[[Part, list[Part], float], None]] = {
    "header": _check_header,
    "buttons": _check_buttons,
    "limited_time_offer": _check_offer,
    "carousel": _check_carousel,
}


def _no_surplus(template: Part, given: list[Part]) -> None:
    """A component that the template does not have, or a button beyond the last."""
    kinds = {component["type"].lower() for component in template["components"]}
    buttons = sum(len(component.get("buttons", [])) for component in template["components"])
    for component in given:
        kind = component.get("type", "").lower()
        if kind == "button":
            if not str(component.get("index")).isdecimal() or "sub_type" not in component:
                raise Refusal.known(131008, "buttons: index and sub_type are required")
            if int(component["index"]) < buttons:
                continue
        if kind not in kinds - _WITHOUT_PARAMETERS and (component.get("parameters") or kind == "carousel"):
            raise Refusal.known(132000, f"{kind}: the template has no such component")


def _mismatch(where: str, wanted: str, received: Any) -> Refusal:
    details = f"{where}: Format mismatch, expected {wanted.upper()}, received {str(received).upper()}"
    return Refusal.known(132012, details)
