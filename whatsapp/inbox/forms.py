from typing import Any

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from whatsapp.conversations.listing import CLOSING_FIRST, LATEST_FIRST, PAGE, WAITING_FIRST, Wanted

MOST_ROWS = 300
"""As far as the list grows by scrolling; what is older is found by searching."""


class ListForm(forms.Form):
    """What of the list somebody wants to see. Anything odd in the address means everything."""

    ALL, UNREAD = "", "unread"
    SHOW = ((ALL, _("All")), (UNREAD, _("Unread")))
    ORDERS = (
        (LATEST_FIRST, _("Latest first")),
        (WAITING_FIRST, _("Waiting longest first")),
        (CLOSING_FIRST, _("Closing soonest first")),
    )

    search = forms.CharField(required=False, max_length=100)
    show = forms.ChoiceField(required=False, choices=SHOW)
    order = forms.ChoiceField(required=False, choices=ORDERS)
    size = forms.IntegerField(required=False, min_value=1, max_value=MOST_ROWS)

    @property
    def wanted(self) -> Wanted:
        return Wanted(
            search=self._given.get("search", ""),
            unread=self._given.get("show") == self.UNREAD,
            order=self._given.get("order", LATEST_FIRST),
        )

    @property
    def rows(self) -> int:
        return max(self._given.get("size") or PAGE, PAGE)

    @cached_property
    def _given(self) -> dict[str, Any]:
        self.is_valid()
        return self.cleaned_data
