"""Messages of type `system`: a person has another number or user id. No `contacts[]` comes with them."""

from .contents import content_of
from .fields import a_text, an_object, digits, first_text
from .lines import Line
from .place import Place
from .senders import LONGEST_BSUID, LONGEST_WA_ID
from .updates import IdentityUpdate, IncomingMessage, Json, NotUnderstood, Sender, Update

IDENTITY_CHANGES = frozenset({"user_changed_number", "user_changed_user_id", "customer_changed_number"})


def read_system(line: Line, place: Place, *, is_history: bool = False) -> Update:
    """A change that doesn't say of whom, or to what, is a line in the chat like every other system message."""
    system = an_object(line.message.get("system"))
    if a_text(system.get("type")) in IDENTITY_CHANGES and not is_history:
        before, after = _before(line.message, system), _after(system)
        if _is_somebody(before) and _is_somebody(after):
            return IdentityUpdate(place.phone_number_id, line.wamid, before, after, line.at, line.message)
    sender = place.senders.of(line.message) or _before(line.message, system)
    if not _is_somebody(sender):
        return NotUnderstood("a system message about nobody")
    return IncomingMessage(
        place.phone_number_id,
        line.wamid,
        sender,
        "system",
        line.at,
        *content_of(line.message, "system"),
        is_history=is_history,
        is_notice=True,
    )


def _before(message: Json, system: Json) -> Sender:
    """`from` is the old number; `from_user_id` counts as the old user id unless it is the new one already."""
    writer = a_text(message.get("from_user_id"))
    parent = a_text(message.get("from_parent_user_id"))
    old_id = a_text(system.get("previous_user_id")) or (writer if writer != system.get("user_id") else "")
    old_parent = a_text(system.get("previous_parent_user_id")) or (
        parent if parent != system.get("parent_user_id") else ""
    )
    customer = a_text(system.get("customer"))
    return Sender(
        bsuid=a_text(old_id, LONGEST_BSUID) or None,
        parent_bsuid=a_text(old_parent, LONGEST_BSUID) or None,
        wa_id=a_text(customer, LONGEST_WA_ID) or None,
        phone=digits(a_text(message.get("from"))) or digits(customer),
    )


def _after(system: Json) -> Sender:
    number = first_text(system, "wa_id", "new_wa_id")
    return Sender(
        bsuid=a_text(system.get("user_id"), LONGEST_BSUID) or None,
        parent_bsuid=a_text(system.get("parent_user_id"), LONGEST_BSUID) or None,
        wa_id=a_text(number, LONGEST_WA_ID) or None,
        phone=digits(number),
    )


def _is_somebody(sender: Sender) -> bool:
    return bool(sender.bsuid or sender.wa_id or sender.phone)
