"""What the phone shows of a list, of a place and of contacts: more than words, less than a file."""

from __future__ import annotations

from typing import Any

from whatsapp.simulator.lines import Line


def list_of(line: Line) -> dict[str, Any] | None:
    """The button that opens the list, and its rows."""
    action = line.content.get("action", {}) if line.type == "interactive" else {}
    if "sections" not in action:
        return None
    rows = [row for section in action["sections"] for row in section.get("rows", [])]
    return {
        "button": action["button"],
        "rows": [{"title": row["title"], "description": row.get("description", "")} for row in rows],
    }


def cards_of(line: Line) -> list[dict[str, Any]]:
    """Each has a `title` and `lines` under it; those that are figures read from left to right."""
    if line.type == "location":
        return [_place(line.content)]
    if line.shown.get("media", {}).get("type") == "location":  # the heading of a template
        return [_place(line.shown["media"]["location"])]
    if line.type == "contacts":
        return [_person(card) for card in line.content.get("contacts", [])]
    return []


def _place(content: dict[str, Any]) -> dict[str, Any]:
    figures = f"{content.get('latitude')}, {content.get('longitude')}"
    address = content.get("address") if content.get("name") else None  # as WhatsApp does
    lines = [address] if address else []
    return {"kind": "place", "title": content.get("name"), "lines": lines, "figures": [figures]}


def _person(card: dict[str, Any]) -> dict[str, Any]:
    company = card.get("org", {}).get("company")
    return {
        "kind": "person",
        "title": card.get("name", {}).get("formatted_name"),
        "lines": [company] if company else [],
        "figures": [phone["phone"] for phone in card.get("phones", []) if phone.get("phone")],
    }
