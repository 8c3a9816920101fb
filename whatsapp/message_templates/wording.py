"""Meta's words for a template's state, in people's. What is not in a table is shown as Meta wrote it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from .definition import GOODS

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

STATUSES: Mapping[str, StrPromise] = {
    "APPROVED": pgettext_lazy("of a template", "Approved"),
    "PENDING": pgettext_lazy("of a template", "In review"),
    "REJECTED": pgettext_lazy("of a template", "Rejected"),
    "PAUSED": pgettext_lazy("of a template", "Paused"),
    "DISABLED": pgettext_lazy("of a template", "Disabled"),
    "IN_APPEAL": pgettext_lazy("of a template", "Appeal in review"),
    "PENDING_DELETION": pgettext_lazy("of a template", "Being deleted"),
    "DELETED": pgettext_lazy("of a template", "Deleted"),
    "LIMIT_EXCEEDED": pgettext_lazy("of a template", "Over the account's limit"),
    "ARCHIVED": pgettext_lazy("of a template", "Archived"),
    "LOCKED": pgettext_lazy("of a template", "Locked"),
}
CATEGORIES: Mapping[str, StrPromise] = {
    "MARKETING": _("Marketing"),
    "UTILITY": _("Utility"),
    "AUTHENTICATION": _("Sign-in code"),
}
QUALITIES: Mapping[str, StrPromise] = {
    "GREEN": pgettext_lazy("quality", "High"),
    "YELLOW": pgettext_lazy("quality", "Medium"),
    "RED": pgettext_lazy("quality", "Low"),
    "UNKNOWN": pgettext_lazy("quality", "Not rated yet"),
}
REASONS: Mapping[str, StrPromise] = {
    "ABUSIVE_CONTENT": _("Meta finds the content abusive"),
    "INCORRECT_CATEGORY": _("It belongs to another category"),
    "INVALID_FORMAT": _("Something about its form is wrong, often a variable"),
    "PROMOTIONAL": _("It advertises something, but is not in the category Marketing"),
    "SCAM": _("Meta takes it for fraud"),
    "TAG_CONTENT_MISMATCH": _("Its language or category does not fit its text"),
}
PARTS: Mapping[str, StrPromise] = {
    "IMAGE": _("Photo"),
    "VIDEO": _("Video"),
    "DOCUMENT": _("Document"),
    "GIF": _("Animation"),
    "PRODUCT": pgettext_lazy("of a catalogue", "Product"),
    "LOCATION": _("Location"),
}
NOT_HERE: Mapping[str, StrPromise] = {
    "ORDER_DETAILS": _(
        "It asks for a payment, and this inbox knows no orders: a shop system has to send it."
    ),
    "GIF": _("Meta takes animations only through its Marketing Messages API, which this inbox does not use."),
    **dict.fromkeys(
        sorted(GOODS),
        _("It shows goods of a catalogue, chosen for each message, and this inbox knows no catalogue."),
    ),
}
"""Why a template with such a part can be looked at but not sent."""
BUTTONS: Mapping[str, StrPromise] = {"COPY_CODE": _("Copy the code")}
"""On those that have no words of their own."""
LANGUAGES: Mapping[str, str] = {
    "ar": "العربية",
    "ar_AE": "العربية (الإمارات)",
    "ar_EG": "العربية (مصر)",
    "ar_LB": "العربية (لبنان)",
    "ar_MA": "العربية (المغرب)",
    "ar_QA": "العربية (قطر)",
    "en": "English",
    "en_AE": "English (UAE)",
    "en_GB": "English (UK)",
    "en_QA": "English (Qatar)",
    "en_US": "English (US)",
    "fa": "فارسی",
    "fr": "Français",
    "he": "עברית",
    "ps_AF": "پښتو",
    "tr": "Türkçe",
    "ur": "اردو",
}
"""Each in its own words. There is no `ar_SA` at Meta: Saudi templates are `ar`."""


def in_words(table: Mapping[str, StrPromise] | Mapping[str, str], word: str) -> str:
    return str(table.get(word) or word or "–")


def why_not(kinds: Sequence[str]) -> str:
    """Of `Definition.not_filled_here`: a sentence for people, or nothing."""
    if not kinds:
        return ""
    other = gettext("It has a part that can't be filled in here: %(part)s.") % {"part": kinds[0]}
    return str(NOT_HERE.get(kinds[0], other))
