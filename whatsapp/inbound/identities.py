"""Customers who got another number or user id: the contact moves on, its conversations stay.

    before known   after known
    no             no            a new contact under the new name, which the old one finds too
    yes            no            it takes the new name
    no             yes           the old name finds it from now on
    yes            yes, later    the second is there only because the news came late: it is merged
    yes            yes, earlier  two people with a past of their own each: a manager is asked

"Known" is also who was only once called so. Late news of a change that others followed does not undo those.
"""

from collections.abc import Sequence
from datetime import datetime

from whatsapp.cloud_api.notifications import IdentityUpdate, IncomingMessage, Sender
from whatsapp.conversations import merging
from whatsapp.conversations.merging import KINDS
from whatsapp.models import Contact, FormerIdentity, MergeRequest, Message

from . import rows
from .messages import apply_messages
from .people import People


def apply_identities(updates: Sequence[tuple[int, int, IdentityUpdate]], now: datetime) -> set[int]:
    """Returns the conversations that changed."""
    rows.hold(rows.NAMES)
    changed: set[int] = set()
    for event, number_id, update in sorted(updates, key=lambda told: told[2].at):
        contact = _move(update, now)
        if contact is not None:
            changed |= set(contact.conversations.values_list("pk", flat=True))
        changed |= apply_messages([(event, number_id, _line(update))], now)[0]
    return changed


def _line(update: IdentityUpdate) -> IncomingMessage:
    """That it happened, for the thread."""
    return IncomingMessage(
        phone_number_id=update.phone_number_id,
        wamid=update.wamid,
        sender=update.after if _names(update.after) else update.before,
        type="system",
        at=update.at,
        payload=update.payload,
        is_notice=True,
    )


def _move(update: IdentityUpdate, now: datetime) -> Contact | None:
    after = _names(update.after)
    if not after or not _names(update.before):
        return None  # a line in the thread is all that can be made of it
    old, new = _owner(update.before, update.at, now), _owner(update.after, update.at, now)
    if old is not None and _is_somebody_else(old, update.before):
        old = None
    if old is None and new is None:
        new = Contact.objects.create(**after)
    if old is None or new is None or old == new:
        contact = old or new
        assert contact is not None
        _rename(contact, update, after)
        return contact
    return _bring_together(old, new, update, after)


def _owner(sender: Sender, at: datetime, now: datetime) -> Contact | None:
    person = People([(sender, at)], now).find(sender)
    return Contact.objects.select_for_update().get(pk=person.id) if person else None


def _is_somebody_else(contact: Contact, before: Sender) -> bool:
    """The old number may have gone to another customer meanwhile. A BSUID never does."""
    return bool(before.bsuid and contact.bsuid and contact.bsuid != before.bsuid) and not (
        FormerIdentity.objects.filter(contact=contact, value=before.bsuid).exists()
    )


def _rename(contact: Contact, update: IdentityUpdate, after: dict[str, str]) -> None:
    holds = {kind: getattr(contact, kind) for kind in KINDS}
    is_current = any(value in holds.values() for value in after.values())
    was_current = any(value in holds.values() for value in _names(update.before).values())
    if not is_current and was_current and not _is_outdated(contact, after, update.at):
        # A new number brings a new BSUID, and the other way round: nothing of the old name holds any more.
        for kind, value in holds.items():
            if value and value != after.get(kind):
                merging.remember_former(contact, kind, value, update.at)
        _call(contact, {kind: after.get(kind) for kind in KINDS})
    elif is_current:
        for kind, value in _names(update.before).items():
            if holds[kind] == value and after.get(kind) not in (None, value):
                holds[kind] = None
        _call(contact, {kind: holds[kind] or after.get(kind) for kind in KINDS})
    else:
        for kind, value in after.items():
            merging.remember_former(contact, kind, value, update.at)
    for kind, value in _names(update.before).items():
        if value != getattr(contact, kind) or not is_current:
            merging.remember_former(contact, kind, value, update.at)


def _is_outdated(contact: Contact, after: dict[str, str], at: datetime) -> bool:
    """A later change led away from `after` again, and came first."""
    known = FormerIdentity.objects.filter(contact=contact, value__in=after.values())
    return known.filter(until__gt=at).exists()


def _bring_together(old: Contact, new: Contact, update: IdentityUpdate, after: dict[str, str]) -> Contact:
    first = Message.objects.filter(conversation__contact=new).order_by("created_at").first()
    if first is not None and first.created_at < update.at:
        MergeRequest.objects.get_or_create(
            kept=old,
            other=new,
            defaults={"reason": "identity changed, both have a past", "asked_at": update.at},
        )
        return old
    old, new = merging.lock([old.pk, new.pk])
    for kind in KINDS:
        value = getattr(old, kind)
        if value and value != getattr(new, kind):
            merging.remember_former(old, kind, value, update.at)
    for kind, value in _names(update.before).items():
        merging.remember_former(old, kind, value, update.at)
    current = {kind: getattr(new, kind) for kind in KINDS}
    name = new.name or old.name
    merging.absorb(old, new, by=None)
    old.name = name
    _call(old, current)
    return old


def _call(contact: Contact, names: dict[str, str | None]) -> None:
    """What somebody else is called is not taken from them."""
    free = {
        kind: None
        if value and Contact.objects.filter(**{kind: value}).exclude(pk=contact.pk).exists()
        else value
        for kind, value in names.items()
    }
    if any(free.values()):
        merging.call(contact, free)


def _names(sender: Sender) -> dict[str, str]:
    return {kind: value for kind in KINDS if (value := getattr(sender, kind))}
