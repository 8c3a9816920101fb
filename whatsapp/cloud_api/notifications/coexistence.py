"""What the phone app did on the same number: messages it sent, and its address book (Cloud API: coexistence)."""

from typing import Any

from .changes import CHANGES, read_change
from .contents import content_of
from .fields import a_text, a_time, a_word, an_object, first_text
from .lines import line_of
from .place import Place
from .updates import AddressBookUpdate, BusinessMessage, NotUnderstood, Update

LONGEST_NAME = 200


def read_echo(echo: Any, place: Place) -> Update:
    """`message_echoes[]`. On standby the message stands one level deeper, beside its id and timestamp."""
    inner = an_object(echo).get("message")
    line = line_of({**echo, **inner} if isinstance(inner, dict) else echo, place)
    if isinstance(line, NotUnderstood):
        return line
    customer = place.senders.to(line.message)
    if customer is None:
        return NotUnderstood("an echo without a customer")
    if line.kind in CHANGES:
        return read_change(line, place, customer, is_ours=True)
    return BusinessMessage(
        place.phone_number_id, line.wamid, customer, line.kind, line.at, *content_of(line.message, line.kind)
    )


def read_address_book(item: Any, place: Place) -> Update:
    """`state_sync[]`. `add` is also said of a contact that was renamed."""
    entry = an_object(item)
    contact, action = an_object(entry.get("contact")), a_text(entry.get("action"))
    if entry.get("type") != "contact" or action not in ("add", "edit", "remove"):
        kind, verb = a_word(entry.get("type")), a_word(entry.get("action"))
        return NotUnderstood(f"an address book entry of type {kind}, action {verb}")
    at = a_time(an_object(entry.get("metadata")).get("timestamp")) or place.at
    phone = _bare(contact.get("phone_number"))
    if not phone or at is None:
        return NotUnderstood("an address book entry without a usable phone number or time")
    name = "" if action == "remove" else first_text(contact, "full_name", "first_name")[:LONGEST_NAME]
    return AddressBookUpdate(place.phone_number_id, phone, name, at)


def _bare(phone: Any) -> str:
    """The digits of a number as a phone writes it."""
    found = "".join(character for character in a_text(phone, 40) if character in "0123456789")
    return found if len(found) <= 20 else ""
