"""Blue ticks and "typing…": what the customer sees of us. A courtesy: it never holds up a message, and may fail.

Views write what is to be told into the conversation's row (`seen`, `types`); the worker tells it (`tell_due`).
"""

import logging
from datetime import datetime, timedelta

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from whatsapp.channel import client_of
from whatsapp.cloud_api import receipts
from whatsapp.cloud_api.errors import CloudAPIError
from whatsapp.models import AuditEntry, BusinessNumber, Conversation, Message, ReadReceipt
from whatsapp.realtime import wake

from .refusals import backoff

logger = logging.getLogger(__name__)

RECEIPTS = "read receipts"

LEASE = timedelta(seconds=30)
"""Longer than any call may take: a row that a killed worker had taken is due again by then."""

PATIENCE_SECONDS = 5
MOST_ATTEMPTS = 4

TYPING_EVERY = timedelta(seconds=20)
"""Meta shows it for 25 seconds: told so often, it does not flicker."""

TYPING_IS_NEWS_FOR = timedelta(seconds=5)
"""Later it would only deceive: whoever typed may have gone."""

NO_MESSAGES = ("call", "calls", "system")
"""Lines of a thread that nobody wrote, so that nothing of them can be read."""


def seen(conversation: Conversation, up_to: Message | None = None) -> bool:
    """Somebody has really read the customer's messages, all of them or up to one. False when it was known."""
    newest = _newest(conversation, up_to)
    if newest is None or not _may_be_told(conversation):
        return False
    with transaction.atomic():
        row, is_new = ReadReceipt.objects.select_for_update().get_or_create(
            conversation=conversation, defaults={"message": newest, "due_at": timezone.now()}
        )
        if not is_new:
            if _place(row.message) >= _place(newest):
                return False  # a tab that was left behind does not make anything unread
            row.message, row.is_told, row.attempts, row.due_at = newest, False, 0, timezone.now()
            row.save(update_fields=["message", "is_told", "attempts", "due_at"])
        transaction.on_commit(lambda: wake.ring(RECEIPTS))
    return True


def types(conversation: Conversation) -> bool:
    """Somebody is typing an answer. False when the customer was told a moment ago, or may not be."""
    now = timezone.now()
    if not conversation.window_is_open(now) or not _may_be_told(conversation):
        return False
    if not ReadReceipt.objects.filter(conversation=conversation).exists():
        seen(conversation)  # Meta shows no typing without marking a message as read
    not_shown = Q(typing_at=None) | Q(typing_at__lte=now - TYPING_EVERY)
    if conversation.last_message_direction == Message.Direction.OUTGOING:
        not_shown |= Q(typing_at__lte=conversation.last_message_at)  # a message ends it
    asked = ReadReceipt.objects.filter(not_shown, conversation=conversation).update(typing_at=now, due_at=now)
    if asked:
        transaction.on_commit(lambda: wake.ring(RECEIPTS))
    return bool(asked)


def show_customers(number: BusinessNumber, shown: bool, *, by: AbstractBaseUser) -> None:
    """Whether the customers of a number see blue ticks and typing. What is due and hidden now is dropped."""
    with transaction.atomic():
        switched = BusinessNumber.objects.filter(pk=number.pk).exclude(sends_read_receipts=shown)
        if switched.update(sends_read_receipts=shown):
            AuditEntry.record("read receipts shown" if shown else "read receipts hidden", number, by=by)


def tell_due() -> int:
    """Tells until nothing is due. Returns how many rows it took on."""
    count = 0
    while row := claim_next():
        tell(row)
        count += 1
    return count


def claim_next() -> ReadReceipt | None:
    """What waits longest. Of a number that is stopped, or asked to wait, nothing: its messages go first."""
    now = timezone.now()
    due = ReadReceipt.objects.filter(due_at__lte=now, conversation__number__stopped_by_code=None).exclude(
        conversation__number__waits_until__gt=now
    )
    for pk, due_at in due.order_by("due_at").values_list("pk", "due_at")[:10]:
        # Several workers see the same rows; the conditional UPDATE lets one of them have it.
        if ReadReceipt.objects.filter(pk=pk, due_at=due_at).update(due_at=now + LEASE):
            return ReadReceipt.objects.select_related("conversation__number", "message").get(pk=pk)
    return None


def tell(row: ReadReceipt) -> None:
    """One call says both. Whatever comes of it, nothing else waits for it."""
    typing = _is_typing(row, timezone.now())
    wamid = row.message.whatsapp_message_id
    if not wamid or not _may_be_told(row.conversation) or (row.is_told and not typing):
        return _settle(row)
    try:
        client = client_of(row.conversation.number)
        client.acknowledge(receipts.read(wamid, typing=typing), patience=PATIENCE_SECONDS)
    except CloudAPIError as error:
        logger.info("the read receipt of conversation %s: %s", row.pk, error)
        return _try_again(row)
    return _settle(row)


def _newest(conversation: Conversation, up_to: Message | None) -> Message | None:
    """Of the customer's own, to us: neither the phone app's nor an imported past."""
    written = conversation.messages.filter(
        direction=Message.Direction.INCOMING,
        origin=Message.Origin.CUSTOMER,
        whatsapp_message_id__isnull=False,
        created_at__gt=timezone.now() - receipts.OLDEST,
    ).exclude(message_type__in=NO_MESSAGES)
    if up_to is not None:
        at, pk = _place(up_to)
        written = written.filter(Q(created_at__lt=at) | Q(created_at=at, pk__lte=pk))
    return written.order_by("-created_at", "-pk").first()


def _place(message: Message) -> tuple[datetime, int]:
    return message.created_at, message.pk


def _may_be_told(conversation: Conversation) -> bool:
    return conversation.number.sends_read_receipts and conversation.blocked_at is None


def _is_typing(row: ReadReceipt, now: datetime) -> bool:
    """Still news, and not followed by the answer already: after that it would seem that another one comes."""
    if row.typing_at is None or now - row.typing_at > TYPING_IS_NEWS_FOR:
        return False
    latest = row.conversation
    answered = latest.last_message_direction == Message.Direction.OUTGOING
    return not (answered and latest.last_message_at >= row.typing_at)


def _try_again(row: ReadReceipt) -> None:
    """Whatever was wrong: marking twice does no harm. Later and later, then it is dropped."""
    if row.attempts + 1 >= MOST_ATTEMPTS:
        return _settle(row)
    wait = backoff(row.attempts + 1)
    _while_ours(row).update(attempts=row.attempts + 1, due_at=timezone.now() + wait)
    return None


def _settle(row: ReadReceipt) -> None:
    _while_ours(row).update(is_told=True, due_at=None)


def _while_ours(row: ReadReceipt) -> QuerySet[ReadReceipt]:
    """Unless somebody read on, or typed, meanwhile: then the row stays due, for that."""
    return ReadReceipt.objects.filter(pk=row.pk, due_at=row.due_at)
