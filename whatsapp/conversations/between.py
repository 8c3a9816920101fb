"""A piece of a list that is in the order of a time, and of ids where times are equal."""

from datetime import datetime

from django.db.models import Q

Key = tuple[datetime, int]
"""Where a row stands: its time and its id."""


def between(time: str, after: Key | None, last: Key | None, *, latest_first: bool = False) -> Q:
    """What stands after the one key, and not after the other; both ends may be open."""
    before, behind = ("gt", "lt") if latest_first else ("lt", "gt")
    piece = Q()
    for key, side, equal in ((after, behind, behind), (last, before, f"{before}e")):
        if key is not None:
            at, pk = key
            # The first says nothing new; but an index on the time can begin with it.
            piece &= Q(**{f"{time}__{side}e": at}) & (
                Q(**{f"{time}__{side}": at}) | Q(**{time: at, f"pk__{equal}": pk})
            )
    return piece
