"""What Meta knows: the business, its customers, their chats, what is due. No verbs of anybody here."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable
from typing import Any

from whatsapp.simulator.customers import Customer, digits_of
from whatsapp.simulator.identifiers import new_bsuid, new_wamid
from whatsapp.simulator.limits import Limits
from whatsapp.simulator.lines import Direction, Line
from whatsapp.simulator.media_types import MediaFile
from whatsapp.simulator.schedule import Schedule
from whatsapp.simulator.template_samples import samples


class World:
    """Guarded by `lock`: whoever changes something holds it. Times are unix seconds of `clock`."""

    def __init__(
        self,
        *,
        phone_number_id: str,
        waba_id: str,
        access_token: str,
        app_secret: str,
        app_id: str = "880000000000001",
        verify_token: str = "",
        display_phone_number: str = "15550783881",
        verified_name: str = "Nakheel Store",
        clock: Callable[[], float] = time.time,
        base_url: str = "https://graph.facebook.com",
    ) -> None:
        self.phone_number_id, self.waba_id, self.app_id = phone_number_id, waba_id, app_id
        self.access_token, self.app_secret, self.verify_token = access_token, app_secret, verify_token
        self.display_phone_number, self.verified_name = display_phone_number, verified_name
        self.clock, self.base_url = clock, base_url.rstrip("/")
        self.lock = threading.RLock()
        self.random = random.Random()
        self._begin()

    def _begin(self) -> None:
        """The first day: nobody is here, nothing is due, and Meta finds nothing wrong with the business."""
        self.customers: dict[str, Customer] = {}
        self.lines: dict[str, Line] = {}
        self.chats: dict[str, list[Line]] = {}
        self.media: dict[str, MediaFile] = {}
        self.templates: list[dict[str, Any]] = samples()
        self.deleted_names: dict[tuple[str, str], float] = {}  # (name, language) > when
        self.uploads: dict[str, int] = {}  # session > bytes announced
        self.handles: set[str] = set()
        self.flows: dict[str, str] = {}  # id > THROTTLED or BLOCKED, where it is not in order
        self.services: dict[str, int] = {}  # month > messages without a template
        self.bills_service = True  # as since October 2026 (prices.py); both are told of Meta
        self.profile: dict[str, Any] = {"about": "Dates, coffee and sweets", "vertical": "RETAIL"}
        self.subscribed = True
        self.subscribed_fields = ["messages", "message_template_status_update", "account_update"]
        self.callbacks = {"application": "https://inbox.example/api/whatsapp/webhook"}
        self.number_facts: dict[str, Any] = {}  # what differs from a number in good health
        self.token_facts: dict[str, Any] = {}  # what differs from a system user's token
        self.schedule = Schedule()
        self.limits = Limits()
        self.lean_contacts = True  # a failed status names its customer; Meta's docs say it is left out
        self.changed = False  # since the last save
        self.stir = threading.Event()  # wakes `Meta.run` when something new is due

    @property
    def metadata(self) -> dict[str, str]:
        return {"display_phone_number": self.display_phone_number, "phone_number_id": self.phone_number_id}

    @property
    def lookaside_url(self) -> str:
        """Where media are fetched from: Meta's own host, or beside the Graph of a served simulator."""
        if self.base_url == "https://graph.facebook.com":
            return "https://lookaside.fbsbx.com"
        return self.base_url.removesuffix("/graph") + "/media"

    def later(self, at: float, verb: str, **detail: Any) -> None:
        """`verb` is done when `at` has come."""
        self.schedule.add(at, verb, detail)
        self.changed = True
        self.stir.set()

    def tell(self, field: str, value: dict[str, Any], at: float, wamid: str | None = None) -> None:
        """A change that the business's webhook is to hear; `wamid` gets its second tick when it has."""
        if self.subscribed:
            self.later(at, "tell", change={"field": field, "value": value}, wamid=wamid)

    def pause(self, shortest: float, longest: float) -> float:
        return self.random.uniform(shortest, longest)

    def new_customer(
        self, name: str, phone: str | None = None, username: str | None = None, bsuid: str | None = None
    ) -> Customer:
        """Raises `ValueError` for somebody who could not be reached, or who is here already."""
        digits = digits_of(phone) if phone else None
        username = username.lstrip("@") if username else None
        if not digits and not username:
            raise ValueError("A customer needs a phone or a username")
        if digits and not 8 <= len(digits) <= 15:
            raise ValueError("A phone number has 8 to 15 digits, with its country code")
        if digits and self.customer_of(digits):
            raise ValueError("There is a customer with this phone already")
        customer = Customer(
            f"c{len(self.customers) + 1}", name, bsuid or new_bsuid(digits), phone=digits, username=username
        )
        self.customers[customer.id] = customer
        self.chats[customer.id] = []
        self.changed = True
        return customer

    def customer_of(self, who: str) -> Customer | None:
        """By phone digits or BSUID."""
        return next((c for c in self.customers.values() if who in (c.phone, c.bsuid)), None)

    def add_line(
        self,
        customer: Customer,
        direction: Direction,
        kind: str,
        content: dict[str, Any],
        *,
        at: float,
        status: str,
        wamid: str | None = None,
        **more: Any,
    ) -> Line:
        wamid = wamid or new_wamid(customer.phone or customer.bsuid)
        line = Line(wamid, customer.id, direction, kind, content, at, status, **more)
        self.lines[line.wamid] = line
        self.chats[customer.id].append(line)
        self.changed = True
        return line
