"""New messages, both sides', with a few set-based statements for all of a group.

What a customer writes counts as unread, opens the window and reopens the conversation. What our phone app
sent, what was imported and what is a mere line about the chat does none of these.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime

from whatsapp.cloud_api.notifications import BusinessMessage, IncomingMessage, Sender
from whatsapp.conversations.previews import show_newest
from whatsapp.models import Message
from whatsapp.models.content import stored
from whatsapp.models.conversations import PREVIEW_LENGTH
from whatsapp.search.keeping import renew_conversations

from . import rows
from .changes import rewrite_changed
from .completed import AnyMessage, follow_calls
from .echoes import catch_up, raise_to_live
from .files import ask_for_files, ask_for_imported
from .people import People
from .threads import Thread, find_or_make_threads, save_threads

COLUMNS = (
    *("conversation_id", "number_id", "message_type", "content", "media_url", "media_mime_type", "payload"),
    *("direction", "status", "whatsapp_message_id", "quoted_wamid", "created_at", "stored_at", "attempts"),
    *("event_id", "error_title", "error_details", "origin", "sent_at"),
)
HAS_CHANGES = (
    "EXISTS (SELECT 1 FROM whatsapp_message_changes WHERE whatsapp_message_changes.number_id = "
    "whatsapp_messages.number_id AND target_wamid = whatsapp_messages.whatsapp_message_id)"
)
"""Asked in the same statement: mostly there are none, and a question of its own would cost as much again."""
TOLD = frozenset({"sent", "delivered", "read", "played", "failed"})
"""What may be said of a message that others sent. Never one of the outbox's own words: it would send it."""


def apply_messages(
    messages: Sequence[tuple[int, int, AnyMessage]], now: datetime
) -> tuple[set[int], list[int]]:
    """Each message comes with the ids of its event and its number. Returns conversations and new messages."""
    people = People([(customer_of(message), message.at) for _, _, message in messages], now)
    people.find_or_make()
    who = {id(message): people.of(customer_of(message)) for _, _, message in messages}
    threads = find_or_make_threads(
        {(number_id, who[id(m)].id): (who[id(m)], m.at) for _, number_id, m in messages}, now
    )
    pairs = [(event, m, threads[number_id, who[id(m)].id]) for event, number_id, m in messages]
    inserted = rows.insert(
        Message,
        COLUMNS,
        [_row(event, message, thread, now) for event, message, thread in pairs],
        unless_there=True,
        returning=f"number_id, whatsapp_message_id, id, {HAS_CHANGES}",
    )
    new = {(number_id, wamid): pk for number_id, wamid, pk, _ in inserted}
    arrived, again = _sort([(message, thread) for _, message, thread in pairs], dict(new))
    by_id = {thread.id: (thread, who[id(m)]) for _, m, thread in pairs}
    for thread_id, news in arrived.items():
        _show(by_id[thread_id][0], news)
    stale = _hear_again(again, arrived, now) if again else set()
    for thread_id, news in arrived.items():
        _count(by_id[thread_id][0], news)
    save_threads([by_id[thread_id] for thread_id in sorted(arrived)], now)
    renew_conversations(people.renamed)  # the name that the list shows is theirs only now
    if new:
        ask_for_files([(m, thread) for _, m, thread in pairs], new, now)
        catch_up([m for _, m, _ in pairs if type(m) is BusinessMessage], new)
        rewrite_changed((number_id, wamid) for number_id, wamid, _, has_changes in inserted if has_changes)
    if stale:
        show_newest(stale)
    return set(arrived) | stale, sorted(new.values())


def _hear_again(
    again: Sequence[tuple[AnyMessage, Thread]], arrived: dict[int, list[AnyMessage]], now: datetime
) -> set[int]:
    """What we had may say more by now. Adds to `arrived` what counts anew; returns the conversations whose
    preview may be another.
    """
    # Shown already, perhaps edited since: they only count.
    raised, stale = raise_to_live(again)
    for message, thread in raised:
        arrived[thread.id].append(message)
    ask_for_imported(again, now)
    said, moved = follow_calls(again)
    for thread_id in moved:
        arrived.setdefault(thread_id, [])
    return stale | said


def customer_of(message: AnyMessage) -> Sender:
    return message.sender if type(message) is IncomingMessage else message.customer  # type: ignore[union-attr]


def _sort(
    pairs: Iterable[tuple[AnyMessage, Thread]], new: dict[tuple[int, str], int]
) -> tuple[dict[int, list[AnyMessage]], list[tuple[AnyMessage, Thread]]]:
    """The really new ones by thread, and those that we had."""
    arrived: dict[int, list[AnyMessage]] = defaultdict(list)
    again = []
    for message, thread in pairs:
        # Popped: a wamid twice in one group is new once.
        if new.pop((thread.number_id, message.wamid), None) is None:
            again.append((message, thread))
        else:
            arrived[thread.id].append(message)
    return arrived, again


def _row(event: int, message: AnyMessage, thread: Thread, now: datetime) -> tuple[object, ...]:
    at = rows.moment(message.at)
    if type(message) is IncomingMessage:
        side = ("incoming", "received")
        origin, sent_at = ("history" if message.is_history else "customer"), None
    else:
        said = message.status  # type: ignore[union-attr]
        side = ("outgoing", said if said in TOLD else "sent")
        origin, sent_at = ("history" if message.is_history else "phone_app"), at
    return (
        *(thread.id, thread.number_id, message.type, stored(message.text), "", message.media_mime_type),
        *(json.dumps(message.payload) if message.payload else "{}", *side, message.wamid),
        *(message.quoted_wamid, at, rows.moment(now), 0, event, "", "", origin, sent_at),
    )


def _show(thread: Thread, news: list[AnyMessage]) -> None:
    """The latest in the list of conversations. A line about the chat is nothing to show there."""
    bubbles = [m for m in news if type(m) is BusinessMessage or not m.is_notice]  # type: ignore[union-attr]
    if not bubbles:
        thread.stands_at(max(message.at for message in news))
        return
    # Of those in one second, Meta's finest, the last to come: as in the thread, and as one by one.
    latest = max(reversed(bubbles), key=lambda message: message.at)
    if not thread.last_message_type or latest.at >= thread.last_message_at:
        thread.last_message, thread.last_message_type = latest.text[:PREVIEW_LENGTH], latest.type
        thread.last_message_at = latest.at
        thread.last_message_direction = "incoming" if type(latest) is IncomingMessage else "outgoing"


def _count(thread: Thread, news: list[AnyMessage]) -> None:
    """Unread, window and reopening: by what a customer wrote to us, now."""
    written = [m.at for m in news if type(m) is IncomingMessage and not m.is_history and not m.is_notice]
    if written:
        last = max(written)
        thread.last_inbound_at = max(thread.last_inbound_at or last, last)
        thread.unread_count += len(written)
        thread.status = "active" if thread.status == "resolved" else thread.status
