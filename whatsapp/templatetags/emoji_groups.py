"""The names of the groups of emojis, in the order of static/emojis (`bench/emojis.py`)."""

import json

from django import template
from django.utils.translation import gettext as _

register = template.Library()


@register.simple_tag
def emoji_groups() -> str:
    """As JSON."""
    names = (
        *(_("Smileys"), _("People"), _("Animals and nature"), _("Food and drink"), _("Travel and places")),
        *(_("Activities"), _("Objects"), _("Symbols"), _("Flags")),
    )
    return json.dumps(names)
