"""Forms that a template opens. One that often fails is throttled by Meta, then blocked until it is mended."""

from __future__ import annotations

from typing import Any

from whatsapp.simulator.refusals import Refusal
from whatsapp.simulator.world import World

STATES = ("PUBLISHED", "THROTTLED", "BLOCKED")
AN_HOUR = 3600
MOST_AN_HOUR = 10
"""Of a throttled one."""


def ids_in(template: dict[str, Any]) -> list[str]:
    buttons = [button for part in template["components"] for button in part.get("buttons", [])]
    return [str(button["flow_id"]) for button in buttons if "flow_id" in button]


def check_flows(world: World, template: dict[str, Any]) -> None:
    """Raises `Refusal` 132068 or 132069."""
    for flow_id in ids_in(template):
        state = world.flows.get(flow_id, "PUBLISHED")
        if state == "BLOCKED":
            raise Refusal.known(132068, "Flow is in blocked state")
        if state == "THROTTLED" and _sent_lately(world, flow_id) >= MOST_AN_HOUR:
            details = (
                f"Flow is in throttled state, and {MOST_AN_HOUR} messages with it were sent in the last hour"
            )
            raise Refusal.known(132069, details)


def _sent_lately(world: World, flow_id: str) -> int:
    since = world.clock() - AN_HOUR
    return sum(
        line.direction == "outgoing"
        and line.at > since
        and any(button.get("flow_id") == flow_id for button in line.shown.get("buttons", []))
        for line in world.lines.values()
    )
