"""New templates, as a business hands them in: checked at once, reviewed a little later, told by webhook."""

from __future__ import annotations

import re
from typing import Any

from whatsapp.simulator import webhooks
from whatsapp.simulator.refusals import Refusal
from whatsapp.simulator.submission_rules import check_components
from whatsapp.simulator.world import World

REVIEW_TAKES = (20.0, 40.0)
"""Seconds. Meta takes up to a day."""

_NAME = re.compile(r"[a-z0-9_]{1,512}")
_LANGUAGE = re.compile(r"[a-z]{2,3}(_[A-Z]{2})?")
_CATEGORIES = ("MARKETING", "UTILITY", "AUTHENTICATION")
_EDITABLE = ("APPROVED", "REJECTED", "PAUSED")
_DAY = 24 * 3600
_NEEDED = ("name", "category", "language", "components")


def submit(world: World, asked: dict[str, Any]) -> dict[str, Any]:
    """`POST /{WABA}/message_templates`. Raises `Refusal`; a good one is PENDING and reviewed soon."""
    for name in _NEEDED:
        if not asked.get(name):
            raise Refusal.required(name)
    _check_head(world, asked)
    parameter_format = asked.get("parameter_format", "POSITIONAL")
    check_components(asked["components"], asked["category"], parameter_format, world.handles)
    template = {
        "id": str(max(int(known["id"]) for known in world.templates) + 1)
        if world.templates
        else "990000000000001",
        "name": asked["name"],
        "status": "PENDING",
        "category": asked["category"],
        "language": asked["language"],
        "parameter_format": parameter_format,
        "components": _kept(asked["components"]),
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


def edit(world: World, template: dict[str, Any], asked: dict[str, Any]) -> dict[str, Any]:
    """`POST /{TEMPLATE}`: replaces all components, and the review begins anew. An approved one once a day."""
    if template["status"] not in _EDITABLE:
        raise Refusal.invalid("Only approved, rejected or paused templates can be edited")
    if template["status"] == "APPROVED":
        if "category" in asked:
            raise Refusal.invalid("The category of an approved template can't be changed")
        if world.clock() - template.get("edited_at", 0) < _DAY:
            raise Refusal.of_template(2388038, "An approved template can be edited once in 24 hours")
    if "components" in asked:
        category = asked.get("category", template["category"])
        check_components(asked["components"], category, template["parameter_format"], world.handles)
        template["components"] = _kept(asked["components"])
    template["category"] = asked.get("category", template["category"])
    template["status"], template["edited_at"] = "PENDING", world.clock()
    at = world.clock() + world.pause(*REVIEW_TAKES)
    world.later(at, "review", template_id=template["id"], status="APPROVED", reason="NONE")
    return {"success": True}


def unpause(world: World, template: dict[str, Any]) -> dict[str, Any]:
    """`POST /{TEMPLATE}/unpause`."""
    if template["status"] != "PAUSED":
        raise Refusal.invalid("The template is not paused")
    settle(world, world.clock(), template["id"], "APPROVED", "NONE")
    return {"success": True}


def rate(world: World, name: str, language: str, score: str) -> None:
    """Customers block or praise a template. Meta tells of both scores."""
    template = named(world, name, language)
    before = template["quality_score"]["score"]
    template["quality_score"] = {"score": score, "date": int(world.clock())}
    value = webhooks.template_of(template) | {"previous_quality_score": before, "new_quality_score": score}
    world.tell("message_template_quality_update", value, world.clock())


def recategorise(world: World, name: str, language: str, category: str) -> None:
    """Meta moves a template to another category; its price changes with it."""
    template = named(world, name, language)
    before, template["category"] = template["category"], category
    value = webhooks.template_of(template) | {"previous_category": before, "new_category": category}
    world.tell("template_category_update", value, world.clock())


def delete(world: World, query: dict[str, str]) -> dict[str, Any]:
    """`DELETE /{WABA}/message_templates?name=`: every language of the name, unless `hsm_id` picks one."""
    name = query.get("name")
    if not name:
        raise Refusal.required("name")
    gone = [t for t in world.templates if t["name"] == name and query.get("hsm_id", t["id"]) == t["id"]]
    if not gone:
        raise Refusal.invalid("Message template was not found")
    if any(template["status"] == "DISABLED" for template in gone):
        raise Refusal.invalid("A disabled template can't be deleted")
    world.templates = [template for template in world.templates if template not in gone]
    for template in gone:
        world.deleted_names[template["name"], template["language"]] = world.clock()
    world.changed = True
    return {"success": True}


def named(world: World, name: str, language: str) -> dict[str, Any]:
    """Raises `KeyError`."""
    for template in world.templates:
        if (template["name"], template["language"]) == (name, language):
            return template
    raise KeyError(f"{name} in {language}")


def _kept(components: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Whatever case the kinds were written in, Meta tells them in capitals: in cards too."""
    return [
        part
        | {"type": part["type"].upper()}
        | (
            {"cards": [{"components": _kept(c["components"])} for c in part["cards"]]}
            if "cards" in part
            else {}
        )
        for part in components
    ]


def _check_head(world: World, asked: dict[str, Any]) -> None:
    if not _NAME.fullmatch(asked["name"]):
        raise Refusal.invalid("Param name may have lowercase letters, digits and underscores only")
    if asked["category"] not in _CATEGORIES:
        raise Refusal.invalid(f"Param category must be one of {{{', '.join(_CATEGORIES)}}}")
    if not _LANGUAGE.fullmatch(asked["language"]) or asked["language"] == "ar_SA":
        raise Refusal.invalid("Param language must be a language that templates can have")
    if world.clock() - world.deleted_names.get((asked["name"], asked["language"]), 0) < 30 * _DAY:
        raise Refusal.of_template(2388023, "This name was deleted less than 30 days ago")
    if any((t["name"], t["language"]) == (asked["name"], asked["language"]) for t in world.templates):
        raise Refusal.invalid("Content in this language already exists")
