"""What is to be fetched: claimed with a lease, tried again later and later, given up when Meta has forgotten it."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from whatsapp.cloud_api.limits import INBOUND_MEDIA_DAYS
from whatsapp.cloud_api.media import CannotDownload, Why
from whatsapp.codecs import apart
from whatsapp.models import AuditEntry, Message, MessageFile, StoredFile
from whatsapp.realtime import publish, wake

from .fetching import fetch

logger = logging.getLogger(__name__)

State = MessageFile.State

FILES = "files"
"""The worker's queue."""
LEASE = timedelta(minutes=8)
"""Longer than two downloads and a thumbnail may take: who holds a claim beyond it is dead."""
FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=5), timedelta(hours=6)
KEPT_BY_META = timedelta(days=INBOUND_MEDIA_DAYS)
FINAL = frozenset({Why.TOO_LARGE})
"""Will not be otherwise the next time."""
BROKEN = "our_fault"
"""The reason when something on our side went wrong: a full disk, a storage that does not answer."""


def fetch_waiting() -> int:
    """Fetches until nothing is due. Returns how many it tried."""
    count = 0
    while file := claim_next():
        attempt(file)
        count += 1
    return count


def claim_next() -> MessageFile | None:
    """The newest first: somebody may be looking at it, and of the old ones one more minute matters little."""
    now = timezone.now()
    due = _free(now).exclude(next_attempt_at__gt=now)
    for pk in due.order_by("-message").values_list("pk", flat=True)[:10]:
        if file := claim(pk, now):
            return file
    return None


def claim(pk: int, now: datetime) -> MessageFile | None:
    # Several threads see the same rows; the conditional UPDATE lets one of them have it.
    if not _free(now).filter(pk=pk).update(claimed_until=now + LEASE):
        return None
    return MessageFile.objects.select_related("message__number").get(pk=pk)


def _free(now: datetime) -> QuerySet[MessageFile]:
    unclaimed = Q(claimed_until=None) | Q(claimed_until__lt=now)
    return MessageFile.objects.filter(unclaimed, state=State.WAITING)


def attempt(file: MessageFile) -> None:
    """Fetches a claimed one, and notes what came of it. Raises Closed when the server ends meanwhile."""
    file.attempts += 1
    try:
        stored = fetch(file)
    except apart.Closed:
        # Nothing is wrong with it: the next start has it at once, and no attempt was made.
        MessageFile.objects.filter(pk=file.pk).update(claimed_until=None)
        raise
    except CannotDownload as problem:
        logger.warning("file of message %s, attempt %s: %s", file.pk, file.attempts, problem)
        _not_fetched(file, problem.why)
    except Exception:
        # A full disk must not lose the claim's row to its lease, again and again at full speed.
        logger.exception("file of message %s, attempt %s", file.pk, file.attempts)
        _not_fetched(file, BROKEN)
    else:
        _fetched(file, stored)


def _fetched(file: MessageFile, stored: StoredFile) -> None:
    def write() -> None:
        file.stored, file.state, file.reason = stored, State.FETCHED, ""
        file.fetched_at = timezone.now()
        Message.objects.filter(pk=file.pk).update(media_url=url_of(file.pk))

    _settle(file, write)


def _not_fetched(file: MessageFile, why: str) -> None:
    now = timezone.now()

    def write() -> None:
        file.reason = why
        if why in FINAL:
            file.state = State.FAILED
        elif now + pause_after(file.attempts) > file.asked_at + KEPT_BY_META:
            file.state = State.EXPIRED
        else:
            file.next_attempt_at = now + pause_after(file.attempts)

    _settle(file, write)


def pause_after(attempts: int) -> timedelta:
    return min(FIRST_PAUSE * 3 ** min(attempts - 1, 10), LONGEST_PAUSE)


def _settle(file: MessageFile, write: Callable[[], None]) -> None:
    with transaction.atomic():
        write()
        file.claimed_until = None
        file.save(
            update_fields=[
                *("stored", "state", "reason", "attempts", "fetched_at", "next_attempt_at", "claimed_until"),
            ]
        )
        transaction.on_commit(lambda: publish.conversations_changed([file.message.conversation_id]))


def url_of(message_id: int) -> str:
    return reverse("api-1:media", args=[message_id])


def fetch_again(file: MessageFile, *, by: AbstractBaseUser | None) -> bool:
    """Puts it in front of the queue. False when it is there already: fetched, or just being fetched."""
    now = timezone.now()
    with transaction.atomic():
        missing = MessageFile.objects.filter(pk=file.pk).exclude(state=State.FETCHED)
        asked = missing.filter(Q(claimed_until=None) | Q(claimed_until__lt=now)).update(
            state=State.WAITING, next_attempt_at=None, claimed_until=None
        )
        if not asked:
            return False
        AuditEntry.record("asked for the file again", file.message, by=by)
        transaction.on_commit(lambda: wake.ring(FILES))
        transaction.on_commit(lambda: publish.conversations_changed([file.message.conversation_id]))
    return True
