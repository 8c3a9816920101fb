"""Customers who answer by themselves, so that a demo lives. Nobody does unless `Customer.chatty` is set."""

from __future__ import annotations

import re

from whatsapp.simulator import hands
from whatsapp.simulator.world import World

_ARABIC = (
    "تمام، شكراً لكم 🌷",
    "ممتاز، بانتظار الطلب إن شاء الله",
    "كم المدة المتوقعة للتوصيل؟",
    "ممكن ترسلون لي رقم الطلب؟",
    "الله يعطيكم العافية 🙏",
    "طيب، وإذا حبيت أغيّر العنوان؟",
)
_ENGLISH = (
    "Perfect, thank you!",
    "Great. When will it arrive?",
    "Could you send me the order number?",
    "Thanks for the quick answer 🙏",
    "And what if I want to change the address?",
    "OK, I'll be home after six.",
)


def answer(world: World, at: float, customer: str) -> None:
    """One believable line, in the language that the business wrote in last; a new one while there is."""
    person = world.customers[customer]
    if not person.online or person.blocks:
        return
    chat = world.chats[customer]
    heard = [line for line in chat if line.direction == "outgoing"]
    said = {line.content.get("body") for line in chat if line.direction == "incoming"}
    lines = _ARABIC if not heard or _is_arabic(str(heard[-1].content) + str(heard[-1].shown)) else _ENGLISH
    fresh = [text for text in lines if text not in said] or list(lines)
    hands.send(world, person, "text", {"body": world.random.choice(fresh)})


def _is_arabic(text: str) -> bool:
    return re.search(r"[\u0600-\u06ff]", text) is not None
