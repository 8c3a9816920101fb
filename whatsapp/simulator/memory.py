"""The world in a JSON file, so that a restart forgets nothing. Media lie in a folder beside it."""

from __future__ import annotations

import dataclasses
import json
import os
from pathlib import Path
from typing import Any

from whatsapp.simulator.customers import Customer
from whatsapp.simulator.lines import Line
from whatsapp.simulator.media_types import MediaFile
from whatsapp.simulator.world import World

_SHAPE = 2
"""Raised when the file changes its shape; another shape is not read."""


def save(world: World, file: Path) -> None:
    """Replaces the file at once, so that a killed process leaves the old world or the new one."""
    folder = _folder(file)
    folder.mkdir(parents=True, exist_ok=True)
    for item in world.media.values():
        if not (folder / item.id).exists():
            _replace(folder / item.id, item.data)
    for path in folder.iterdir():
        if path.name not in world.media:
            path.unlink()
    _replace(file, json.dumps(_state(world), ensure_ascii=False).encode())


def load(world: World, file: Path) -> bool:
    """True when there was a world to read. A file that is none is left alone, and the world starts anew."""
    try:
        state = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    if state.get("shape") != _SHAPE:
        return False
    for kept in state["customers"]:
        world.customers[kept["id"]] = Customer(**kept)
        world.chats[kept["id"]] = []
    for kept in state["lines"]:
        line = Line(**kept)
        world.lines[line.wamid] = line
        world.chats[line.customer].append(line)
    for kept in state["media"]:
        path = _folder(file) / kept["id"]
        if path.exists():
            world.media[kept["id"]] = MediaFile(**kept, data=path.read_bytes())
    world.templates, world.profile = state["templates"], state["profile"]
    world.subscribed, world.flows, world.services = state["subscribed"], state["flows"], state["services"]
    for at, verb, detail in state["due"]:
        world.schedule.add(at, verb, detail)
    return True


def _state(world: World) -> dict[str, Any]:
    return {
        "shape": _SHAPE,
        "customers": [dataclasses.asdict(customer) for customer in world.customers.values()],
        "lines": [dataclasses.asdict(line) for chat in world.chats.values() for line in chat],
        "media": [
            {
                field.name: getattr(item, field.name)
                for field in dataclasses.fields(item)
                if field.name != "data"
            }
            for item in world.media.values()
        ],
        "templates": world.templates,
        "profile": world.profile,
        "subscribed": world.subscribed,
        "flows": world.flows,
        "services": world.services,
        "due": [(item.at, item.verb, item.detail) for item in world.schedule.waiting()],
    }


def _replace(path: Path, data: bytes) -> None:
    part = path.with_name(path.name + ".part")
    part.write_bytes(data)
    os.replace(part, path)


def _folder(file: Path) -> Path:
    return file.with_name(file.stem + ".media")
