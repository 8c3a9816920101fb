"""How far a message of the business gets: sent, delivered, read, played; or failed.

Each step is a verb of the schedule: it is told its wamid and its moment, and plans the next step.
A phone that is offline gets nothing until it is back; a blocked business stays at one tick for ever.
With the chat open on the screen only `read` is told, never `delivered`, as Meta does.
"""

from __future__ import annotations

from whatsapp.simulator import webhooks
from whatsapp.simulator.customers import Customer
from whatsapp.simulator.lines import Line
from whatsapp.simulator.refusals import failure
from whatsapp.simulator.world import World

_RANK = {"accepted": 0, "sent": 1, "delivered": 2, "read": 3, "played": 4}


def plan(world: World, line: Line, trouble: tuple[int, str] | None) -> None:
    """The road of a message just accepted. `trouble` is a code and its details: it will fail."""
    at = line.at + world.pause(0.3, 1.0)
    if trouble:
        code, details = trouble
        world.later(at, "fail", wamid=line.wamid, code=code, details=details)
    else:
        world.later(at, "leave", wamid=line.wamid)


def leave(world: World, at: float, wamid: str) -> None:
    """It left Meta's servers: `sent`. A reaction goes no further."""
    line = world.lines[wamid]
    _move(world, line, "sent", at)
    if line.type != "reaction":
        world.later(at + world.pause(0.7, 1.0), "arrive", wamid=wamid)


def arrive(world: World, at: float, wamid: str) -> None:
    """It reached the phone, if that is on and wants it."""
    line = world.lines[wamid]
    customer = world.customers[line.customer]
    if line.status != "sent" or customer.blocks or not customer.online:
        return
    if customer.open_until >= at:
        line.seen = True
        _move(world, line, "read" if customer.receipts else "delivered", at)
    else:
        _move(world, line, "delivered", at)
        if customer.chatty:
            world.later(at + world.pause(2.0, 4.0), "glance", customer=customer.id)


def fail(world: World, at: float, wamid: str, code: int, details: str) -> None:
    line = world.lines[wamid]
    line.error = failure(code, details)
    _move(world, line, "failed", at)


def glance(world: World, at: float, customer: str) -> None:
    """A customer who answers by himself looks at the chat, and thinks of an answer."""
    person = world.customers[customer]
    if person.online and not person.blocks and read(world, person, at):
        world.later(at + world.pause(2.0, 5.0), "answer", customer=customer)


def read(world: World, customer: Customer, at: float) -> int:
    """The customer looks at the chat; returns how many messages were new to the eye."""
    fresh = [line for line in world.chats[customer.id] if _unseen(line)]
    for line in fresh:
        line.seen = True
        if customer.receipts:
            _move(world, line, "read", at)
    return len(fresh)


def play(world: World, line: Line, at: float) -> None:
    """The customer listens to a voice message for the first time."""
    if line.status in {"delivered", "read"} and world.customers[line.customer].receipts:
        line.seen = True
        _move(world, line, "played", at)


def _unseen(line: Line) -> bool:
    return line.direction == "outgoing" and line.status == "delivered" and not line.seen


def _move(world: World, line: Line, status: str, at: float) -> None:
    if status != "failed" and _RANK.get(line.status, 9) >= _RANK[status]:
        return
    customer = world.customers[line.customer]
    value = webhooks.status_value(
        world.metadata, customer, line, status, at, lean_contacts=world.lean_contacts
    )
    line.status = status
    world.tell("messages", value, at)
