"""What a message counts as when it is billed: the `pricing` of its statuses.

Since October 2026, as those who resell Meta's service tell: messages without a template cost what utility templates
cost, but for the first thousand of a number in a month; and utility templates cost something in an open window too.
Meta's own page says the older rules, by which both are free: `World.bills_service` false.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from whatsapp.simulator import windows
from whatsapp.simulator.customers import Customer
from whatsapp.simulator.world import World

FREE_IN_A_MONTH = 1000


def priced(world: World, customer: Customer, template: dict[str, Any] | None) -> dict[str, Any]:
    """The category that is billed, and whether it is free. Counts what it is asked for."""
    category = template["category"].lower() if template else "service"
    return {"category": category, "free": _is_free(world, customer, category)}


def _is_free(world: World, customer: Customer, category: str) -> bool:
    if category == "service":
        month = datetime.fromtimestamp(world.clock(), UTC).strftime("%Y-%m")
        world.services[month] = world.services.get(month, 0) + 1
        return not world.bills_service or world.services[month] <= FREE_IN_A_MONTH
    return category == "utility" and not world.bills_service and windows.is_open(customer, world.clock())
