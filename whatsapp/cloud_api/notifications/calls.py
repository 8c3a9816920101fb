"""`calls[]`: a customer rang (Cloud API: calling). One line a call, whatever is told of it, by the call's id."""

from typing import Any

from whatsapp.cloud_api.limits import MAX_WAMID

from .fields import a_text, a_time, an_object
from .place import Place
from .updates import IncomingMessage, NotUnderstood, Update


def read_call(item: Any, place: Place) -> Update:
    call = an_object(item)
    call_id, at = a_text(call.get("id"), MAX_WAMID), a_time(call.get("timestamp"))
    if not call_id or at is None:
        return NotUnderstood("a call without a usable id or timestamp")
    author = a_text(call.get("from"))
    is_from_us = bool(author) and author == place.display_phone_number
    if call.get("direction") == "BUSINESS_INITIATED" or is_from_us:
        return NotUnderstood("a call of our own")
    caller = place.senders.of(call)
    if caller is None:
        return NotUnderstood("a call from nobody")
    return IncomingMessage(place.phone_number_id, call_id, caller, "call", at, payload=call)
