from typing import Any
from urllib.parse import urlencode

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from whatsapp.conversations.listing import CLOSING_FIRST, LATEST_FIRST, OPEN, WAITING_FIRST, Wanted
from whatsapp.models import Conversation

Status = Conversation.Status


class ListForm(forms.Form):
    """What of the list somebody wants to see. Anything odd in the address means everything."""

    ALL, UNREAD, MINE, UNASSIGNED = "", "unread", "mine", "unassigned"
    SHOW = (
        (ALL, _("All")),
        (UNREAD, _("Unread")),
        (MINE, pgettext_lazy("chats", "Mine")),
        (UNASSIGNED, pgettext_lazy("chats", "Unassigned")),
    )
    ANY_STATUS = "all"
    STATUSES = (
        ("", _("Active and pending")),
        (Status.ACTIVE, Status.ACTIVE.label),
        (Status.PENDING, Status.PENDING.label),
        (Status.RESOLVED, Status.RESOLVED.label),
        (ANY_STATUS, _("With any status")),
    )
    ORDERS = (
        (LATEST_FIRST, _("Latest first")),
        (WAITING_FIRST, _("Waiting longest first")),
        (CLOSING_FIRST, _("Closing soonest first")),
    )

    search = forms.CharField(required=False, max_length=100)
    show = forms.ChoiceField(required=False, choices=SHOW)
    status = forms.ChoiceField(required=False, choices=STATUSES)
    assigned_to = forms.RegexField(r"^(me|none|[0-9]{1,18})$", required=False)
    label = forms.IntegerField(required=False, min_value=1, max_value=2**63 - 1)
    number = forms.IntegerField(required=False, min_value=1, max_value=2**63 - 1)
    order = forms.ChoiceField(required=False, choices=ORDERS)

    @property
    def wanted(self) -> Wanted:
        show = self.given("show")
        whose = {self.MINE: "me", self.UNASSIGNED: "none"}
        return Wanted(
            status=self._status,
            assigned_to=self.given("assigned_to") or whose.get(show, ""),
            unread=show == self.UNREAD,
            search=self.given("search"),
            order=self.given("order"),
            label=self.given("label") or None,
            number=self.given("number") or None,
        )

    @property
    def _status(self) -> str:
        """What is searched for may be long done; otherwise what is done is out of the way."""
        chosen = self.given("status")
        if chosen == self.ANY_STATUS:
            return ""
        return chosen or ("" if self.given("search") else OPEN)

    @property
    def more(self) -> list[tuple[str, Any]]:
        """What is chosen in the panel, which is asked for when somebody opens it."""
        return [(name, self.given(name)) for name in ("status", "assigned_to", "label", "number", "order")]

    @cached_property
    def query(self) -> str:
        """What was asked for, as an address has it; the shortest way to say it."""
        return urlencode({name: self.given(name) for name in self.fields if self.given(name)})

    @property
    def suffix(self) -> str:
        return f"?{self.query}" if self.query else ""

    def given(self, name: str) -> Any:
        return self._given.get(name) or ""

    @cached_property
    def _given(self) -> dict[str, Any]:
        self.is_valid()
        return self.cleaned_data
