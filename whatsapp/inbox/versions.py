"""Whether a pane would look any different now. The refresh asks often, and mostly the answer is no."""

import hashlib

from django.utils import timezone
from django.utils.translation import get_language

from whatsapp.digits import digits_in_use


def version_of(*facts: object) -> str:
    """A short token of what a pane shows, with the language, the digits and the date: Today becomes Yesterday."""
    shown = repr((get_language(), digits_in_use(), timezone.localdate(), facts))
    return hashlib.blake2b(shown.encode(), digest_size=9).hexdigest()
