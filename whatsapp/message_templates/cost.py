"""What a template will cost before it is sent: by its category, the customer's country and the price list.

Meta counts after delivery; its own word comes with the statuses (Cloud API: pricing).
"""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.utils import timezone

from whatsapp.cloud_api.phones import region_of
from whatsapp.conversations.window import free_until
from whatsapp.models import Contact, Conversation, MessageTemplate, Price

from .markets import markets_of

UTILITY = "UTILITY"


@dataclass(frozen=True)
class Cost:
    """`amount` None: not known, since the country is not (`country` is empty) or the list has no price for it."""

    country: str
    currency: str = ""
    amount: Decimal | None = None
    is_free_in_window: bool = False
    free_until: datetime | None = None

    @property
    def price(self) -> str:
        """As the list has it, without the noughts at its end."""
        return "" if self.amount is None else f"{self.amount.normalize():f} {self.currency}"


def cost_of(template: MessageTemplate, conversation: Conversation) -> Cost | None:
    """None where no price list is loaded.

    Whether a utility template is free in an open window is told by the list: since it has prices for service
    messages (October 2026), Meta counts both.
    """
    if not Price.objects.exists():
        return None
    now = timezone.now()
    country = country_of_contact(conversation.contact)
    if until := free_until(conversation, now):
        return Cost(country, free_until=until)
    price = _price_in(country)
    if price is None:
        return Cost(country)
    if template.category == UTILITY and conversation.window_is_open(now) and not price.service:
        return Cost(country, is_free_in_window=True)
    return Cost(country, price.currency, price.of(template.category))


def country_of_contact(contact: Contact) -> str:
    """Two letters: of the phone, else those with which a BSUID begins; empty where there is neither."""
    phone = contact.phone or contact.wa_id
    if phone:
        return region_of(phone) or ""
    return contact.bsuid[:2] if contact.bsuid and contact.bsuid[2:3] == "." else ""


def _price_in(country: str) -> Price | None:
    """In the most particular market that the list has."""
    if not country:
        return None
    markets = markets_of(country)
    found = {row.market: row for row in Price.objects.filter(market__in=markets)}
    return next((found[market] for market in markets if market in found), None)
