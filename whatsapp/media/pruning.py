"""Files that no message has any more: what was undone, deleted, or given and made into something else.

Somebody may be sending the very same file in this moment. Whoever takes a known file says so first, in its row
(`keeping.keep`), and here that row is locked: either we see that it was just taken and leave it, or the other
waits, finds no row, and stores the bytes anew. So the bytes go before the lock does.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import PROTECT, Exists, OuterRef, QuerySet

from whatsapp.models import StoredFile


@dataclass
class Pruned:
    files: int = 0
    size: int = 0  # bytes


def unused_files(before: datetime) -> QuerySet[StoredFile]:
    """Taken before that moment, and needed by nobody. What Meta has of them (`Upload`) needs nothing of us."""
    unused = StoredFile.objects.filter(stored_at__lt=before)
    for relation in StoredFile._meta.related_objects:
        if relation.on_delete is PROTECT:
            users = relation.related_model._default_manager.filter(**{relation.field.name: OuterRef("pk")})
            unused = unused.filter(~Exists(users))
    return unused


def prune(before: datetime) -> Iterator[Pruned]:
    """Forgets them one by one; says after each how far it is."""
    pruned = Pruned()
    for pk in list(unused_files(before).values_list("pk", flat=True)):
        pruned.size += (size := _forget(pk, before)) or 0
        pruned.files += size is not None
        yield pruned


def _forget(pk: int, before: datetime) -> int | None:
    """Its bytes; None when somebody has just taken it."""
    with transaction.atomic():
        stored = unused_files(before).select_for_update().filter(pk=pk).first()
        if stored is None:
            return None
        stored.delete()
        default_storage.delete(stored.name)
        if stored.thumbnail:
            default_storage.delete(stored.thumbnail)
    return stored.size
