"""The emoji that each side put on a message. The last one by its time holds, also when it takes the emoji back."""

from collections.abc import Sequence
from datetime import datetime

from whatsapp.cloud_api.notifications import ReactionUpdate
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
    changed: set[Pair] = set()
    for (_, number_id, update), person in zip(reactions, who, strict=True):
        thread = threads[number_id, person.id]
        if _put(number_id, None if update.is_ours else person.id, update) | _note(thread, update):
            changed.add((number_id, person.id))
    save_threads([(threads[pair], wanted[pair][0]) for pair in sorted(changed)], now)
    return {threads[pair].id for pair in changed}


def _put(number_id: int, contact_id: int | None, update: ReactionUpdate) -> bool:
    """No two writers are here for one customer: finding the person has locked their row."""
    key = {"number_id": number_id, "target_wamid": update.target_wamid, "contact_id": contact_id}
    row = Reaction.objects.filter(**key).first()
    if row is None:
        Reaction.objects.create(**key, emoji=update.emoji[:64], wamid=update.wamid, at=update.at)
        return True
    if (update.at, update.wamid) <= (row.at, row.wamid):
        return False
    row.emoji, row.wamid, row.at = update.emoji[:64], update.wamid, update.at
    row.attempt_id = None  # our own phone app reacted after us
    row.save(update_fields=["emoji", "wamid", "at", "attempt"])
    return True


def _note(thread: Thread, update: ReactionUpdate) -> bool:
    thread.stands_at(update.at)
    if update.is_ours or update.is_history:
        return False
    if thread.last_inbound_at is not None and thread.last_inbound_at >= update.at:
        return False
    thread.last_inbound_at = update.at
    return True
