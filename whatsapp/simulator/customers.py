"""A customer with a phone in the hand. What the phone does is in `hands.py`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import phonenumbers

NOT_ON_WHATSAPP = "0000"
"""Numbers with this ending have no WhatsApp: what is sent to them fails with 131026."""


@dataclass
class Customer:
    """`phone` is digits without `+`; who took a username may show no phone at all, only the BSUID."""

    id: str
    name: str
    bsuid: str
    phone: str | None = None
    username: str | None = None
    online: bool = True
    receipts: bool = True
    blocks: bool = False  # the customer blocked the business
    blocked: bool = False  # the business blocked the customer
    chatty: bool = False  # reads and answers by itself, while nobody has the chat open
    marketing: bool = True  # wants offers; else marketing templates fail with 131050
    has_enough: bool = False  # of offers, of whoever: marketing templates fail with 131049
    wrote_at: float | None = None  # opens the 24-hour window
    open_until: float = 0.0  # the chat is open on the screen until then
    typing_until: float = 0.0  # the business types until then

    @property
    def on_whatsapp(self) -> bool:
        return not (self.phone or "").endswith(NOT_ON_WHATSAPP)

    @property
    def is_american(self) -> bool:
        """Of the United States: Meta delivers no advertisements there since April 2025."""
        if not (self.phone or "").startswith("1"):
            return False
        number = phonenumbers.parse(f"+{self.phone}")
        return phonenumbers.region_code_for_number(number) == "US"

    def contact(self) -> dict[str, Any]:
        """How Meta names this person in `contacts[]`. `wa_id` is left out for who shows no phone."""
        profile: dict[str, str] = {"name": self.name}
        if self.username:
            profile["username"] = "@" + self.username
        who: dict[str, Any] = {"profile": profile}
        if self.phone:
            who["wa_id"] = self.phone
        who["user_id"] = self.bsuid
        return who


def digits_of(phone: str) -> str:
    """The digits of a number as people write it: `+966 50-123 4567` is 966501234567."""
    return "".join(str(int(char)) for char in phone if char.isdecimal())
