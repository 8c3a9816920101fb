"""Writes the demo's team and its conversations, all of it or nothing."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction

from whatsapp.conversations.notes import write_note
from whatsapp.conversations.previews import show_as_latest
from whatsapp.inbound.keep import keep_and_apply
from whatsapp.models import (
    AuditEntry,
    BusinessNumber,
    Contact,
    Conversation,
    Label,
    Message,
    Note,
    WebhookEvent,
)

from .replies import seed_replies
from .script import Customer, moment
from .story import LABELS, STORY
from .team import seed_team
from .webhooks import body_of

META = "https://graph.facebook.com"
NUMBER_ID, WABA_ID = "100000000000001", "200000000000001"
"""Where no number is set: Meta's own are never so round."""

Status = Message.Status

# How long after an outgoing message each of its ticks came.
TICKS = {
    "sent_at": (timedelta(seconds=1), {Status.SENT, Status.DELIVERED, Status.READ}),
    "delivered_at": (timedelta(seconds=2), {Status.DELIVERED, Status.READ}),
    "read_at": (timedelta(seconds=40), {Status.READ}),
    "failed_at": (timedelta(seconds=2), {Status.FAILED}),
}
UNDELIVERABLE = {
    "error_code": 131026,
    "error_title": "Message undeliverable",
    "error_details": "Message Undeliverable. This can be because the number is not on WhatsApp (any more), "
    "has not accepted the latest terms, or uses an old version of the app.",
}


class NotADemo(Exception):
    """This place talks to Meta itself: people with well-known passwords have no business here."""


@dataclass(frozen=True)
class Seeded:
    """How much was new."""

    members: int
    replies: int
    customers: int
    messages: int

    def __str__(self) -> str:
        if not any((self.members, self.replies, self.customers)):
            return "nothing was missing"
        return (
            f"{self.members} sign-ins, {self.replies} reply templates, "
            f"{self.customers} customers with {self.messages} messages"
        )


def seed(now: datetime, *, fresh: bool = False, keep: bool = True) -> Seeded:
    """Writes what is missing; `fresh` forgets the story first, and resets the passwords of the team.

    Without `keep` it only tells what it would have done. Raises NotADemo.
    """
    require_a_demo()
    with transaction.atomic():
        number = _number()
        if fresh:
            _forget(number)
        members, replies = seed_team(fresh=fresh), seed_replies()
        _seed_labels()
        missing = [customer for customer in STORY if not _is_there(customer, number)]
        messages = _receive(missing, number, now) + sum(_answer(c, number, now) for c in missing)
        transaction.set_rollback(not keep)
    return Seeded(members, replies, len(missing), messages)


def require_a_demo() -> None:
    """Raises NotADemo."""
    if settings.WHATSAPP_ACCESS_TOKEN and settings.WHATSAPP_GRAPH_URL == META:
        raise NotADemo(
            "the demo's sign-ins have well-known passwords: not where WHATSAPP_ACCESS_TOKEN is Meta's own"
        )


def _number() -> BusinessNumber:
    number, _made = BusinessNumber.objects.get_or_create(
        phone_number_id=settings.WHATSAPP_PHONE_NUMBER_ID or NUMBER_ID,
        defaults={"waba_id": settings.WHATSAPP_BUSINESS_ACCOUNT_ID or WABA_ID},
    )
    if not number.verified_name:  # new, or made from the settings by whoever started first
        number.display_phone_number, number.verified_name = "966110001948", "Nakheel Store"
        number.save(update_fields=["display_phone_number", "verified_name"])
    return number


def _forget(number: BusinessNumber) -> None:
    told = Conversation.objects.filter(number=number, contact__bsuid__in=[c.bsuid for c in STORY])
    events = Message.objects.filter(conversation__in=told).exclude(event_id=None)
    WebhookEvent.objects.filter(pk__in=list(events.values_list("event_id", flat=True))).delete()
    told.delete()
    Contact.objects.filter(bsuid__in=[c.bsuid for c in STORY], conversations=None).delete()


def _seed_labels() -> None:
    for position, (name, color) in enumerate(LABELS):
        Label.objects.get_or_create(name=name, defaults={"color": color, "position": position})


def _is_there(customer: Customer, number: BusinessNumber) -> bool:
    return Message.objects.filter(number=number, whatsapp_message_id=customer.wamid(0)).exists()


def _receive(customers: Sequence[Customer], number: BusinessNumber, now: datetime) -> int:
    """What customers wrote takes the road in, as if Meta had brought it."""
    bodies = [
        body_of(number, customer, index, moment(line.when, now))
        for customer in customers
        for index, line in enumerate(customer.lines)
        if not line.is_ours
    ]
    return len(keep_and_apply(bodies).new_message_ids)


def _answer(customer: Customer, number: BusinessNumber, now: datetime) -> int:
    """What we wrote; then the conversation as it stands: read or not, whose, how far."""
    conversation = Conversation.objects.get(number=number, contact__bsuid=customer.bsuid)
    team = {user.username: user for user in User.objects.all()}
    ours = Message.objects.bulk_create(
        _outgoing(customer, index, conversation, team, now)
        for index, line in enumerate(customer.lines)
        if line.is_ours
    )
    if customer.lines[-1].is_ours:
        show_as_latest(conversation, ours[-1])
    first_seen = moment(customer.lines[0].when, now)
    Conversation.objects.filter(pk=conversation.pk).update(
        unread_count=customer.unread_count,
        status=customer.status,
        assigned_to=team.get(customer.assigned_to),
        created_at=first_seen,
    )
    conversation.labels.set(Label.objects.filter(name__in=customer.labels))
    _note(customer, conversation, team, now)
    for line in customer.notes:
        note, _ = write_note(conversation, line.text, by=team[line.by])
        Note.objects.filter(pk=note.pk).update(created_at=moment(line.when, now))
    Contact.objects.filter(pk=conversation.contact_id).update(created_at=first_seen)
    return len(ours)


def _note(customer: Customer, conversation: Conversation, team: dict[str, User], now: datetime) -> None:
    """Whose the chat became with our first word, and that it was resolved after the last."""
    owner = team.get(customer.assigned_to)
    ours = [line for line in customer.lines if line.is_ours]
    if owner is None or not ours:
        return
    _note_one("assigned", conversation, owner, moment(ours[0].when, now), to=owner.pk)
    if customer.status == Conversation.Status.RESOLVED:
        _note_one("resolved", conversation, owner, moment(customer.lines[-1].when, now))


def _note_one(verb: str, conversation: Conversation, by: User, at: datetime, **details: int) -> None:
    AuditEntry.record(verb, conversation, by=by, **details)
    entry = AuditEntry.objects.filter(noun="conversation", noun_id=conversation.pk).latest("pk")
    AuditEntry.objects.filter(pk=entry.pk).update(at=at + timedelta(minutes=1))


def _outgoing(
    customer: Customer, index: int, conversation: Conversation, team: dict[str, User], now: datetime
) -> Message:
    line = customer.lines[index]
    at = moment(line.when, now)
    message = Message(
        conversation=conversation,
        number_id=conversation.number_id,
        content=line.text,
        direction=Message.Direction.OUTGOING,
        status=line.status,
        whatsapp_message_id=customer.wamid(index),
        sent_by=team[line.by],
        uuid=uuid.uuid4(),
        created_at=at,
        attempted_at=at,
        attempts=1,
    )
    facts = {column: at + after for column, (after, when) in TICKS.items() if line.status in when}
    for column, value in {**facts, **(UNDELIVERABLE if line.status == Status.FAILED else {})}.items():
        setattr(message, column, value)
    return message
