"""New templates, as a business hands them in: checked at once, reviewed a little later, told by webhook."""

from __future__ import annotations

import re
from typing import Any

from whatsapp.simulator import webhooks
from whatsapp.simulator.refusals import Refusal
from whatsapp.simulator.world import World

REVIEW_TAKES = (20.0, 40.0)
"""Seconds. Meta takes up to a day."""

_NAME = re.compile(r"[a-z0-9_]{1,512}")
_LANGUAGE = re.compile(r"[a-z]{2,3}(_[A-Z]{2})?")
_VARIABLE = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")
_CATEGORIES = ("MARKETING", "UTILITY", "AUTHENTICATION")
_LONGEST = {"HEADER": 60, "BODY": 1024, "FOOTER": 60}
_NEEDED = ("name", "category", "language", "components")


def submit(world: World, asked: dict[str, Any]) -> dict[str, Any]:
    """`POST /{WABA}/message_templates`. Raises `Refusal`; a good one is PENDING and reviewed soon."""
    for name in _NEEDED:
        if not asked.get(name):
            raise Refusal.required(name)
    _check_head(world, asked)
    bodies = [part for part in asked["components"] if part.get("type", "").upper() == "BODY"]
    if len(bodies) != 1:
        raise Refusal.invalid("Param components must have one component of type BODY")
    for component in asked["components"]:
        _check_component(component, asked.get("parameter_format", "POSITIONAL"))
    template = {
        "id": str(max(int(known["id"]) for known in world.templates) + 1)
        if world.templates
        else "990000000000001",
        "name": asked["name"],
        "status": "PENDING",
        "category": asked["category"],
        "language": asked["language"],
        "parameter_format": asked.get("parameter_format", "POSITIONAL"),
        "components": [part | {"type": part["type"].upper()} for part in asked["components"]],
        "quality_score": {"score": "UNKNOWN", "date": int(world.clock())},
        "rejected_reason": "NONE",
    }
    world.templates.append(template)
    at = world.clock() + world.pause(*REVIEW_TAKES)
    world.later(at, "review", template_id=template["id"], status="APPROVED", reason="NONE")
    return {"id": template["id"], "status": "PENDING", "category": template["category"]}


def settle(world: World, at: float, template_id: str, status: str, reason: str) -> None:
    """The review, or a change of heart of Meta. A template that is gone by then is not spoken of."""
    template = next((known for known in world.templates if known["id"] == template_id), None)
    if template is None:
        return
    template["status"], template["rejected_reason"] = status, reason
    world.tell("message_template_status_update", webhooks.template_value(template, reason), at)


def delete(world: World, query: dict[str, str]) -> dict[str, Any]:
    """`DELETE /{WABA}/message_templates?name=`: every language of the name, unless `hsm_id` picks one."""
    name = query.get("name")
    if not name:
        raise Refusal.required("name")
    gone = [t for t in world.templates if t["name"] == name and query.get("hsm_id", t["id"]) == t["id"]]
    if not gone:
        raise Refusal.invalid("Message template was not found")
    world.templates = [template for template in world.templates if template not in gone]
    world.changed = True
    return {"success": True}


def named(world: World, name: str, language: str) -> dict[str, Any]:
    """Raises `KeyError`."""
    for template in world.templates:
        if (template["name"], template["language"]) == (name, language):
            return template
    raise KeyError(f"{name} in {language}")


def _check_head(world: World, asked: dict[str, Any]) -> None:
    if not _NAME.fullmatch(asked["name"]):
        raise Refusal.invalid("Param name may have lowercase letters, digits and underscores only")
    if asked["category"] not in _CATEGORIES:
        raise Refusal.invalid(f"Param category must be one of {{{', '.join(_CATEGORIES)}}}")
    if not _LANGUAGE.fullmatch(asked["language"]) or asked["language"] == "ar_SA":
        raise Refusal.invalid("Param language must be a language that templates can have")
    if any((t["name"], t["language"]) == (asked["name"], asked["language"]) for t in world.templates):
        raise Refusal.invalid("Content in this language already exists")


def _check_component(component: dict[str, Any], parameter_format: str) -> None:
    kind, text = component.get("type", "").upper(), component.get("text", "")
    if len(text) > _LONGEST.get(kind, 2000):
        raise Refusal.invalid(f"The {kind.lower()} must be at most {_LONGEST[kind]} characters long")
    variables = _VARIABLE.findall(text)
    if not variables:
        return
    if kind == "FOOTER" or (kind == "HEADER" and len(variables) > 1):
        raise Refusal.invalid(f"The {kind.lower()} has too many variables")
    if parameter_format == "POSITIONAL" and variables != [str(n) for n in range(1, len(variables) + 1)]:
        raise Refusal.invalid("Variables must be numbered from 1 without gaps")
    if kind == "BODY" and (text.strip().startswith("{{") or text.strip().endswith("}}")):
        raise Refusal.invalid("Variables can't be at the start or end of the template")
    if not component.get("example"):
        raise Refusal.invalid(f"The variables of the {kind.lower()} need examples")
