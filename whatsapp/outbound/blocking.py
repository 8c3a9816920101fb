"""Shutting a customer out of one of our numbers, and letting them in again.

Meta is asked first, and in the manager's own request: its list is the truth, and asking twice does no harm. So a
process that dies in between leaves a customer who is blocked but not marked so, and blocking again mends it.
"""

import logging

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from whatsapp.channel import client_of
from whatsapp.cloud_api import blocking
from whatsapp.cloud_api.error_table import Kind, kind_of
from whatsapp.cloud_api.errors import NoAnswer, NotSent, Refused
from whatsapp.conversations.failures import advice_on, title_of
from whatsapp.models import AuditEntry, Conversation
from whatsapp.realtime import publish

logger = logging.getLogger(__name__)

PATIENCE_SECONDS = 8
"""A manager waits for it, and with them one of the few threads that serve pages."""

WHY_NOT = {
    blocking.NOT_LATELY: gettext_lazy(
        "WhatsApp lets you block only customers who wrote in the last 24 hours. Block them when they write again."
    ),
    131021: gettext_lazy("This is your own business number: it can't be blocked."),
    139100: gettext_lazy("WhatsApp refused it for this customer. Another business can't be blocked."),
    blocking.LIST_FULL: gettext_lazy(
        "This number has blocked 64 000 customers already, and WhatsApp takes no more. Unblock somebody first."
    ),
    blocking.CHANGED_MEANWHILE: gettext_lazy("The list was changed at the same moment. Try again."),
    blocking.INTERNAL: gettext_lazy("Something went wrong at WhatsApp. Try again in a minute."),
}


class NotDone(Exception):
    """Nothing was changed, as far as we know; the text says why, and what to do."""


def block(conversation: Conversation, *, by: AbstractBaseUser) -> None:
    """Their messages no longer reach us, nor ours them. Raises NotDone."""
    if not conversation.window_is_open(timezone.now()):
        raise NotDone(str(WHY_NOT[blocking.NOT_LATELY]))
    _ask(conversation, block=True)
    with transaction.atomic():
        changed = Conversation.objects.filter(pk=conversation.pk, blocked_at=None).update(
            blocked_at=timezone.now(), updated_at=timezone.now()
        )
        if changed:
            _tell(conversation, "blocked", by)


def unblock(conversation: Conversation, *, by: AbstractBaseUser) -> None:
    """What they wrote meanwhile never comes. Raises NotDone."""
    _ask(conversation, block=False)
    with transaction.atomic():
        changed = Conversation.objects.filter(pk=conversation.pk, blocked_at__isnull=False).update(
            blocked_at=None, updated_at=timezone.now()
        )
        if changed:
            _tell(conversation, "unblocked", by)


def _ask(conversation: Conversation, *, block: bool) -> None:
    contact = conversation.contact
    users = blocking.user(phone=contact.phone or contact.wa_id, bsuid=contact.bsuid)
    try:
        answer = client_of(conversation.number).change_blocked(users, block=block, patience=PATIENCE_SECONDS)
        code = blocking.why_not(answer)
    except Refused as refusal:
        code = blocking.why_not(refusal.answer) or refusal.code
    except NotSent:
        raise NotDone(_("WhatsApp can't be reached, so nothing was changed. Try again.")) from None
    except NoAnswer:
        raise NotDone(_("WhatsApp did not answer. Try again: doing it twice does no harm.")) from None
    if code is not None:
        logger.warning("conversation %s could not be blocked or unblocked: code %s", conversation.pk, code)
        raise NotDone(_in_words(code))


def _in_words(code: int) -> str:
    if code in WHY_NOT:
        return str(WHY_NOT[code])
    kind = kind_of(code)
    if kind is Kind.CONFIGURATION:
        return f"{title_of(code)}. {advice_on(code)}"
    if kind is Kind.PERMANENT:
        return _(
            "WhatsApp refused it, and nothing was changed. Try again. If it fails again, tell an administrator "
            "the code %(code)s."
        ) % {"code": code}
    return _("WhatsApp takes nothing at the moment, so nothing was changed. Wait a minute, then try again.")


def _tell(conversation: Conversation, verb: str, by: AbstractBaseUser) -> None:
    AuditEntry.record(verb, conversation, by=by)
    transaction.on_commit(lambda: publish.conversations_changed([conversation.pk]))
