"""What a review never gets to see: the form of a template, checked at once (Meta's subcodes 2388xxx)."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from whatsapp.simulator.marketing_rules import LONGEST_ON_A_CARD, check_carousel, check_offer
from whatsapp.simulator.refusals import Refusal

_VARIABLE = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")
_NAMED = re.compile(r"[a-z][a-z0-9_]*")
_LONGEST = {"HEADER": (60, 2388047), "BODY": (1024, 2388072), "FOOTER": (60, 2388073)}
_MEDIA = {"IMAGE", "VIDEO", "DOCUMENT", "GIF"}
_MOST = {"URL": 2, "PHONE_NUMBER": 1, "COPY_CODE": 1, "VOICE_CALL": 1}
_MOST_BUTTONS = 10


def check_components(
    components: list[dict[str, Any]], category: str, parameter_format: str, handles: set[str]
) -> None:
    """`handles` are those of uploaded samples. Raises `Refusal`."""
    kinds = [part.get("type", "").upper() for part in components]
    if kinds.count("BODY") != 1:
        raise Refusal.invalid("Param components must have one component of type BODY")
    _check_parts(components, parameter_format, handles)
    check_offer(components, category)
    for card in check_carousel(components, category):
        body = next((part for part in card if part["type"].upper() == "BODY"), {})
        if len(body.get("text", "")) > LONGEST_ON_A_CARD:
            raise Refusal.of_template(2388072, f"A card has at most {LONGEST_ON_A_CARD} characters")
        _check_parts(card, parameter_format, handles)


def _check_parts(components: list[dict[str, Any]], parameter_format: str, handles: set[str]) -> None:
    """Of a template, or of a card."""
    kinds = [part.get("type", "").upper() for part in components]
    if any(kinds.count(kind) > 1 for kind in kinds):
        raise Refusal.invalid("Param components may have one component of each type")
    for component, kind in zip(components, kinds, strict=True):
        _check_text(kind, component, parameter_format)
        if kind == "HEADER":
            _check_header(component, handles)
        if kind == "BUTTONS":
            _check_buttons(component.get("buttons") or [])


def _check_text(kind: str, component: dict[str, Any], parameter_format: str) -> None:
    text = component.get("text", "")
    longest, subcode = _LONGEST.get(kind, (2000, 2388040))
    if len(text) > longest:
        raise Refusal.of_template(subcode, f"The {kind.lower()} must be at most {longest} characters long")
    if kind == "BODY" and not text.strip():
        raise Refusal.invalid("The body has no text")
    variables = _VARIABLE.findall(text)
    if not variables:
        return
    if kind == "FOOTER" or (kind == "HEADER" and len(set(variables)) > 1):
        raise Refusal.of_template(2388073 if kind == "FOOTER" else 2388047, "Too many variables")
    _check_variables(list(dict.fromkeys(variables)), parameter_format)
    if kind == "BODY":
        _check_place(text, len(set(variables)))
    if not component.get("example"):
        raise Refusal.invalid(f"The variables of the {kind.lower()} need examples")


def _check_variables(variables: list[str], parameter_format: str) -> None:
    if parameter_format == "POSITIONAL":
        if sorted(variables) != sorted(str(n) for n in range(1, len(variables) + 1)):
            raise Refusal.invalid("Variables must be numbered from 1 without gaps")
    elif not all(_NAMED.fullmatch(name) for name in variables):
        raise Refusal.invalid("Names of variables have lowercase letters, digits and underscores only")


def _check_place(text: str, count: int) -> None:
    if text.strip().startswith("{{") or text.strip().endswith("}}"):
        raise Refusal.of_template(2388299, "Variables can't be at the start or end of the template")
    if len(re.findall(r"\w+", _VARIABLE.sub(" ", text))) < 2 * count + 1:
        raise Refusal.of_template(2388293, "Too many variables for the length of the text")


def _check_header(header: dict[str, Any], handles: set[str]) -> None:
    shape = header.get("format", "TEXT").upper()
    if shape == "TEXT" and re.search(r"[*_~`\n]", _VARIABLE.sub("", header.get("text", ""))):
        raise Refusal.of_template(2388047, "The header can't have new lines or formatting")
    if shape in _MEDIA:
        given = (header.get("example") or {}).get("header_handle") or [""]
        if given[0] not in handles:
            raise Refusal.invalid("header_handle is not the handle of an uploaded file")


def _check_buttons(buttons: list[dict[str, Any]]) -> None:
    kinds = [button.get("type", "").upper() for button in buttons]
    if len(buttons) > _MOST_BUTTONS or any(kinds.count(kind) > most for kind, most in _MOST.items()):
        raise Refusal.invalid("Too many buttons, or too many of one kind")
    replies = [index for index, kind in enumerate(kinds) if kind == "QUICK_REPLY"]
    if replies and replies[-1] - replies[0] >= len(replies):
        raise Refusal.invalid("Quick replies can't stand between other buttons")
    for kind, button in zip(kinds, buttons, strict=True):
        text = button.get("text", "")
        if len(text) > 25 or "{{" in text or (not text and kind != "COPY_CODE"):
            raise Refusal.invalid("The text of a button has 1 to 25 characters and no variables")
        if check := _BUTTONS.get(kind):
            check(button)


def _check_link(button: dict[str, Any]) -> None:
    url = button.get("url", "")
    if not re.match(r"https?://", url) or len(url) > 2000:
        raise Refusal.invalid("The url of a button is a link of at most 2000 characters")
    variables = list(_VARIABLE.finditer(url))
    if len(variables) > 1 or any(found.end() != len(url) for found in variables):
        raise Refusal.invalid("The url of a button can have one variable, at its end")
    if variables and not button.get("example"):
        raise Refusal.invalid("The variable of the url needs an example")


def _check_phone(button: dict[str, Any]) -> None:
    if not 1 <= len(button.get("phone_number", "")) <= 20:
        raise Refusal.invalid("The phone_number of a button has at most 20 characters")


def _check_code(button: dict[str, Any]) -> None:
    example = button.get("example") or ""
    code = example[0] if isinstance(example, list) else example
    if not 1 <= len(code) <= 20:
        raise Refusal.invalid("The example of a code has at most 20 characters")


_BUTTONS: dict[str, Callable[[dict[str, Any]], None]] = {
    "URL": _check_link,
    "PHONE_NUMBER": _check_phone,
    "COPY_CODE": _check_code,
}
