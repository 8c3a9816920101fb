"""What follows Meta's no, by its kind (Cloud API: error codes). Nothing was sent, so trying again is safe.

permanent       the message failed, with the reason
transient       the message waits, longer each time
rate            of one pair: the message waits 4ⁿ seconds, and with it its conversation
                of the number: the number waits, and nothing fails for it
configuration   of the number: it stops (its breaker opens), its messages wait, one of them tries every minute,
                and with the first that is taken everything flows again; where Meta refused only later, by a
                status, one tries every ten minutes, and the first that reaches its customer ends the stop
                of the message alone (a paused template): it failed, with the reason
"""

import random
import uuid
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from whatsapp.cloud_api.error_table import UNNAMED, Kind, Where, trouble_of
from whatsapp.cloud_api.errors import Refused
from whatsapp.models import AuditEntry, BusinessNumber, Message, Notice
from whatsapp.realtime import wake

from .compose import OUTBOX

MOST_ATTEMPTS = 8
MOST_ATTEMPTS_OF = {UNNAMED: 4}
PROBE_AFTER = timedelta(minutes=1)
PROBE_AFTER_A_STATUS = timedelta(minutes=10)
"""Each try is a message that fails for good while the cause lasts: so they are fewer."""
REACHED = (Message.Status.SENT, Message.Status.DELIVERED, Message.Status.READ, Message.Status.PLAYED)
LONGEST_WAIT = timedelta(hours=1)
MOST_DOUBLINGS = 12
SLOW_DOWN = {130429: timedelta(seconds=1)}
"""How long the number waits after a first refusal for its rate, doubled each time; a minute for the others."""


def waits_instead(message: Message, refusal: Refused) -> bool:
    """Puts the message back in the queue where that can help. False: it failed for good."""
    kind, where = refusal.kind, refusal.where
    if kind is Kind.CONFIGURATION and where is Where.NUMBER:
        _stop(message.number_id, refusal.code)
        put_back(message, attempts=message.attempts - 1)
        return True
    if kind is Kind.RATE and where is Where.NUMBER:
        _slow_down(message.number, SLOW_DOWN.get(refusal.code, timedelta(minutes=1)), message.attempts)
        put_back(message)
        return True
    most = MOST_ATTEMPTS_OF.get(refusal.code, MOST_ATTEMPTS)
    if kind not in (Kind.TRANSIENT, Kind.RATE) or message.attempts >= most:
        return False
    if where is Where.CONVERSATION:
        put_back(message, timedelta(seconds=4 ** (message.attempts - 1)))
    else:
        put_back(message, backoff(message.attempts))
    return True


def waits_for_a_connection(message: Message) -> bool:
    """The same where no connection was made: nothing left this machine."""
    if message.attempts >= MOST_ATTEMPTS:
        return False
    put_back(message, backoff(message.attempts))
    return True


def backoff(attempts: int) -> timedelta:
    """5 s, 10 s, 20 s … an hour at most; give or take a fifth, so that many don't come back at once."""
    wait = min(timedelta(seconds=5) * 2 ** (attempts - 1), LONGEST_WAIT)
    return wait * random.uniform(0.8, 1.2)  # noqa: S311 (no secret)


def put_back(message: Message, wait: timedelta | None = None, *, attempts: int | None = None) -> None:
    """Only what surely was not sent."""
    Message.objects.filter(pk=message.pk, status=Message.Status.SENDING).update(
        status=Message.Status.PENDING,
        claimed_until=None,
        attempted_at=None,
        attempts=message.attempts if attempts is None else attempts,
        next_attempt_at=timezone.now() + min(wait, LONGEST_WAIT) if wait else None,
    )


def _slow_down(number: BusinessNumber, first: timedelta, attempts: int) -> None:
    wait = min(first * 2 ** min(attempts - 1, MOST_DOUBLINGS), LONGEST_WAIT)
    BusinessNumber.objects.filter(pk=number.pk).update(waits_until=timezone.now() + wait)


def stop_by_status(number_id: int, code: int | None) -> None:
    """Meta took a message and refused it later. Does nothing for what concerns that message alone."""
    if code is None:
        return
    trouble = trouble_of(code)
    if trouble.kind is Kind.CONFIGURATION and trouble.where is Where.NUMBER:
        _stop(number_id, code, by_status=True)


def _stop(number_id: int, code: int, *, by_status: bool = False) -> None:
    probe_after = PROBE_AFTER_A_STATUS if by_status else PROBE_AFTER
    with transaction.atomic():
        number = BusinessNumber.objects.select_for_update().get(pk=number_id)
        news = number.stopped_by_code != code
        number.stopped_by_code, number.waits_until = code, timezone.now() + probe_after
        number.is_cured_by_status = by_status
        number.save(update_fields=["stopped_by_code", "waits_until", "is_cured_by_status"])
        if news:
            _settle_banner(number)  # stopped by something else before: that is cured
            AuditEntry.record("stopped", number, by=None, code=code)
            Notice.objects.create(
                number=number,
                waba_id=number.waba_id,
                field=Notice.SENDING,
                event=str(code),
                severity=Notice.Severity.CRITICAL,
                stops_work=True,
                fingerprint=uuid.uuid4().hex,
                at=timezone.now(),
            )


def may_send(message: Message) -> bool:
    """Of a stopped number one message now and then is let through, to see whether it is cured."""
    number = message.number
    if number.stopped_by_code is None:
        return True
    now = timezone.now()
    next_try = now + (PROBE_AFTER_A_STATUS if number.is_cured_by_status else PROBE_AFTER)
    # Several threads wake when the time is over; the conditional UPDATE lets one of them try.
    return bool(
        BusinessNumber.objects.filter(pk=number.pk)
        .exclude(waits_until__gt=now)
        .update(waits_until=next_try, probe_id=message.pk)
    )


def try_at_once(number: BusinessNumber) -> None:
    """Whoever looked found nothing wrong: the next message need not wait for its minute."""
    if BusinessNumber.objects.filter(pk=number.pk, stopped_by_code__isnull=False).update(waits_until=None):
        wake.ring(OUTBOX)


def flows_again(number: BusinessNumber) -> None:
    """A message was taken: whatever stopped the number is cured, unless that is told only later."""
    if number.stopped_by_code is not None and not number.is_cured_by_status:
        _cure(number)


def look_after_probes() -> int:
    """Ends the stops whose try has reached its customer. Returns how many."""
    stopped = BusinessNumber.objects.filter(stopped_by_code__isnull=False, is_cured_by_status=True)
    tried = Message.objects.filter(pk__in=stopped.values("probe_id"), status__in=REACHED).values("pk")
    return sum(_cure(number) for number in stopped.filter(probe_id__in=tried))


def _cure(number: BusinessNumber) -> bool:
    with transaction.atomic():
        cured = BusinessNumber.objects.filter(pk=number.pk, stopped_by_code__isnull=False).update(
            stopped_by_code=None, waits_until=None, is_cured_by_status=False, probe_id=None
        )
        if cured:
            AuditEntry.record("cured", number, by=None, code=number.stopped_by_code)
            _settle_banner(number)
            transaction.on_commit(lambda: wake.ring(OUTBOX))
    return bool(cured)


def _settle_banner(number: BusinessNumber) -> None:
    standing = Notice.objects.filter(number=number, field=Notice.SENDING, settled_at=None)
    standing.update(settled_at=timezone.now())
