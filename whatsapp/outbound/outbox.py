"""Sends what is pending: claim, note the attempt, POST, settle. The rows are the queue.

Each step is a transaction of its own, so that a worker killed anywhere leaves a row that tells how far it
came: claimed but not attempted goes back to pending; attempted without an answer becomes `unknown`, and is
never sent again blindly, since the customer may have it.
"""

import logging
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, F, OuterRef, QuerySet
from django.utils import timezone

from whatsapp.channel import client_of
from whatsapp.cloud_api import outgoing
from whatsapp.cloud_api.client import Accepted
from whatsapp.cloud_api.error_table import OUTSIDE_WINDOW, SOMETHING_WENT_WRONG, Kind
from whatsapp.cloud_api.errors import NoAnswer, NotSent, Refused
from whatsapp.codecs.faults import CannotUse
from whatsapp.conversations import delivery
from whatsapp.conversations.echoes import forget_echo
from whatsapp.conversations.previews import show_newest
from whatsapp.models import Message, WaitingStatus
from whatsapp.realtime import publish

from . import large, refusals
from .bodies import body_of
from .consequences import draw
from .files import forget_upload
from .pace import pace
from .refused_files import in_words

logger = logging.getLogger(__name__)

Status = Message.Status

LEASE = timedelta(seconds=60)
"""Longer than any POST may take: who holds a claim beyond it is dead."""

NO_CONNECTION = "No connection to WhatsApp"
WINDOW_CLOSED = "The 24-hour window closed while the message waited"

NEED_NO_WINDOW = frozenset({"template"})
"""What may be sent at any time (Cloud API: windows)."""
BAD_FILE = 131053
"""Meta's code for a file that it can't use: ours too, when we find out before it."""


def send_waiting() -> int:
    """Sends until nothing is due. Returns how many messages it took on."""
    count = 0
    while message := claim_next():
        try:
            deliver(message)
        finally:
            large.leave(message.pk)
        count += 1
    return count


def claim_next() -> Message | None:
    """The oldest due message of a conversation in which nothing earlier is still on its way."""
    now = timezone.now()
    for pk, size in large.without_more(due(now)).values_list("pk", large.SIZE)[:10]:
        if not large.enter(pk, size):
            continue
        message = None
        try:
            if message := _claim(pk, now):
                return message
        finally:
            if message is None:
                large.leave(pk)
    return None


def _claim(pk: int, now: datetime) -> Message | None:
    # Several threads see the same rows; the conditional UPDATE lets one of them have it.
    claimed = Message.objects.filter(pk=pk, status=Status.PENDING).update(
        status=Status.SENDING, claimed_until=now + LEASE
    )
    if not claimed:
        return None
    message = Message.objects.select_related("conversation__contact", "number").get(pk=pk)
    if refusals.may_send(message):
        return message
    refusals.put_back(message)
    return None


def due(now: datetime) -> QuerySet[Message]:
    """In the order of their ids, each the first of its conversation."""
    earlier = Message.objects.filter(conversation_id=OuterRef("conversation_id"), id__lt=OuterRef("id"))
    return (
        Message.objects.filter(status=Status.PENDING)
        .exclude(next_attempt_at__gt=now)
        .exclude(number__waits_until__gt=now)
        .exclude(Exists(earlier.filter(status=Status.PENDING)))
        .exclude(Exists(earlier.filter(status=Status.SENDING)))
        .order_by("id")
    )


def deliver(message: Message) -> None:
    """Sends a claimed message, or fails it when it waited too long: Meta would take it and then drop it."""
    if not _fits_the_window(message):
        settle(message, window_closed(timezone.now()))
        return
    body = _ready_body(message)
    if body is None:
        return
    pace.wait(message.number_id)
    if not _note_attempt(message):
        return
    try:
        accepted = client_of(message.number).send(body)
    except Refused as refusal:
        _refuse(message, refusal)
    except NotSent as error:
        _no_connection(message, error)
    except NoAnswer as error:
        logger.warning("message %s: no answer (%s)", message.pk, error)
        settle(message, delivery.Step(Status.UNKNOWN, timezone.now()))
    else:
        settle(message, delivery.Step(Status.ACCEPTED, timezone.now(), accepted.wamid), accepted)
        refusals.flows_again(message.number)


def _fits_the_window(message: Message) -> bool:
    return message.message_type in NEED_NO_WINDOW or message.conversation.window_is_open(timezone.now())


def window_closed(at: datetime) -> delivery.Step:
    """As Meta itself would refuse it, but without asking."""
    return delivery.Step(Status.FAILED, at, error_code=OUTSIDE_WINDOW, error_title=WINDOW_CLOSED)


def _note_attempt(message: Message) -> bool:
    """False when the claim is lost. A worker that slept beyond its lease (a suspended machine) would wake here
    and send what another worker was given meanwhile: so the note is made only while the claim is still its own.
    """
    message.attempted_at, message.attempts = timezone.now(), message.attempts + 1
    still_ours = Message.objects.filter(
        pk=message.pk, status=Status.SENDING, claimed_until=message.claimed_until, attempted_at=None
    )
    return bool(still_ours.update(attempted_at=message.attempted_at, attempts=F("attempts") + 1))


def _ready_body(message: Message) -> outgoing.Json | None:
    """None where its file did not get there. That may be tried again whatever happened: no customer sees it."""
    try:
        return body_of(message)
    except CannotUse as fault:
        logger.warning("message %s: its file can't be sent (%s)", message.pk, fault.code)
        title = in_words(fault)
        settle(message, delivery.Step(Status.FAILED, timezone.now(), error_code=BAD_FILE, error_title=title))
    except Refused as refusal:
        message.attempts += 1
        if refusal.code == SOMETHING_WENT_WRONG:
            refusal.kind = Kind.TRANSIENT
        _refuse(message, refusal)
    except NoAnswer as error:
        message.attempts += 1
        _no_connection(message, error)
    return None


def _refuse(message: Message, refusal: Refused) -> None:
    logger.warning("message %s was refused: code %s", message.pk, refusal.code)
    if not refusals.waits_instead(message, refusal):
        forget_upload(message)
        settle(message, _refused(refusal))


def _no_connection(message: Message, error: NoAnswer) -> None:
    logger.warning("message %s: no connection (%s)", message.pk, error)
    if not refusals.waits_for_a_connection(message):
        settle(message, delivery.Step(Status.FAILED, timezone.now(), error_title=NO_CONNECTION))


def _refused(refusal: Refused) -> delivery.Step:
    return delivery.Step(
        Status.FAILED,
        timezone.now(),
        error_code=refusal.code,
        error_title=refusal.title,
        error_details=refusal.details,
    )


def settle(message: Message, step: delivery.Step, accepted: Accepted | None = None) -> None:
    """Notes what the POST came to. Statuses may have overtaken it: those already in the row win, by rank."""
    with transaction.atomic():
        row = Message.objects.select_for_update().get(pk=message.pk)
        steps = [step]
        if accepted:
            early = WaitingStatus.objects.filter(number_id=row.number_id, wamid=accepted.wamid)
            steps += [delivery.step_of(status) for status in early]
            early.delete()
            if echoed := forget_echo(row.number_id, accepted.wamid):
                steps.append(echoed)
        delivery.advance(row, steps)
        row.claimed_until = None
        row.save(update_fields=[*delivery.COLUMNS, "claimed_until"])
        if row.status == Status.FAILED:
            draw(row.pk, row.error_code)
        if row.message_type == Message.REACTION:
            show_newest([row.conversation_id])  # one that failed is not shown
        transaction.on_commit(lambda: publish.conversations_changed([row.conversation_id]))


def recover() -> int:
    """What a killed worker left behind. Returns how many rows it freed or gave up on."""
    now = timezone.now()
    left = Message.objects.filter(status=Status.SENDING, claimed_until__lt=now)
    never_attempted = left.filter(attempted_at__isnull=True).update(status=Status.PENDING, claimed_until=None)
    unsure = list(left.filter(attempted_at__isnull=False))
    for message in unsure:
        settle(message, delivery.Step(Status.UNKNOWN, now))
    return never_attempted + len(unsure)
