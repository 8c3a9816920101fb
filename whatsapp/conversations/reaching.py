"""Which conversation somebody means who names the customer."""

import re

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from whatsapp.cloud_api.phones import NotAPhone, e164, region_of, variants
from whatsapp.models import BusinessNumber, Conversation

BSUID = re.compile(r"[A-Z]{2}\.(ENT\.)?[A-Za-z0-9]{1,128}")

STORED_ID = re.compile(r"[1-9][0-9]{6,14}")
"""As Meta writes a wa_id: with its country code, without the plus."""


class NotAnAddress(ValueError):
    """Nobody can be meant by this; says in words what is expected."""


def find_conversation(visible: QuerySet[Conversation], to: str) -> Conversation | None:
    """The latest with whom `to` names: a phone in any form, or a BSUID. Raises NotAnAddress for what is neither."""
    if BSUID.fullmatch(to):
        who = Q(contact__bsuid=to)
    else:
        spellings = variants(_digits_of(to))
        who = Q(contact__phone__in=spellings) | Q(contact__wa_id__in=spellings)
    return visible.filter(who).order_by("-last_message_at").first()


def phone_of(typed: str) -> str:
    """E.164 of what an agent typed; a national number is one of `default_region`. Raises NotAnAddress."""
    try:
        return e164(typed, default_region())
    except NotAPhone:
        raise NotAnAddress(
            _("This is no phone number. Write it with its country code, for example %(example)s.")
            % {"example": "\u2066+966 55 123 4567\u2069"}
        ) from None


def default_region() -> str | None:
    """Whose national numbers agents type: the setting's, else the country of our own number."""
    if settings.WHATSAPP_DEFAULT_REGION:
        return settings.WHATSAPP_DEFAULT_REGION
    ours = BusinessNumber.objects.exclude(display_phone_number="").order_by("pk")
    phone = ours.values_list("display_phone_number", flat=True).first()
    return region_of(phone) if phone else None


def _digits_of(to: str) -> str:
    try:
        return phone_of(to).removeprefix("+")
    except NotAnAddress:
        # What Meta itself once wrote may lie beyond every numbering plan: it still finds its customer.
        digits = to.strip().removeprefix("+")
        if not STORED_ID.fullmatch(digits):
            raise
        return digits
