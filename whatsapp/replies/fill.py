"""The variables of a ready-made reply: `{{first_name}}`, or with words for when it isn't known,
`{{first_name|dear customer}}`. Each has an Arabic name too."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from whatsapp.models import Conversation
from whatsapp.models.names import first_name, full_name

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

PLACE = re.compile(r"\{\{\s*(?P<name>[^{}|]*?)\s*(?:\|(?P<otherwise>[^{}]*))?\}\}")
GAP = "⟨{}⟩"
"""What is not known stands between these, so that nobody overlooks it; the composer selects it at once."""


def _first_name(conversation: Conversation, agent: User) -> str:
    return first_name(conversation.customer_name)


def _name(conversation: Conversation, agent: User) -> str:
    return full_name(conversation.customer_name)


def _phone(conversation: Conversation, agent: User) -> str:
    return f"+{conversation.customer_phone}" if conversation.customer_phone else ""


def _today(conversation: Conversation, agent: User) -> str:
    return date_format(timezone.localdate(), "DATE_FORMAT")


@dataclass(frozen=True)
class Variable:
    arabic: str
    label: str | StrPromise
    read: Callable[[Conversation, User], str]


VARIABLES = {
    "first_name": Variable("الاسم_الأول", gettext_lazy("first name of the customer"), _first_name),
    "name": Variable("الاسم", gettext_lazy("name of the customer"), _name),
    "phone": Variable("الهاتف", gettext_lazy("number of the customer"), _phone),
    "agent": Variable("الموظف", gettext_lazy("your name"), lambda _, agent: agent.first_name),
    "business": Variable(
        "النشاط", gettext_lazy("name of the business"), lambda chat, _: chat.number.verified_name
    ),
    "today": Variable("اليوم", gettext_lazy("today's date"), _today),
}
BY_NAME = {**VARIABLES, **{variable.arabic: variable for variable in VARIABLES.values()}}


def fill(text: str, conversation: Conversation, agent: User) -> str:
    """What is not known becomes the words after `|`, else a gap that can be seen: `⟨first name⟩`."""

    def value(place: re.Match[str]) -> str:
        variable = BY_NAME.get(place["name"])
        known = variable.read(conversation, agent).strip() if variable else ""
        label = str(variable.label) if variable else place["name"]
        return known or (place["otherwise"] or "").strip() or GAP.format(label)

    return PLACE.sub(value, text)


def check_variables(text: str) -> None:
    """Raises ValidationError for a variable that there isn't."""
    for place in PLACE.finditer(text):
        if place["name"] not in BY_NAME:
            known = ", ".join(BY_NAME)
            raise ValidationError(
                _("There is no variable “%(name)s”. There are: %(known)s."),
                code="unknown_variable",
                params={"name": place["name"], "known": known},
            )
