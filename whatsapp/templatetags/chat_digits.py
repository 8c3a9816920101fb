"""Times and counts in the digits that somebody likes."""

from django import template
from django.template.defaultfilters import stringfilter

from whatsapp.digits import ARABIC, WESTERN, digits_in_use, in_digits

register = template.Library()

register.filter("digits", stringfilter(in_digits), is_safe=True)
register.simple_tag(digits_in_use)


@register.simple_tag
def kinds_of_digits() -> list[tuple[str, str]]:
    """What to choose from, each as it looks."""
    return [(WESTERN, "123"), (ARABIC, "١٢٣")]
