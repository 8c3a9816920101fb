"""The customer service window: 24 hours from the customer's last message, by Meta's own timestamp."""

from __future__ import annotations

from whatsapp.simulator.customers import Customer

WINDOW = 24 * 3600
"""Seconds."""


def is_open(customer: Customer, now: float) -> bool:
    return customer.wrote_at is not None and now - customer.wrote_at < WINDOW


def opened_by(customer: Customer, at: float) -> None:
    """A message of the customer opens or lengthens it; one that comes late never shortens it."""
    customer.wrote_at = at if customer.wrote_at is None else max(customer.wrote_at, at)
