"""What the list can be narrowed down to, and what it is narrowed down to now."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from whatsapp.access import colleagues, may_keep, may_open_back_office, views_for
from whatsapp.models import BusinessNumber, Label, Preference, SavedView, name_of

from .forms import ListForm


@dataclass(frozen=True)
class InUse:
    """One filter that is on: its field, and in words what it keeps."""

    field: str
    words: str


@dataclass(frozen=True)
class KeptView:
    view: SavedView
    is_shown: bool
    is_default: bool
    may_be_changed: bool


@dataclass
class Filters:
    """Asks for its choices when they are drawn: a refresh of the list needs none of them."""

    user: User
    form: ListForm

    @cached_property
    def labels(self) -> list[Label]:
        return list(Label.objects.all())

    @cached_property
    def numbers(self) -> list[BusinessNumber]:
        return list(BusinessNumber.objects.order_by("pk"))

    @cached_property
    def people(self) -> list[tuple[str, str]]:
        """Choices of the field `assigned_to`."""
        others = [(str(user.pk), name_of(user)) for user in colleagues() if user.pk != self.user.pk]
        return [("me", pgettext("chats", "Mine")), ("none", pgettext("chats", "Unassigned")), *others]

    @cached_property
    def views(self) -> list[KeptView]:
        default = Preference.objects.filter(user=self.user).values_list("default_view_id", flat=True).first()
        return [
            KeptView(view, view.query == self.form.query, view.pk == default, may_keep(view, self.user))
            for view in views_for(self.user)
        ]

    @property
    def may_share(self) -> bool:
        return may_open_back_office(self.user)

    @cached_property
    def in_use(self) -> list[InUse]:
        return list(self._in_use())

    def _in_use(self) -> Iterator[InUse]:
        words: dict[str, Callable[[], Any]] = {
            "status": lambda: dict(ListForm.STATUSES),
            "assigned_to": lambda: dict(self.people),
            "label": lambda: {label.pk: label.name for label in self.labels},
            "number": lambda: {number.pk: f"\u200e{number}\u200e" for number in self.numbers},
            "order": lambda: dict(ListForm.ORDERS),
        }
        for field, choices in words.items():
            if given := self.form.given(field):
                yield InUse(field, str(_word(choices(), given)))


def _word(choices: dict[Any, Any], given: Any) -> Any:
    return choices.get(given) or choices.get(str(given)) or _("Something that is not there any more")
