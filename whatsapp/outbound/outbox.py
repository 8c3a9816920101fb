"""Sends what is pending: claim, note the attempt, POST, settle. The rows are the queue.

Each step is a transaction of its own, so that a worker killed anywhere leaves a row that tells how far it
came: claimed but not attempted goes back to pending; attempted without an answer becomes `unknown`, and is
never sent again blindly, since the customer may have it.
"""

import logging
from datetime import timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from whatsapp.cloud_api import outgoing
from whatsapp.cloud_api.client import Accepted
from whatsapp.cloud_api.errors import NoAnswer, NotSent, Refused
from whatsapp.conversations import delivery
from whatsapp.conversations.echoes import forget_echo
from whatsapp.models import Message, WaitingStatus
from whatsapp.realtime import publish

from . import refusals
from .channel import client_of
from .pace import pace

logger = logging.getLogger(__name__)

Status = Message.Status

LEASE = timedelta(seconds=60)
"""Longer than any POST may take: who holds a claim beyond it is dead."""

NO_CONNECTION = "No connection to WhatsApp"


def send_waiting() -> int:
    """Sends until nothing is due. Returns how many messages it took on."""
    count = 0
    while message := claim_next():
        deliver(message)
        count += 1
    return count


def claim_next() -> Message | None:
    """The oldest due message of a conversation in which nothing earlier is still on its way."""
    now = timezone.now()
    earlier = Message.objects.filter(conversation_id=OuterRef("conversation_id"), id__lt=OuterRef("id"))
    due = (
        Message.objects.filter(status=Status.PENDING)
        .exclude(next_attempt_at__gt=now)
        .exclude(number__waits_until__gt=now)
        .exclude(Exists(earlier.filter(status=Status.PENDING)))
        .exclude(Exists(earlier.filter(status=Status.SENDING)))
    )
    for pk in due.order_by("id").values_list("pk", flat=True)[:10]:
        # Several threads see the same rows; the conditional UPDATE lets one of them have it.
        claimed = Message.objects.filter(pk=pk, status=Status.PENDING).update(
            status=Status.SENDING, claimed_until=now + LEASE
        )
        if claimed:
            message = Message.objects.select_related("conversation__contact", "number").get(pk=pk)
            if refusals.may_send(message):
                return message
            refusals.put_back(message)
    return None


def deliver(message: Message) -> None:
    body = _body(message)
    pace.wait(message.number_id)
    message.attempted_at, message.attempts = timezone.now(), message.attempts + 1
    message.save(update_fields=["attempted_at", "attempts"])
    try:
        accepted = client_of(message.number).send(body)
    except Refused as refusal:
        logger.warning("message %s was refused: code %s", message.pk, refusal.code)
        if not refusals.waits_instead(message, refusal):
            settle(message, _refused(refusal))
    except NotSent as error:
        logger.warning("message %s: no connection (%s)", message.pk, error)
        if not refusals.waits_for_a_connection(message):
            settle(message, delivery.Step(Status.FAILED, timezone.now(), error_title=NO_CONNECTION))
    except NoAnswer as error:
        logger.warning("message %s: no answer (%s)", message.pk, error)
        settle(message, delivery.Step(Status.UNKNOWN, timezone.now()))
    else:
        settle(message, delivery.Step(Status.ACCEPTED, timezone.now(), accepted.wamid), accepted)
        refusals.flows_again(message.number)


def _body(message: Message) -> outgoing.Json:
    contact = message.conversation.contact
    to = outgoing.recipient(phone=contact.phone or contact.wa_id, bsuid=contact.bsuid)
    if message.message_type == "template":
        return outgoing.template(message.payload["template"], to=to, callback_data=str(message.uuid))
    return outgoing.text(
        message.content, to=to, callback_data=str(message.uuid), quoted_wamid=message.quoted_wamid
    )


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
