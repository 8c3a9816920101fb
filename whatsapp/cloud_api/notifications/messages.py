"""`messages[]` of a value: what customers write (Cloud API: inbound messages)."""

from typing import Any

from .changes import CHANGES, read_change
from .contents import content_of
from .identities import read_system
from .lines import line_of
from .place import Place
from .updates import IncomingMessage, NotUnderstood, Update


def read_message(message: Any, place: Place) -> Update:
    line = line_of(message, place)
    if isinstance(line, NotUnderstood):
        return line
    if line.kind == "system":  # before anything looks for its contact: it has none
        return read_system(line, place)
    sender = place.senders.of(message)
    if sender is None:
        return NotUnderstood("a message without a sender")
    if line.kind in CHANGES:
        return read_change(line, place, sender, is_ours=False)
    return IncomingMessage(
        place.phone_number_id, line.wamid, sender, line.kind, line.at, *content_of(message, line.kind)
    )
