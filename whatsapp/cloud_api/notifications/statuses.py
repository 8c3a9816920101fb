"""`statuses[]` of a value (Cloud API: statuses)."""

from typing import Any

from whatsapp.cloud_api.limits import MAX_WAMID

from .fields import a_list, a_text, a_time, a_word, an_integer, an_object
from .updates import NotUnderstood, StatusUpdate, Update

STATUSES = frozenset({"sent", "delivered", "read", "played", "failed"})


def read_status(status: Any, number: str) -> Update:
    if not isinstance(status, dict):
        return NotUnderstood("a status that is no object")
    wamid, at, word = (
        a_text(status.get("id"), MAX_WAMID),
        a_time(status.get("timestamp")),
        a_text(status.get("status")),
    )
    if not wamid or at is None:
        return NotUnderstood("a status without a usable id or timestamp")
    if word not in STATUSES:
        return NotUnderstood(f"status {a_word(word)}")
    update = StatusUpdate(number, wamid, word, at, a_text(status.get("biz_opaque_callback_data")))
    for error in a_list(status.get("errors"))[:1]:
        said = an_object(error)
        update.error_code = an_integer(said.get("code"))
        update.error_title = (a_text(said.get("title")) or a_text(said.get("message")))[:300]
        details = said.get("error_data")
        update.error_details = a_text(an_object(details).get("details") or details)
    return update
