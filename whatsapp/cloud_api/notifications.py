"""What Meta tells us: one webhook body in, a flat list of updates out. Pure: no database, no clock.

    entry[] × changes[] × (messages[] | statuses[])  ─▶  IncomingMessage | StatusUpdate | NotUnderstood

Every key is optional but a message's `id`, `timestamp` and `type` (Cloud API: inbound messages), and nothing
in a signed body makes `parse` fail but bytes that are no JSON object at all. What is new to us comes out as
`NotUnderstood`, beside its neighbours, never instead of them.
"""

import json
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from .limits import MAX_WAMID
from .text import storable

Json = dict[str, Any]


def _finite(number: str) -> float | None:
    value = float(number)
    return value if math.isfinite(value) else None


# NaN and Infinity (which 1e999 becomes) are no JSON, though Python reads them; no database takes them later.
_DECODER = json.JSONDecoder(parse_constant=lambda _name: None, parse_float=_finite)

# What no database stores: a NUL, or half of a surrogate pair without its other half.
_UNSTORABLE = re.compile(
    r"\\u0000|[\ud800-\udfff]"
    r"|\\u[dD][89abAB]..(?!\\u[dD][c-fC-F])"
    r"|(?<!\\u[dD][89abAB]..)\\u[dD][c-fC-F]"
)

# What the columns of a message hold: a text with nothing else needs no payload.
BARE_TEXT = frozenset({"id", "timestamp", "type", "text", "from", "from_user_id", "from_parent_user_id"})

# Kinds that change an earlier message or a person: they are no bubble of their own.
NOT_A_BUBBLE = frozenset({"reaction", "edit", "revoke", "system"})
STATUSES = frozenset({"sent", "delivered", "read", "played", "failed"})
MEDIA = frozenset({"image", "video", "audio", "document", "sticker"})


class Unreadable(ValueError):
    """The body is not a JSON object with entries. Its text says why."""


@dataclass(slots=True)
class Sender:
    """Who wrote. At least one of bsuid, wa_id and phone is there."""

    bsuid: str | None = None
    parent_bsuid: str | None = None
    wa_id: str | None = None
    phone: str | None = None
    name: str = ""
    username: str = ""


@dataclass(slots=True)
class IncomingMessage:
    phone_number_id: str
    wamid: str
    sender: Sender
    type: str
    at: datetime
    text: str = ""
    quoted_wamid: str = ""
    media_mime_type: str = ""
    payload: Json = field(default_factory=dict)  # as Meta sent it; empty for a text that is all in `text`


@dataclass(slots=True)
class StatusUpdate:
    phone_number_id: str
    wamid: str
    status: str
    at: datetime
    callback_data: str = ""
    error_code: int | None = None
    error_title: str = ""
    error_details: str = ""


@dataclass(slots=True)
class NotUnderstood:
    """Kept, shown and replayable. `reason` names the place and the cause, never the content."""

    reason: str


Applicable = IncomingMessage | StatusUpdate
Update = Applicable | NotUnderstood


def parse(body: bytes) -> list[Update]:
    """Raises Unreadable."""
    return [update for entry in _entries(body) for update in _of_entry(entry)]


def _entries(body: bytes) -> list[Any]:
    try:
        text = body.decode("utf-8", "surrogatepass")
        envelope = _DECODER.decode(text)
        if not _is_storable(text):
            envelope = storable(envelope)
    except RecursionError:
        raise Unreadable("nested too deeply") from None
    except ValueError as error:
        raise Unreadable(f"not JSON: {type(error).__name__}") from None
    if not isinstance(envelope, dict):
        raise Unreadable("not a JSON object")
    entries = envelope.get("entry")
    if not isinstance(entries, list):
        raise Unreadable("no list of entries")
    return entries


def _is_storable(text: str) -> bool:
    # Meta escapes everything beyond ASCII: most bodies are settled by these three quick looks.
    if text.isascii() and "\\u0000" not in text and "\\ud" not in text and "\\uD" not in text:
        return True
    return _UNSTORABLE.search(text) is None


def _of_entry(entry: Any) -> Iterator[Update]:
    changes = entry.get("changes") if isinstance(entry, dict) else None
    if not isinstance(changes, list):
        yield NotUnderstood("an entry without changes")
        return
    for change in changes:
        yield from _of_change(change)


def _of_change(change: Any) -> Iterator[Update]:
    value = change.get("value") if isinstance(change, dict) else None
    if not isinstance(value, dict):
        yield NotUnderstood("a change without a value")
        return
    if change.get("field") != "messages":
        yield NotUnderstood(f"field {_word(change.get('field'))}")
        return
    number = _text(_dict(value.get("metadata")).get("phone_number_id"))
    if not number:
        yield NotUnderstood("messages without a phone_number_id")
        return
    brought = {name: value[name] for name in ("messages", "statuses", "errors") if value.get(name)}
    if not brought:
        yield NotUnderstood("a value with neither messages nor statuses")
    for name, items in brought.items():
        if not isinstance(items, list):
            yield NotUnderstood(f"{name} that are no list")
    senders = _Senders(value.get("contacts"))
    for message in _list(value.get("messages")):
        yield _message(message, number, senders)
    for status in _list(value.get("statuses")):
        yield _status(status, number)
    for _error in _list(value.get("errors")):
        yield NotUnderstood("an error notice of the account")


class _Senders:
    """The `contacts[]` beside messages, joined by identifier and not by index."""

    def __init__(self, contacts: Any) -> None:
        self.by_id: dict[str, Json] = {}
        for contact in _list(contacts):
            for key in ("user_id", "wa_id"):
                identifier = _text(_dict(contact).get(key))
                if identifier:
                    self.by_id[identifier] = contact

    def of(self, message: Json) -> Sender | None:
        bsuid, phone = _text(message.get("from_user_id")), _text(message.get("from"))
        contact = self.by_id.get(bsuid) or self.by_id.get(phone) or {}
        if not contact and not bsuid and not phone and len({id(c) for c in self.by_id.values()}) == 1:
            contact = next(iter(self.by_id.values()))
        profile = _dict(contact.get("profile"))
        sender = Sender(
            bsuid=_text(bsuid or contact.get("user_id"), 140) or None,
            parent_bsuid=_text(message.get("from_parent_user_id") or contact.get("parent_user_id"), 140)
            or None,
            wa_id=_text(contact.get("wa_id"), 32) or None,
            phone=_digits(phone) or _digits(_text(contact.get("wa_id"))),
            name=_text(profile.get("name"))[:200],
            username=_text(profile.get("username")).lstrip("@")[:64],
        )
        return sender if sender.bsuid or sender.wa_id or sender.phone else None


def _message(message: Any, number: str, senders: _Senders) -> Update:
    if not isinstance(message, dict):
        return NotUnderstood("a message that is no object")
    wamid, kind, at = (
        _text(message.get("id"), MAX_WAMID),
        _text(message.get("type"), 40),
        _time(message.get("timestamp")),
    )
    if not wamid or not kind or at is None:
        return NotUnderstood("a message without a usable id, type or timestamp")
    if kind in NOT_A_BUBBLE:
        return NotUnderstood(f"message of type {kind}")
    sender = senders.of(message)
    if sender is None:
        return NotUnderstood("a message without a sender")
    context, body = _dict(message.get("context")), _dict(message.get(kind))
    text = _text(body.get("body" if kind == "text" else "caption"))
    is_bare = kind == "text" and body == {"body": text} and message.keys() <= BARE_TEXT
    return IncomingMessage(
        phone_number_id=number,
        wamid=wamid,
        sender=sender,
        type=kind,
        at=at,
        text=text,
        quoted_wamid=_text(context.get("id"), MAX_WAMID),
        media_mime_type=_text(body.get("mime_type"), 100) if kind in MEDIA else "",
        payload={} if is_bare else message,
    )


def _status(status: Any, number: str) -> Update:
    if not isinstance(status, dict):
        return NotUnderstood("a status that is no object")
    wamid, at, word = (
        _text(status.get("id"), MAX_WAMID),
        _time(status.get("timestamp")),
        _text(status.get("status")),
    )
    if not wamid or at is None:
        return NotUnderstood("a status without a usable id or timestamp")
    if word not in STATUSES:
        return NotUnderstood(f"status {_word(word)}")
    update = StatusUpdate(number, wamid, word, at, _text(status.get("biz_opaque_callback_data")))
    for error in _list(status.get("errors"))[:1]:
        said = _dict(error)
        update.error_code = _integer(said.get("code"))
        update.error_title = (_text(said.get("title")) or _text(said.get("message")))[:300]
        details = said.get("error_data")
        update.error_details = _text(_dict(details).get("details") or details)
    return update


def _dict(value: Any) -> Json:
    return value if isinstance(value, dict) else {}


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _text(value: Any, longest: int | None = None) -> str:
    """The string itself; empty when it is none, or longer than an identifier of its kind can be."""
    if not isinstance(value, str) or (longest is not None and len(value) > longest):
        return ""
    return value


def _word(value: Any) -> str:
    """A name of Meta's for a reason line: short, and never a customer's text."""
    return value[:40] if isinstance(value, str) and value.replace("_", "").isalnum() else "(unreadable)"


def _digits(value: str) -> str | None:
    return value if value.isascii() and value.isdigit() and len(value) <= 20 else None


def _integer(value: Any) -> int | None:
    """Meta writes numbers now as ints, now as strings."""
    try:
        number = int(value)
    except (TypeError, ValueError, OverflowError):
        return None
    return number if abs(number) < 2**31 else None


def _time(value: Any) -> datetime | None:
    """Unix seconds, as a string in messages and statuses, as an int elsewhere."""
    seconds = None if isinstance(value, bool) else _integer(value)
    return datetime.fromtimestamp(seconds, UTC) if seconds and seconds > 0 else None
