"""What Meta sent, byte for byte; what could not be applied can be tried again."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.db.models.functions import Length
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.defaultfilters import filesizeformat, truncatechars
from django.urls import URLPattern, path
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from whatsapp.inbound.process import process
from whatsapp.models import AuditEntry, WebhookEvent

from .pages import ReadOnly, signed_in
from .shown import pane, readable

State = WebhookEvent.State

MOST_AT_ONCE = 500
"""Somebody waits for the page meanwhile. More than that is the worker's business."""


def apply_again(events: Iterable[WebhookEvent], *, by: User) -> tuple[int, int]:
    """Each in a transaction of its own, with its audit entry. Returns how many were applied, and parked.

    Harmless for what is there already: a wamid is taken in once, a status only moves forward.
    """
    applied = parked = 0
    for event in events:
        with transaction.atomic():
            process(event)
            AuditEntry.record("applied again", event, by=by, state=event.state)
        applied += event.state == State.APPLIED
        parked += event.state == State.PARKED
    return applied, parked


class StateFilter(admin.SimpleListFilter):
    """Says "not applied" in the words of the index: SQLite uses a partial index only then."""

    title = gettext_lazy("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return list(State.choices)

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() not in State.values:
            return queryset
        if self.value() != State.APPLIED:
            queryset = queryset.exclude(state=State.APPLIED)
        return queryset.filter(state=self.value())


@admin.register(WebhookEvent)
class WebhookEventAdmin(ReadOnly):
    list_display = ("id", "received_at", "state", "short_reason", "size", "attempts")
    list_filter = (StateFilter,)
    ordering = ("-pk",)
    sortable_by = ()
    show_full_result_count = False
    actions = ("apply_chosen_again",)
    fields = ("state", "reason", "received_at", "applied_at", "attempts", "size", "raw")
    readonly_fields = ("size", "raw")
    change_form_template = "admin/webhook_event.html"

    def get_queryset(self, request: HttpRequest) -> Any:
        """Never a list of bodies: each may have 3 MB."""
        return super().get_queryset(request).defer("body").annotate(body_length=Length("body"))

    @admin.display(description=gettext_lazy("reason"))
    def short_reason(self, event: WebhookEvent) -> str:
        return truncatechars(event.reason, 80) or "–"

    @admin.display(description=gettext_lazy("size"))
    def size(self, event: Any) -> str:
        return filesizeformat(event.body_length)

    @admin.display(description=gettext_lazy("body"))
    def raw(self, event: WebhookEvent) -> str:
        return pane(readable(bytes(event.body)))

    def has_apply_permission(self, request: HttpRequest) -> bool:
        """Whoever may see an event may try it again: it can only bring what Meta once sent."""
        return self.has_view_permission(request)

    @admin.action(description=gettext_lazy("Apply the chosen events again"), permissions=["apply"])
    def apply_chosen_again(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        chosen = list(queryset.order_by("pk").values_list("pk", flat=True)[: MOST_AT_ONCE + 1])
        if len(chosen) > MOST_AT_ONCE:
            text = _("Nothing was done: choose at most %(most)d events at once.") % {"most": MOST_AT_ONCE}
            self.message_user(request, text, messages.ERROR)
            return
        self._apply(request, chosen)

    def get_urls(self) -> list[URLPattern]:
        again = self.admin_site.admin_view(self.apply_one_again)
        name = "whatsapp_webhookevent_apply_again"
        return [path("<int:event_id>/apply-again/", again, name=name), *super().get_urls()]

    @method_decorator(require_POST)
    def apply_one_again(self, request: HttpRequest, event_id: int) -> HttpResponse:
        if not self.has_apply_permission(request):
            raise PermissionDenied
        event = get_object_or_404(WebhookEvent, pk=event_id)
        self._apply(request, [event.pk])
        return redirect("admin:whatsapp_webhookevent_change", event.pk)

    def _apply(self, request: HttpRequest, chosen: list[int]) -> None:
        """In the order of their coming; one body in memory at a time."""
        events = WebhookEvent.objects.filter(pk__in=chosen).order_by("pk").iterator(chunk_size=1)
        applied, parked = apply_again(events, by=signed_in(request))
        text = _("Applied: %(applied)d. Still parked: %(parked)d.") % {"applied": applied, "parked": parked}
        self.message_user(request, text, messages.WARNING if parked else messages.SUCCESS)
