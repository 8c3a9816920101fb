"""Statuses of what we sent: matched by our uuid, then by wamid; kept for later when neither is known."""

import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from whatsapp.cloud_api.notifications import StatusUpdate
from whatsapp.conversations import delivery
from whatsapp.conversations.echoes import forget_echo
from whatsapp.models import Message, WaitingStatus
from whatsapp.outbound.consequences import draw
from whatsapp.outbound.refusals import stop_by_status

from . import rows

KEPT = (
    *("number_id", "wamid", "status", "at", "error_code", "error_title", "error_details"),
    *("price_category", "price_type", "stored_at"),
)
FAILED = Message.Status.FAILED.value
TIMES = frozenset(delivery.TIME_OF.values())


@dataclass(slots=True)
class Sent:
    """An outgoing message's row, as far as statuses can change it."""

    id: int
    conversation_id: int
    number_id: int
    uuid: uuid.UUID | None
    status: str
    whatsapp_message_id: str | None
    sent_at: datetime | None
    delivered_at: datetime | None
    read_at: datetime | None
    played_at: datetime | None
    failed_at: datetime | None
    error_code: int | None
    error_title: str
    error_details: str
    price_category: str
    price_type: str


COLUMNS = ("id", "conversation_id", "number_id", "uuid", *delivery.COLUMNS)


def apply_statuses(statuses: list[tuple[int, StatusUpdate]], now: datetime) -> set[int]:
    """Each status comes with our id of its business number. Returns the conversations that changed."""
    changed, strangers = _advance(statuses)
    if strangers and rows.hold(rows.EARLY_STATUSES):
        # While we looked for it, the message itself may have come, and looked for us in vain.
        more, strangers = _advance(strangers)
        changed |= more
    _keep(strangers, now)
    return changed


def _advance(statuses: list[tuple[int, StatusUpdate]]) -> tuple[set[int], list[tuple[int, StatusUpdate]]]:
    """The conversations that changed, and the statuses of messages that we don't know."""
    by_uuid, by_wamid = _find(statuses)
    steps: dict[int, list[delivery.Step]] = defaultdict(list)
    known: dict[int, Sent] = {}
    strangers: list[tuple[int, StatusUpdate]] = []
    for number_id, status in statuses:
        ours = _uuid(status.callback_data)
        named, told = by_uuid.get(ours) if ours else None, by_wamid.get((number_id, status.wamid))
        if named and told and named is not told and forget_echo(number_id, status.wamid):
            by_wamid[number_id, status.wamid] = named  # the echo overtook our note of the same message
            known.pop(told.id, None)
        message = named or told
        if message is None:
            strangers.append((number_id, status))
        else:
            known[message.id] = message
            steps[message.id].append(_step(status))
    changed = [message for pk, message in sorted(known.items()) if delivery.advance(message, steps[pk])]
    _save(changed)
    for message in changed:
        if message.status == FAILED:
            stop_by_status(message.number_id, message.error_code)
            draw(message.id, message.error_code)
    return {message.conversation_id for message in changed}, strangers


def _find(
    statuses: list[tuple[int, StatusUpdate]],
) -> tuple[dict[uuid.UUID | None, Sent], dict[tuple[int, str | None], Sent]]:
    wamids: dict[int, set[str]] = defaultdict(set)
    for number_id, status in statuses:
        wamids[number_id].add(status.wamid)
    uuids = {u for _, status in statuses if (u := _uuid(status.callback_data))}
    found: list[Sent] = []
    for number_id, some in wamids.items():
        where = f"{rows.equals('number_id')} AND {rows.among('whatsapp_message_id', list(some))}"
        found += _select(where, [number_id, *some])
    if uuids:
        found += _select(rows.among("uuid", list(uuids)), [_stored(u) for u in uuids])
    # A row found both ways must be one object, or the second of its two steps would forget the first.
    by_id = {message.id: message for message in found}
    return {m.uuid: m for m in by_id.values()}, {
        (m.number_id, m.whatsapp_message_id): m for m in by_id.values()
    }


def _select(where: str, values: list[Any]) -> list[Sent]:
    found = [
        Sent(*row)
        for row in rows.select(Message, COLUMNS, f"{where} AND direction = 'outgoing'", values, lock=True)
    ]
    for message in found:
        message.uuid = _uuid(message.uuid)
        for time in TIMES:
            if (known := getattr(message, time)) is not None:
                setattr(message, time, rows.read_moment(known))
    return found


def _step(status: StatusUpdate) -> delivery.Step:
    return delivery.Step(
        *(status.status, status.at, status.wamid),
        *(status.error_code, status.error_title, status.error_details),
        *(status.price_category, status.price_type),
    )


def _save(messages: Iterable[Sent]) -> None:
    changes = [
        (*(rows.moment(getattr(m, c)) if c in TIMES else getattr(m, c) for c in delivery.COLUMNS), m.id)
        for m in messages
    ]
    if changes:
        rows.update(Message, delivery.COLUMNS, changes)


def _keep(strangers: list[tuple[int, StatusUpdate]], now: datetime) -> None:
    """One of a kind for each wamid: the first by Meta's time, as of a message that we know."""
    if not strangers:
        return
    values = [
        (
            *(n, s.wamid, s.status, rows.moment(s.at), s.error_code, s.error_title, s.error_details),
            *(s.price_category, s.price_type, rows.moment(now)),
        )
        for n, s in strangers
    ]
    which = "number_id, wamid, status"
    new = set(rows.insert(WaitingStatus, KEPT, values, unless_there=True, returning=which))
    for number_id, status in strangers:
        key = (number_id, status.wamid, status.status)
        if key in new:
            new.remove(key)  # a second one of a kind in this group is no longer new
        else:
            _tell_again(WaitingStatus.objects.get(number_id=number_id, wamid=key[1], status=key[2]), status)


def _tell_again(kept: WaitingStatus, told: StatusUpdate) -> None:
    news: list[str] = []
    if told.at < kept.at:
        news += ["at", "error_code", "error_title", "error_details"]
    if told.price_category and not kept.price_category:
        news += ["price_category", "price_type"]
    for fact in news:
        setattr(kept, fact, getattr(told, fact))
    if news:
        kept.save(update_fields=news)


def _uuid(value: Any) -> uuid.UUID | None:
    if isinstance(value, uuid.UUID):
        return value
    try:
        return uuid.UUID(value) if value else None
    except (ValueError, AttributeError):
        return None


def _stored(value: uuid.UUID) -> Any:
    """SQLite has no type for it: Django keeps 32 hex digits there."""
    return value if connection.features.has_native_uuid_field else value.hex
