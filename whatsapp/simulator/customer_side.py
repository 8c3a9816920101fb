"""What a test or a demo lets customers do. Each is one move of a hand (see `hands.py`), under the lock."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from whatsapp.simulator import hands, media_types, statuses, windows
from whatsapp.simulator.customers import Customer
from whatsapp.simulator.lines import Direction
from whatsapp.simulator.media_types import MediaFile
from whatsapp.simulator.world import World


class CustomerSide(World):
    """Nothing is told to the business before the next `Meta.due()`."""

    def add_customer(
        self,
        name: str,
        *,
        phone: str | None = None,
        username: str | None = None,
        bsuid: str | None = None,
        chatty: bool = False,
    ) -> Customer:
        """`phone` as people write it. Raises `ValueError` for a bad or known number, or none of the two."""
        with self.lock:
            customer = self.new_customer(name, phone, username, bsuid)
            customer.chatty = chatty
            return customer

    def customer_writes(
        self, customer: Customer, text: str, *, at: float | None = None, quotes: str | None = None
    ) -> str:
        """A text; returns its wamid. `at` dates it; the webhook goes out with the next `due()`."""
        with self.lock:
            return hands.send(self, customer, "text", {"body": text}, at=at, quotes=quotes).wamid

    def customer_sends(
        self,
        customer: Customer,
        kind: str,
        content: dict[str, Any],
        *,
        at: float | None = None,
        quotes: str | None = None,
    ) -> str:
        """Any other type, with the wire's own object: location, contacts, order…"""
        with self.lock:
            return hands.send(self, customer, kind, content, at=at, quotes=quotes).wamid

    def customer_sends_file(
        self, customer: Customer, kind: str, data: bytes, mime_type: str, **more: Any
    ) -> str:
        """`kind` is image, video, audio, document or sticker; `more`: caption, filename, voice, at."""
        with self.lock:
            return hands.send_file(self, customer, kind, data, mime_type, **more).wamid

    def customer_reacts(self, customer: Customer, wamid: str, emoji: str) -> str:
        """An empty `emoji` takes the reaction back."""
        with self.lock:
            return hands.react(self, customer, wamid, emoji).wamid

    def customer_taps(self, customer: Customer, wamid: str, button: str, *, card: int | None = None) -> str:
        """A button or list row under a message of the business, by its title; `card` of a carousel, from 0.

        Raises `ValueError` for what answers nothing in the chat: a link, a code, a number.
        """
        with self.lock:
            return hands.tap(self, customer, wamid, button, card=card).wamid

    def customer_reads(self, customer: Customer) -> None:
        """Everything that was delivered is read; told only while the customer's read receipts are on."""
        with self.lock:
            statuses.read(self, customer, self.clock())

    def customer_plays(self, customer: Customer, wamid: str) -> None:
        with self.lock:
            if self.lines[wamid].customer == customer.id:
                statuses.play(self, self.lines[wamid], self.clock())

    def customer_opens(self, customer: Customer) -> None:
        """The chat is on the screen for the next seconds: what comes is read at once."""
        with self.lock:
            hands.open_chat(self, customer)

    def customer_goes_offline(self, customer: Customer, offline: bool = True) -> None:
        with self.lock:
            hands.go_online(self, customer, not offline)

    def customer_changes_number(self, customer: Customer, phone: str) -> None:
        with self.lock:
            hands.change_number(self, customer, phone)

    def customer_stops_marketing(self, customer: Customer, stops: bool = True) -> None:
        """Marketing templates fail with 131050 from now on."""
        with self.lock:
            hands.want_marketing(self, customer, not stops)

    def customer_has_enough(self, customer: Customer, enough: bool = True) -> None:
        """So many businesses advertised that Meta spares this customer more: 131049. Nobody is told."""
        with self.lock:
            customer.has_enough, self.changed = enough, True

    def customer_blocks(self, customer: Customer, blocks: bool = True) -> None:
        with self.lock:
            hands.block(self, customer, blocks)

    def customer_hides_receipts(self, customer: Customer, hides: bool = True) -> None:
        with self.lock:
            customer.receipts, self.changed = not hides, True

    def remember_file(
        self, customer: Customer, wamid: str, content: dict[str, Any], data: bytes, *, at: float
    ) -> None:
        """A file that the customer sent once, told to nobody: `content` is the wire's object, with its `id`."""
        with self.lock:
            file = MediaFile(content["id"], content["mime_type"], content.get("filename"), at, True, data)
            self.media[file.id] = file
            kind = media_types.TAKEN[media_types.bare(file.mime_type)].kind
            self.add_line(customer, "incoming", kind, content, at=at, status="read", wamid=wamid, seen=True)
            self.chats[customer.id].sort(key=lambda line: line.at)

    def remember(
        self, customer: Customer, messages: Iterable[tuple[Direction, str, float, str]], *, unread: int = 0
    ) -> None:
        """A past conversation, as (direction, text, at, wamid): on the phone, told to nobody. Of what the customer
        wrote, the business has not read the last `unread`.
        """
        messages = list(messages)
        written = [wamid for direction, _text, _at, wamid in messages if direction == "incoming"]
        not_read = set(written[max(0, len(written) - unread) :])
        with self.lock:
            for direction, text, at, wamid in messages:
                if wamid in self.lines:
                    continue
                status = "delivered" if wamid in not_read else "read"
                self.add_line(
                    customer, direction, "text", {"body": text}, at=at, status=status, wamid=wamid, seen=True
                )
                if direction == "incoming":
                    windows.opened_by(customer, at)
            self.chats[customer.id].sort(key=lambda line: line.at)
