"""A value of a field by the lists that it brings: which reader takes which."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from .accounts import SAYS, read_account, read_error
from .calls import read_call
from .coexistence import read_address_book, read_echo
from .fields import a_word, an_object
from .history import read_chunk, read_past
from .messages import read_message
from .place import Place
from .preferences import read_preference
from .senders import Senders
from .statuses import read_status
from .updates import Json, NotUnderstood, Update

ReadList = Callable[[list[Any], Place], list[Update]]
ReadValue = Callable[[Json, Place], Iterable[Update]]


def each(read: Callable[[Any, Place], Update]) -> ReadList:
    return lambda items, place: [read(item, place) for item in items]


# In the fields of one number, any of these may stand beside any other.
LISTS: dict[str, ReadList] = {
    "messages": each(read_message),
    "statuses": each(read_status),
    "errors": each(read_error),
    "message_echoes": each(read_echo),
    "state_sync": each(read_address_book),
    "user_preferences": each(read_preference),
    "calls": each(read_call),
}
LISTS_OF_HISTORY: dict[str, ReadList] = {
    **LISTS,
    "messages": each(read_past),
    "history": lambda chunks, place: [update for chunk in chunks for update in read_chunk(chunk, place)],
}


def read_value(value: Json, place: Place, lists: dict[str, ReadList] = LISTS) -> list[Update]:
    updates: list[Update] = []
    is_empty = True
    for name, items in value.items():
        if name not in lists or not items:
            continue
        is_empty = False
        if not isinstance(items, list):
            updates.append(NotUnderstood(f"{name} that are no list"))
        elif place.phone_number_id or name == "errors":
            updates += lists[name](items, place)
        else:
            updates.append(NotUnderstood(f"{name} without a phone_number_id"))
    if is_empty:
        updates.append(NotUnderstood(f"field {a_word(place.field)} with nothing that we know"))
    return updates


def read_history(value: Json, place: Place) -> list[Update]:
    return read_value(value, place, LISTS_OF_HISTORY)


def read_standby(value: Json, place: Place) -> list[Update]:
    """Another app, mostly Meta's own agent, has the thread. Its lists may stand one level deeper."""
    inner = an_object(value.get("standby"))
    if "contacts" in inner:
        place = replace(place, senders=Senders(inner["contacts"]))
    return read_value({**value, **inner}, place)


FIELDS: dict[str, ReadValue] = {
    **dict.fromkeys(SAYS, read_account),
    "messages": read_value,
    "smb_message_echoes": read_value,
    "smb_app_state_sync": read_value,
    "user_preferences": read_value,
    "calls": read_value,
    "history": read_history,
    "standby": read_standby,
}
