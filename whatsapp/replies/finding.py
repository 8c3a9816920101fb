"""Which replies are offered while somebody types after the slash."""

from collections.abc import Sequence

from django.contrib.auth.models import User

from whatsapp.access import replies_for
from whatsapp.models import ReplyTemplate
from whatsapp.search.words import normal

MOST_OFFERED = 8


def find_replies(user: User, typed: str, *, most: int = MOST_OFFERED) -> Sequence[ReplyTemplate]:
    """Whose name begins so first, then whose name, category or text has it; the most used first.

    A team has some hundreds at most: they are compared here, in their one Arabic spelling.
    """
    wanted = normal(typed.strip())
    ranked = [
        (rank, reply)
        for reply in replies_for(user).select_related("stored").order_by("-used", "name")
        if (rank := _rank(reply, wanted)) is not None
    ]
    return [reply for _, reply in sorted(ranked, key=lambda pair: pair[0])][:most]


def _rank(reply: ReplyTemplate, wanted: str) -> int | None:
    """0 is best; None is no match."""
    name = normal(reply.name)
    if name.startswith(wanted):
        return 0
    if wanted in name:
        return 1
    return 2 if wanted in normal(f"{reply.category}\n{reply.content}") else None
