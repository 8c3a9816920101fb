"""One message in a chat, as Meta remembers it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

Direction = Literal["incoming", "outgoing"]


@dataclass
class Line:
    """`incoming` is what the customer wrote: waiting (phone offline) > sent > delivered > read.
    `outgoing` is what the business sent: accepted > sent > delivered > read > played, or failed.
    `content` is the wire's own object for the type, e.g. `{"body": "…"}`; `at` is unix seconds.
    """

    wamid: str
    customer: str
    direction: Direction
    type: str
    content: dict[str, Any]
    at: float
    status: str
    quotes: str | None = None
    tracker: str | None = None  # biz_opaque_callback_data
    category: str = "service"  # what the price is reckoned by
    free: bool = True
    shown: dict[str, Any] = field(default_factory=dict)  # a template as the customer sees it
    error: dict[str, Any] | None = None
    reactions: dict[str, str] = field(default_factory=dict)  # who (a direction) > emoji
    unheard: bool = False  # written while the business had blocked the customer: it never gets there
    seen: bool = False  # the customer looked at it, whether receipts tell or not
