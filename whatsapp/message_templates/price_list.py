"""Meta's price list, a CSV that it publishes for each currency: read, and put in the place of the former one.

Above the line with the names of the columns stand notes, which are left out. `n/a` is no price.
"""

import csv
import re
from collections.abc import Iterable, Iterator
from decimal import Decimal, InvalidOperation

from django.db import transaction
from django.utils.translation import gettext as _

from whatsapp.models import Price

from .markets import market_named

COLUMNS = ("marketing", "utility", "authentication", "authentication_international", "service")
NEEDED = {"market", "currency", *COLUMNS[:3]}
OTHER_NAMES = {"country": "market", "market_country": "market"}
NO_PRICE = frozenset({"", "n/a", "na", "-", "–"})
SIGNS = {"$US": "USD", "US$": "USD", "$": "USD", "€": "EUR", "£": "GBP", "₹": "INR", "R$": "BRL", "A$": "AUD"}
LARGEST = Decimal(100_000)


class BadPriceList(ValueError):
    """`faults`: a sentence for each line that is wrong."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


def read_price_list(lines: Iterable[str]) -> list[Price]:
    """Rows that are not saved. Raises BadPriceList with every fault at once."""
    reader = csv.reader(lines)
    columns = _columns(reader)
    rows: list[Price] = []
    faults: list[str] = []
    for cells in reader:
        if not any(cell.strip() for cell in cells):
            continue
        told = {name: cells[at].strip() if at < len(cells) else "" for name, at in columns.items()}
        try:
            rows.append(_row(told, rows))
        except ValueError as wrong:
            faults.append(_("line %(line)d: %(fault)s") % {"line": reader.line_num, "fault": wrong})
    if not rows and not faults:
        faults.append(_("There is no line with prices in it."))
    if faults:
        raise BadPriceList(faults)
    return rows


def put_in_place(rows: Iterable[Price]) -> int:
    """The former list goes. Returns how many markets there are now."""
    with transaction.atomic():
        Price.objects.all().delete()
        return len(Price.objects.bulk_create(rows))


def _columns(reader: Iterator[list[str]]) -> dict[str, int]:
    for cells in reader:
        names = [_plain(cell) for cell in cells]
        columns = {OTHER_NAMES.get(name, name): at for at, name in enumerate(names)}
        if columns.keys() >= NEEDED:
            return {name: at for name, at in columns.items() if name in {*NEEDED, *COLUMNS}}
    raise BadPriceList(
        [
            _("No line names the columns. There have to be: %(columns)s.")
            % {"columns": ", ".join(sorted(NEEDED))}
        ]
    )


def _plain(name: str) -> str:
    """`Authentication-⏎International` is `authentication_international`."""
    return re.sub(r"[^a-z]+", "_", name.lower()).strip("_")


def _row(told: dict[str, str], before: list[Price]) -> Price:
    market = market_named(told["market"])
    if market is None:
        raise ValueError(
            _("There is no market “%(name)s”. Write a country's two letters, or a name as Meta has it.")
            % {"name": told["market"]}
        )
    if any(row.market == market for row in before):
        raise ValueError(_("%(name)s stands there twice.") % {"name": told["market"]})
    currency = _currency(told["currency"])
    if before and before[0].currency != currency:
        raise ValueError(_("A list has one currency: this line has another."))
    prices = {name: _amount(name, told.get(name, "")) for name in COLUMNS}
    return Price(market=market, currency=currency, **prices)


def _currency(cell: str) -> str:
    code = SIGNS.get(cell, cell.upper())
    if not re.fullmatch("[A-Z]{3}", code):
        raise ValueError(_("“%(cell)s” is no currency. Write three letters, as SAR.") % {"cell": cell})
    return code


def _amount(name: str, cell: str) -> Decimal | None:
    if cell.lower() in NO_PRICE:
        return None
    try:
        amount = Decimal(cell.lstrip("".join({*"".join(SIGNS), " "})))
        if 0 <= amount < LARGEST:
            return amount
    except InvalidOperation:
        pass
    raise ValueError(_("“%(cell)s” is no price (%(column)s).") % {"cell": cell, "column": name})
