"""What a customer does with the phone: writes, sends a photo, reacts, taps a button, goes offline."""

from __future__ import annotations

import json
from typing import Any

from whatsapp.simulator import media, statuses, webhooks, windows
from whatsapp.simulator.customers import Customer, digits_of
from whatsapp.simulator.identifiers import new_bsuid
from whatsapp.simulator.lines import Line
from whatsapp.simulator.world import World

OPEN_FOR = 3.0
"""Seconds that a chat counts as open after the page last asked for it."""


def send(
    world: World,
    customer: Customer,
    kind: str,
    content: dict[str, Any],
    *,
    at: float | None = None,
    quotes: str | None = None,
) -> Line:
    """Any message. Offline it waits on the phone; `at` in the past is when WhatsApp's servers got it.

    Raises `ValueError` when the customer blocked the business, as the app has no field to write in then.
    """
    if customer.blocks:
        raise ValueError("The customer blocked this business")
    now = world.clock()
    status = "sent" if customer.online else "waiting"
    line = world.add_line(
        customer, "incoming", kind, content, at=now if at is None else at, status=status, quotes=quotes
    )
    if customer.online:
        _hand_in(world, customer, line)
    return line


def send_file(
    world: World,
    customer: Customer,
    kind: str,
    data: bytes,
    mime_type: str,
    *,
    caption: str | None = None,
    filename: str | None = None,
    voice: bool = False,
    at: float | None = None,
) -> Line:
    """A photo, a voice note, a document: Meta keeps the bytes for 7 days and tells where they are."""
    file = media.keep(world, data, mime_type, filename=filename, inbound=True)
    content: dict[str, Any] = media.told(world, file)
    if kind == "audio":
        content["voice"] = voice
    elif kind == "sticker":
        content["animated"] = False
    if caption and kind in {"image", "video", "document"}:
        content["caption"] = caption
    if filename and kind == "document":
        content["filename"] = filename
    return send(world, customer, kind, content, at=at)


def react(world: World, customer: Customer, wamid: str, emoji: str) -> Line:
    """A reaction; an empty emoji takes it back, and then Meta leaves the key out."""
    content = {"message_id": wamid, "emoji": emoji} if emoji else {"message_id": wamid}
    line = send(world, customer, "reaction", content)
    if target := world.lines.get(wamid):
        if emoji:
            target.reactions["incoming"] = emoji
        else:
            target.reactions.pop("incoming", None)
    return line


ANSWERED_IN_THE_CHAT = frozenset({"QUICK_REPLY", "FLOW"})
"""Buttons of a template that send something when they are tapped."""


def tap(world: World, customer: Customer, wamid: str, button: str, *, card: int | None = None) -> Line:
    """What answers under a message of the business, by its title; `card` is that of a carousel, from 0."""
    asked = world.lines[wamid]
    if asked.type == "template":
        kind, content = _answer(_buttons_of(asked, card), button)
        return send(world, customer, kind, content, quotes=wamid)
    for choice in choices(asked):
        if choice["title"] == button:
            reply = {"type": choice["kind"], choice["kind"]: choice["reply"]}
            return send(world, customer, "interactive", reply, quotes=wamid)
    raise ValueError(f"No such button under the message: {button}")


def _buttons_of(asked: Line, card: int | None) -> list[dict[str, Any]]:
    slides = [asked.shown] if card is None else asked.shown.get("cards", [])[card : card + 1]
    if not slides:
        raise ValueError(f"No such card: {card}")
    return list(slides[0]["buttons"])


def _answer(buttons: list[dict[str, Any]], title: str) -> tuple[str, dict[str, Any]]:
    """The type and the object that Meta tells: of a card it is the same as of the template itself."""
    for button in buttons:
        if button["text"] == title and button["type"] == "QUICK_REPLY":
            return "button", {"payload": button.get("value") or title, "text": title}
        if button["text"] == title and button["type"] == "FLOW":
            filled = json.dumps({"flow_token": button.get("value") or "unused"})
            return "interactive", {
                "type": "nfm_reply",
                "nfm_reply": {"name": "flow", "body": "Sent", "response_json": filled},
            }
    raise ValueError(f"No such button under the message: {title}")


def choices(line: Line) -> list[dict[str, Any]]:
    """What can be tapped under an interactive message."""
    action = line.content.get("action", {}) if line.type == "interactive" else {}
    buttons = [button["reply"] for button in action.get("buttons", [])]
    rows = [row for section in action.get("sections", []) for row in section.get("rows", [])]
    return [{"title": b["title"], "kind": "button_reply", "reply": b} for b in buttons] + [
        {"title": row["title"], "kind": "list_reply", "reply": row} for row in rows
    ]


def open_chat(world: World, customer: Customer) -> None:
    """The chat is on the screen: what arrived is read, and what arrives next will be."""
    now = world.clock()
    customer.open_until = now + OPEN_FOR
    if customer.online:
        statuses.read(world, customer, now)


def go_online(world: World, customer: Customer, online: bool) -> None:
    """Back online, the phone hands in what was written and gets what was waiting for it."""
    if customer.online == online:
        return
    customer.online, world.changed = online, True
    if not online:
        return
    now = world.clock()
    for line in world.chats[customer.id]:
        if line.direction == "incoming" and line.status == "waiting":
            line.at, line.status = now, "sent"
            _hand_in(world, customer, line)
    _fetch(world, customer)


def change_number(world: World, customer: Customer, phone: str) -> None:
    """A new number, and with it a new BSUID. The business hears of it from the old number."""
    old_phone, old_bsuid, now = customer.phone, customer.bsuid, world.clock()
    customer.phone, customer.bsuid = digits_of(phone), new_bsuid(digits_of(phone))
    system = {
        "body": f"{customer.name} changed from {old_phone} to {customer.phone}",
        "type": "user_changed_number",
        "wa_id": customer.phone,
        "user_id": customer.bsuid,
        "previous_user_id": old_bsuid,
    }
    value = webhooks.system_value(world.metadata, customer, old_phone or "", system, now)
    world.tell("messages", value, now)


def want_marketing(world: World, customer: Customer, wants: bool) -> None:
    customer.marketing = wants
    now = world.clock()
    value = webhooks.preference_value(world.metadata, customer, "resume" if wants else "stop", now)
    world.tell("user_preferences", value, now)


def block(world: World, customer: Customer, blocks: bool) -> None:
    """Blocking makes the business's messages stay at one tick; what was sent meanwhile never comes."""
    customer.blocks, world.changed = blocks, True


def _hand_in(world: World, customer: Customer, line: Line) -> None:
    """WhatsApp's servers have it: the window opens, the business is told. Who is blocked is not heard."""
    if customer.blocked:
        line.unheard = True
        return
    windows.opened_by(customer, line.at)
    world.tell("messages", webhooks.message_value(world.metadata, customer, line), world.clock(), line.wamid)


def _fetch(world: World, customer: Customer) -> None:
    for line in world.chats[customer.id]:
        if line.direction == "outgoing" and line.status == "sent" and line.type != "reaction":
            world.later(world.clock() + world.pause(0.1, 0.5), "arrive", wamid=line.wamid)
