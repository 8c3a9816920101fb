"""A chat with somebody who never wrote. Whoever has one already keeps it: there is one for ever."""

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from whatsapp.cloud_api.phones import variants
from whatsapp.models import AuditEntry, BusinessNumber, Contact, Conversation
from whatsapp.realtime import publish

from .reaching import BSUID, NotAnAddress, phone_of


def start_conversation(number: BusinessNumber, to: str, *, by: AbstractBaseUser | None) -> Conversation:
    """With the phone that `to` names, in whatever spelling: the one that is there, else a new one.

    Raises NotAnAddress; also for a BSUID that nobody has yet: WhatsApp itself tells us those.
    """
    with transaction.atomic():
        contact = _find(to) or _make(to)
        conversation, new = Conversation.objects.get_or_create(
            number=number,
            contact=contact,
            defaults={"customer_phone": contact.phone or contact.wa_id, "customer_name": contact.name},
        )
        if new:
            AuditEntry.record("started", conversation, by=by)
            transaction.on_commit(lambda: publish.conversations_changed([conversation.pk]))
    return conversation


def _find(to: str) -> Contact | None:
    if BSUID.fullmatch(to):
        return Contact.objects.filter(bsuid=to).first()
    spellings = variants(_digits_of(to))
    return Contact.objects.filter(Q(phone__in=spellings) | Q(wa_id__in=spellings)).order_by("pk").first()


def _make(to: str) -> Contact:
    if BSUID.fullmatch(to):
        raise NotAnAddress(_("Nobody with this id has written to you: WhatsApp itself tells whose it is."))
    try:
        with transaction.atomic():
            return Contact.objects.create(phone=_digits_of(to))
    except IntegrityError:
        # They wrote to us between our look and our insert: theirs is the row.
        found = _find(to)
        if found is None:
            raise
        return found


def _digits_of(to: str) -> str:
    return phone_of(to).removeprefix("+")
