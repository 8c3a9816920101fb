"""`statuses[]` of a value (Cloud API: statuses)."""

from typing import Any

from whatsapp.cloud_api.limits import MAX_WAMID

from .fields import a_list, a_text, a_time, a_word, an_integer, an_object
from .place import Place
from .updates import NotUnderstood, StatusUpdate, Update

LONGEST_PRICE_WORD = 40
STATUSES = frozenset({"sent", "delivered", "read", "played", "failed"})


def read_status(status: Any, place: Place) -> Update:
    if not isinstance(status, dict):
        return NotUnderstood("a status that is no object")
    wamid, at, word = (
        a_text(status.get("id"), MAX_WAMID),
        a_time(status.get("timestamp")),
        a_text(status.get("status")),
    )
    if not wamid or at is None:
        return NotUnderstood("a status without a usable id or timestamp")
    if status.get("type") == "call":
        return NotUnderstood("a status of a call")
    if word not in STATUSES:
        return NotUnderstood(f"status {a_word(word)}")
    callback_data = a_text(status.get("biz_opaque_callback_data"))
    update = StatusUpdate(place.phone_number_id, wamid, word, at, callback_data)
    if "pricing" in status:  # only `sent` and the first of delivered and read have it
        pricing = an_object(status["pricing"])
        update.price_category = a_text(pricing.get("category"), LONGEST_PRICE_WORD)
        update.price_type = a_text(pricing.get("type"), LONGEST_PRICE_WORD)
    if status.get("errors"):
        _add_error(update, status["errors"])
    return update


def _add_error(update: StatusUpdate, errors: Any) -> None:
    for error in a_list(errors)[:1]:
        said = an_object(error)
        update.error_code = an_integer(said.get("code"))
        update.error_title = (a_text(said.get("title")) or a_text(said.get("message")))[:300]
        details = said.get("error_data")
        update.error_details = a_text(an_object(details).get("details") or details)
