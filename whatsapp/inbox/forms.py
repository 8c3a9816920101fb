from django import forms
from django.utils.translation import gettext_lazy as _

from whatsapp.conversations.listing import PAGE, Wanted

MOST_ROWS = 300
"""As far as the list grows by scrolling; what is older is found by searching."""


class ListForm(forms.Form):
    """What of the list somebody wants to see. Anything odd in the address means everything."""

    ALL, UNREAD = "", "unread"
    SHOW = ((ALL, _("All")), (UNREAD, _("Unread")))

    search = forms.CharField(required=False, max_length=100)
    show = forms.ChoiceField(required=False, choices=SHOW)
    size = forms.IntegerField(required=False, min_value=1, max_value=MOST_ROWS)

    @property
    def wanted(self) -> Wanted:
        return Wanted(search=self._given("search") or "", unread=self._given("show") == self.UNREAD)

    @property
    def rows(self) -> int:
        return max(self._given("size") or PAGE, PAGE)

    def _given(self, field: str) -> str | int | None:
        self.is_valid()
        return self.cleaned_data.get(field)
