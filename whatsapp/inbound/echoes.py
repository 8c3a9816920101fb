"""What our side sent without us: often told twice, live and in the imported history, and after its statuses."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import TypeVar

from whatsapp.cloud_api.notifications import BusinessMessage, IncomingMessage
from whatsapp.conversations import delivery
from whatsapp.models import Message, WaitingStatus

from . import rows
from .completed import fill_in
from .threads import Thread

Either = TypeVar("Either", bound=IncomingMessage | BusinessMessage)


def raise_to_live(again: Sequence[tuple[Either, Thread]]) -> tuple[list[tuple[Either, Thread]], set[int]]:
    """Messages that we had from the imported history, and which now come live: only now they count.

    Returns those that do, and the conversations where a placeholder became a file. A message of our own outbox
    stays as it is, whatever else tells of it.
    """
    wamids: dict[int, set[str]] = defaultdict(set)
    for message, thread in again:
        wamids[thread.number_id].add(message.wamid)
    imported = {}
    for number_id, some in wamids.items():
        found = Message.objects.filter(number_id=number_id, whatsapp_message_id__in=some)
        for row in found.filter(origin__in=[Message.Origin.HISTORY, Message.Origin.PHONE_APP]):
            imported[number_id, row.whatsapp_message_id] = row
    raised, filled = [], set()
    for message, thread in again:
        known = imported.get((thread.number_id, message.wamid))
        if known is None:
            continue
        if fill_in(known, message):
            filled.add(thread.id)
        if _raise(known, message):
            raised.append((message, thread))
    return raised, filled


def _raise(row: Message, message: IncomingMessage | BusinessMessage) -> bool:
    """True when the row was only imported so far."""
    was_imported = row.origin == Message.Origin.HISTORY and not message.is_history
    if was_imported:
        is_ours = isinstance(message, BusinessMessage)
        row.origin = Message.Origin.PHONE_APP if is_ours else Message.Origin.CUSTOMER
    if isinstance(message, BusinessMessage):
        rank = delivery.RANK.get(message.status, 0)
        row.status = message.status if rank > delivery.RANK[row.status] else row.status
    row.save(update_fields=["origin", "status"])
    return was_imported


def catch_up(echoes: Sequence[BusinessMessage], new: Mapping[tuple[int, str], int]) -> None:
    """Statuses that came before the message that they are about."""
    named = {echo.wamid for echo in echoes}
    news = {key: pk for key, pk in new.items() if key[1] in named}
    if not news:
        return
    rows.hold(rows.EARLY_STATUSES)
    early: dict[int, list[WaitingStatus]] = defaultdict(list)
    for status in WaitingStatus.objects.filter(wamid__in=named, number_id__in={n for n, _ in news}):
        if (pk := news.get((status.number_id, status.wamid))) is not None:
            early[pk].append(status)
    for message in Message.objects.select_for_update().filter(pk__in=early).order_by("pk"):
        delivery.advance(message, [delivery.step_of(status) for status in early[message.pk]])
        message.save(update_fields=delivery.COLUMNS)
    WaitingStatus.objects.filter(pk__in=[s.pk for some in early.values() for s in some]).delete()
