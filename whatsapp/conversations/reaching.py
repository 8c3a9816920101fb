"""Which conversation somebody means who names the customer."""

import re

from django.db.models import Q, QuerySet

from whatsapp.cloud_api.phones import variants
from whatsapp.models import Conversation

BSUID = re.compile(r"[A-Z]{2}\.(ENT\.)?[A-Za-z0-9]{1,128}")


PHONE_DIGITS = range(7, 16)


class NotAnAddress(ValueError):
    """Nobody can be meant by this."""


def find_conversation(visible: QuerySet[Conversation], to: str) -> Conversation | None:
    """The latest with whom `to` names: a phone as people write it, with its country code, or a BSUID.

    Raises NotAnAddress for what is neither.
    """
    if BSUID.fullmatch(to):
        who = Q(contact__bsuid=to)
    else:
        digits = digits_of(to)
        if len(digits) not in PHONE_DIGITS:
            raise NotAnAddress
        spellings = variants(digits)
        who = Q(contact__phone__in=spellings) | Q(contact__wa_id__in=spellings)
    return visible.filter(who).order_by("-last_message_at").first()


def digits_of(phone: str) -> str:
    """Western digits only; Arabic-Indic ones are read, a leading 00 is a plus, all marks are dropped."""
    digits = "".join(str(int(c)) for c in phone if c.isdecimal())
    return digits.removeprefix("00") if "+" not in phone else digits
