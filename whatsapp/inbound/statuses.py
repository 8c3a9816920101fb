"""Statuses of what we sent: matched by our uuid, then by wamid; kept for later when neither is known."""

import uuid
from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q

from whatsapp.cloud_api.notifications import StatusUpdate
from whatsapp.conversations import delivery
from whatsapp.models import Message, WaitingStatus

from . import rows

KEPT = ("number_id", "wamid", "status", "at", "error_code", "error_title", "error_details", "stored_at")


def apply_statuses(statuses: list[tuple[int, StatusUpdate]], now: datetime) -> set[int]:
    """Each status comes with our id of its business number. Returns the conversations that changed."""
    uuids = {u for _, s in statuses if (u := _uuid(s.callback_data))}
    wamids = {s.wamid for _, s in statuses}
    found = Message.objects.filter(
        Q(whatsapp_message_id__in=wamids) | Q(uuid__in=uuids), direction="outgoing"
    )
    found = (
        found.select_for_update()
        .order_by("id")
        .only("number_id", "conversation_id", "uuid", *delivery.COLUMNS)
    )
    by_uuid: dict[uuid.UUID | None, Message] = {}
    by_wamid: dict[tuple[int, str | None], Message] = {}
    for message in found:
        by_uuid[message.uuid] = message
        by_wamid[message.number_id, message.whatsapp_message_id] = message
    steps: dict[int, list[delivery.Step]] = defaultdict(list)
    rows_by_id: dict[int, Message] = {}
    strangers = []
    for number_id, status in statuses:
        ours = _uuid(status.callback_data)
        message = (by_uuid.get(ours) if ours else None) or by_wamid.get((number_id, status.wamid))
        if message is None:
            strangers.append((number_id, status))
        else:
            rows_by_id[message.pk] = message
            steps[message.pk].append(_step(status))
    changed = [m for pk, m in sorted(rows_by_id.items()) if delivery.advance(m, steps[pk])]
    _save(changed)
    _keep(strangers, now)
    return {message.conversation_id for message in changed}


def _step(status: StatusUpdate) -> delivery.Step:
    return delivery.Step(
        status.status, status.at, status.wamid, status.error_code, status.error_title, status.error_details
    )


def _save(messages: Iterable[Message]) -> None:
    times = frozenset(delivery.TIME_OF.values())
    changes = [
        (*(rows.moment(getattr(m, c)) if c in times else getattr(m, c) for c in delivery.COLUMNS), m.pk)
        for m in messages
    ]
    if changes:
        rows.update(Message, delivery.COLUMNS, changes)


def _keep(strangers: list[tuple[int, StatusUpdate]], now: datetime) -> None:
    if strangers:
        values = [
            (
                n,
                s.wamid,
                s.status,
                rows.moment(s.at),
                s.error_code,
                s.error_title,
                s.error_details,
                rows.moment(now),
            )
            for n, s in strangers
        ]
        rows.insert(WaitingStatus, KEPT, values, unless_there=True, returning="id")


def _uuid(callback_data: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(callback_data) if callback_data else None
    except ValueError:
        return None
