from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from whatsapp.models import AuditEntry

from .pages import ReadOnly
from .shown import pane, pretty

VERBS = {
    "added": pgettext_lazy("audit log", "added"),
    "changed": pgettext_lazy("audit log", "changed"),
    "deleted": pgettext_lazy("audit log", "deleted"),
    "applied again": pgettext_lazy("audit log", "applied again"),
    "settled": pgettext_lazy("audit log", "settled"),
    "merged": pgettext_lazy("audit log", "merged"),
    "left apart": pgettext_lazy("audit log", "left apart"),
    "sent again": pgettext_lazy("audit log", "sent again"),
    "window closed": pgettext_lazy("audit log", "window closed by Meta's word"),
    "blocked": pgettext_lazy("audit log", "blocked"),
    "unblocked": pgettext_lazy("audit log", "unblocked"),
    "read receipts shown": pgettext_lazy("audit log", "read receipts shown"),
    "read receipts hidden": pgettext_lazy("audit log", "read receipts hidden"),
    "undone": pgettext_lazy("audit log", "undone"),
    "scheduled": pgettext_lazy("audit log", "scheduled"),
    "rescheduled": pgettext_lazy("audit log", "rescheduled"),
    "cancelled": pgettext_lazy("audit log", "cancelled"),
    "sent as scheduled": pgettext_lazy("audit log", "sent as scheduled"),
    "held": pgettext_lazy("audit log", "held until the customer writes"),
    "sent when they answered": pgettext_lazy("audit log", "sent when the customer wrote"),
    "sent now": pgettext_lazy("audit log", "sent now"),
    "stopped": pgettext_lazy("audit log", "stopped"),
    "cured": pgettext_lazy("audit log", "cured"),
    "resolved": pgettext_lazy("audit log", "resolved"),
    "reopened": pgettext_lazy("audit log", "reopened"),
    "set pending": pgettext_lazy("audit log", "set to pending"),
    "assigned": pgettext_lazy("audit log", "assigned"),
    "unassigned": pgettext_lazy("audit log", "left to nobody"),
    "label put on": pgettext_lazy("audit log", "label put on"),
    "label taken off": pgettext_lazy("audit log", "label taken off"),
}
"""What the back office itself writes. A verb that is not here is shown as it is."""


@admin.register(AuditEntry)
class AuditEntryAdmin(ReadOnly):
    list_display = ("at", "by", "what", "noun", "noun_id")
    list_filter = ("by",)
    list_select_related = ("by",)
    search_fields = ("verb", "noun", "=noun_id")
    search_help_text = _("What was done, to what, or its number")
    ordering = ("-pk",)
    sortable_by = ()
    show_full_result_count = False
    fields = ("at", "by", "what", "noun", "noun_id", "all_details")
    readonly_fields = ("what", "all_details")

    @admin.display(description=_("what was done"))
    def what(self, entry: AuditEntry) -> str:
        return str(VERBS.get(entry.verb, entry.verb))

    @admin.display(description=_("details"))
    def all_details(self, entry: AuditEntry) -> str:
        return pane(pretty(entry.details)) if entry.details else "–"
