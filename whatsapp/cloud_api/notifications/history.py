"""Chats from before us, imported in chunks that come in any order (Cloud API: coexistence, history)."""

from collections.abc import Iterator
from typing import Any

from .accounts import read_error
from .changes import CHANGES, read_change
from .contents import content_of
from .fields import a_list, a_text, an_object, digits
from .identities import read_system
from .lines import Line, line_of
from .place import Place
from .updates import BusinessMessage, IncomingMessage, Json, NotUnderstood, ReactionUpdate, Sender, Update

STATUSES = {
    "pending": "accepted",
    "sent": "sent",
    "delivered": "delivered",
    "read": "read",
    "played": "played",
    "error": "failed",
    "failed": "failed",
}


def read_chunk(chunk: Any, place: Place) -> Iterator[Update]:
    """`history[]`. A chunk with nothing but its metadata only says how far the import is."""
    if not isinstance(chunk, dict) or not chunk.keys() & {"threads", "errors", "metadata"}:
        yield NotUnderstood("a chunk of history without threads")
        return
    for error in a_list(chunk.get("errors")):
        yield read_error(error, place)
    threads = chunk.get("threads") or []
    if not isinstance(threads, list):
        yield NotUnderstood("threads that are no list")
        return
    for thread in threads:
        yield from _read_thread(thread, place)


def _read_thread(thread: Any, place: Place) -> Iterator[Update]:
    messages = an_object(thread).get("messages")
    if not isinstance(messages, list):
        yield NotUnderstood("a thread without messages")
        return
    for message in messages:
        yield read_past(message, place, thread)


def read_past(message: Any, place: Place, thread: Json | None = None) -> Update:
    """One message of a thread. Media of recent ones come once more, in a value of their own without a thread."""
    line = line_of(message, place)
    if isinstance(line, NotUnderstood):
        return line
    is_ours = _is_ours(message, place, thread)
    if line.kind == "system" and not is_ours:
        return read_system(line, place, is_history=True)
    customer = _customer(message, place, thread, is_ours)
    if customer is None:
        return NotUnderstood("a message of history without a customer")
    if line.kind in CHANGES:
        change = read_change(line, place, customer, is_ours=is_ours)
        if isinstance(change, ReactionUpdate):
            change.is_history = True
        return change
    return _bubble(line, place, customer, is_ours)


def _bubble(line: Line, place: Place, customer: Sender, is_ours: bool) -> Update:
    basics = (place.phone_number_id, line.wamid, customer, line.kind, line.at)
    content = content_of(line.message, line.kind)
    if not is_ours:
        return IncomingMessage(*basics, *content, is_history=True)
    said = a_text(an_object(line.message.get("history_context")).get("status"))
    return BusinessMessage(*basics, *content, STATUSES.get(said.lower(), "sent"), is_history=True)


def _is_ours(message: Json, place: Place, thread: Json | None) -> bool:
    """A thread bears the customer's number. What somebody else wrote in it, or what says `to` whom, is ours."""
    author = a_text(message.get("from"))
    if author and thread is not None and author == thread.get("id"):
        return False
    return bool(author and author == place.display_phone_number) or bool(message.get("to"))


def _customer(message: Json, place: Place, thread: Json | None, is_ours: bool) -> Sender | None:
    identifier = a_text(thread.get("id")) if thread else ""
    side = "to" if is_ours else "from"
    bsuid, phone = a_text(message.get(f"{side}_user_id")), a_text(message.get(side))
    if identifier and digits(identifier):
        phone = identifier
    elif identifier and not bsuid:
        bsuid = identifier
    return place.senders.named(bsuid, phone, message.get(f"{side}_parent_user_id"))
