"""Updates as the parser gives them, made to order: from the moment NOON on, to the number of the test settings."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.db import transaction

from whatsapp.cloud_api.notifications import (
    AccountUpdate,
    AddressBookUpdate,
    Applicable,
    BusinessMessage,
    ChangeUpdate,
    IdentityUpdate,
    IncomingMessage,
    MarketingUpdate,
    ReactionUpdate,
    Sender,
    StatusUpdate,
)
from whatsapp.inbound.ingest import Applied, apply
from whatsapp.tests.wire import AMAL, NOON, Customer, noon

NUMBER = settings.WHATSAPP_PHONE_NUMBER_ID


def take(*updates: Applicable) -> Applied:
    """All of them in one group."""
    with transaction.atomic():
        return apply([(0, update) for update in updates])


def take_each(updates: Sequence[Applicable]) -> None:
    for update in updates:
        take(update)


def who(customer: Customer) -> Sender:
    phone = customer.phone or None
    wa_id = phone if customer.wa_id is None else customer.wa_id or None
    return Sender(customer.bsuid or None, None, wa_id, phone, customer.name, customer.username)


def says(wamid: str, at: int = 0, by: Customer = AMAL, text: str = "مرحبا", **more: Any) -> IncomingMessage:
    return IncomingMessage(NUMBER, wamid, who(by), more.pop("type", "text"), noon(at), text, **more)


def echo(wamid: str, at: int = 0, to: Customer = AMAL, text: str = "أهلا", **more: Any) -> BusinessMessage:
    return BusinessMessage(NUMBER, wamid, who(to), more.pop("type", "text"), noon(at), text, **more)


def rings(wacid: str, at: int = 0, by: Customer = AMAL) -> IncomingMessage:
    payload = {"id": wacid, "event": "connect", "timestamp": str(NOON + at)}
    return says(wacid, at, by, "", type="call", payload=payload)


def hangs_up(
    wacid: str, began: int, at: int, by: Customer = AMAL, lasted: str = "", **more: Any
) -> IncomingMessage:
    payload = {"id": wacid, "event": "terminate", "timestamp": str(NOON + at), **more}
    return says(wacid, began, by, lasted, type="call", payload=payload)


def became(wamid: str, word: str, at: int = 0, **more: Any) -> StatusUpdate:
    return StatusUpdate(NUMBER, wamid, word, noon(at), **more)


def reacts(
    wamid: str, target: str, emoji: str, at: int = 0, by: Customer = AMAL, **more: Any
) -> ReactionUpdate:
    return ReactionUpdate(NUMBER, wamid, who(by), target, emoji, noon(at), **more)


def edits(wamid: str, target: str, text: str, at: int = 0, by: Customer = AMAL, **more: Any) -> ChangeUpdate:
    return ChangeUpdate(NUMBER, wamid, who(by), target, "edit", noon(at), text, **more)


def revokes(wamid: str, target: str, at: int = 0, by: Customer = AMAL, **more: Any) -> ChangeUpdate:
    return ChangeUpdate(NUMBER, wamid, who(by), target, "revoke", noon(at), **more)


def moves(wamid: str, before: Customer, after: Customer, at: int = 0) -> IdentityUpdate:
    return IdentityUpdate(NUMBER, wamid, who(before), who(after), noon(at), {"system": {"type": "moved"}})


def wants(is_wanted: bool, at: int = 0, by: Customer = AMAL) -> MarketingUpdate:
    return MarketingUpdate(NUMBER, who(by), is_wanted, noon(at))


def calls_them(name: str, at: int = 0, phone: str = AMAL.phone) -> AddressBookUpdate:
    return AddressBookUpdate(NUMBER, phone, name, noon(at))


def news(field: str, event: str = "", at: int | None = 0, **payload: Any) -> AccountUpdate:
    return AccountUpdate("102290129340398", "", field, event, "", None if at is None else noon(at), payload)
