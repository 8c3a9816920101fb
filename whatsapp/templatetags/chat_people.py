"""How people and their numbers are written."""

from django import template
from django.contrib.auth.models import User

from whatsapp.bubbles import authors
from whatsapp.models import Message, name_of

register = template.Library()
register.filter(name_of)

_TWO_DIGITS = (
    "20 27 30 31 32 33 34 36 39 40 41 43 44 45 46 47 48 49 51 52 53 54 55 56 57 58 60 61 62 63 64 65 66 "
    "81 82 84 86 90 91 92 93 94 95 98"
)
TWO_DIGIT_CODES = frozenset(_TWO_DIGITS.split())
GROUPS = {8: (4, 4), 9: (2, 3, 4), 10: (3, 3, 4), 11: (2, 5, 4)}
"""Lengths of a national number → how its digits are grouped for reading."""

FIXED_SPACE = "\N{NO-BREAK SPACE}"


@register.filter
def phone(digits: str) -> str:
    """+966 55 123 4567. It belongs into `<bdi dir="ltr">`, or it is shown backwards beside Arabic."""
    code = 1 if digits[:1] in "17" else 2 if digits[:2] in TWO_DIGIT_CODES else 3
    rest, parts = digits[code:], [digits[:code]]
    for size in GROUPS.get(len(rest), ()):
        parts.append(rest[:size])
        rest = rest[size:]
    return "+" + FIXED_SPACE.join([*parts, *([rest] if rest else [])])


@register.filter
def wrote(message: Message, reader: User) -> str:
    return authors.who_wrote(message, reader)
