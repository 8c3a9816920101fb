"""What a customer put into the basket of our catalogue."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from whatsapp.cloud_api.notifications.fields import a_list, an_object
from whatsapp.cloud_api.notifications.updates import Json
from whatsapp.models import Message

from .values import a_count, words

DEAREST = Decimal(10) ** 12


@dataclass(frozen=True)
class Item:
    product: str  # as our catalogue calls it
    quantity: int | None
    price: Decimal | None  # of one
    currency: str

    @property
    def unit_price(self) -> str:
        return "" if self.price is None else _money(self.price, self.currency)


@dataclass(frozen=True)
class Order:
    items: Sequence[Item]
    note: str
    totals: Sequence[str]  # one a currency; none when a price or quantity is not told

    @property
    def pieces(self) -> int:
        return sum(item.quantity or 1 for item in self.items)


def read_order(message: Message) -> Order:
    order = an_object(an_object(message.payload).get("order"))
    items = [_item(item) for item in a_list(order.get("product_items")) if isinstance(item, dict)]
    return Order(items, words(order.get("text")) or message.content, _totals(items))


def _item(item: Json) -> Item:
    return Item(
        product=words(item.get("product_retailer_id")),
        quantity=a_count(item.get("quantity")),
        price=_price(item.get("item_price")),
        currency=words(item.get("currency"))[:10],
    )


def _price(value: Any) -> Decimal | None:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        price = Decimal(str(value)[:40])
    except (InvalidOperation, ValueError):
        return None
    return price if price.is_finite() and 0 <= price < DEAREST else None


def _totals(items: Sequence[Item]) -> list[str]:
    sums: dict[str, Decimal] = {}
    for item in items:
        if item.price is None or item.quantity is None:
            return []
        sums[item.currency] = sums.get(item.currency, Decimal(0)) + item.price * item.quantity
    return [_money(amount, currency) for currency, amount in sums.items()]


def _money(amount: Decimal, currency: str) -> str:
    """15.98 SAR; in figures that every language here reads."""
    return f"{amount:,.2f} {currency}".strip()
