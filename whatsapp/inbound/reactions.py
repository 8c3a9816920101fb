"""The emoji that each side put on a message. The last one by its time holds, also when it takes the emoji back.

As in WhatsApp, the newest stands in the list of conversations, and when it is taken back, what was there before it.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from whatsapp.cloud_api.notifications import ReactionUpdate
from whatsapp.conversations.previews import show_newest
from whatsapp.models import Reaction

from .people import People
from .threads import Pair, Thread, find_or_make_threads, save_threads


def apply_reactions(reactions: Sequence[tuple[int, int, ReactionUpdate]], now: datetime) -> set[int]:
    """Returns the conversations that changed. A customer's reaction opens the window; nothing is unread by it."""
    people = People([(update.customer, update.at) for _, _, update in reactions], now)
    people.find_or_make()
    who = [people.of(update.customer) for _, _, update in reactions]
    wanted = {
        (number_id, person.id): (person, update.at)
        for (_, number_id, update), person in zip(reactions, who, strict=True)
    }
    threads = find_or_make_threads(wanted, now)
    put: set[Pair] = set()
    changed: set[Pair] = set()
    for (_, number_id, update), person in zip(reactions, who, strict=True):
        pair = number_id, person.id
        if _put(threads[pair], None if update.is_ours else person.id, update):
            put.add(pair)
        if _opens_window(threads[pair], update) or pair in put:
            changed.add(pair)
    save_threads([(threads[pair], wanted[pair][0]) for pair in sorted(changed)], now)
    show_newest({threads[pair].id for pair in put})
    return {threads[pair].id for pair in changed}


def _put(thread: Thread, contact_id: int | None, update: ReactionUpdate) -> bool:
    """No two writers are here for one customer: finding the person has locked their row."""
    key: dict[str, Any] = {
        "number_id": thread.number_id,
        "target_wamid": update.target_wamid,
        "contact_id": contact_id,
    }
    known = Reaction.objects.filter(**key).values_list("at", "wamid").first()
    if known is not None and (update.at, update.wamid) <= known:
        return False
    now: dict[str, Any] = {
        "emoji": update.emoji[:64],
        "wamid": update.wamid,
        "at": update.at,
        "conversation_id": thread.id,
        "attempt_id": None,  # our own phone app reacted after us
    }
    Reaction.objects.update_or_create(**key, defaults=now)
    return True


def _opens_window(thread: Thread, update: ReactionUpdate) -> bool:
    if update.is_ours or update.is_history:
        return False
    if thread.last_inbound_at is not None and thread.last_inbound_at >= update.at:
        return False
    thread.last_inbound_at = update.at
    return True
