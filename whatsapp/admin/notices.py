"""What Meta told us, in plain words; settled by a manager with one button."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from whatsapp.access import may_open_back_office
from whatsapp.models import Notice
from whatsapp.notices.standing import settle
from whatsapp.notices.wording import in_words, what_to_do

from .pages import ReadOnly, signed_in
from .shown import as_written, left_to_right, pane, pretty


class StateFilter(admin.SimpleListFilter):
    title = gettext_lazy("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [
            ("stopping", gettext_lazy("Stops work")),
            ("open", gettext_lazy("Not settled")),
            ("settled", gettext_lazy("Settled")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() == "stopping":
            return queryset.filter(stops_work=True, settled_at=None)
        if self.value() in ("open", "settled"):
            return queryset.filter(settled_at__isnull=self.value() == "open")
        return queryset


@admin.register(Notice)
class NoticeAdmin(ReadOnly):
    list_display = ("at", "said", "about", "number", "severity", "state")
    list_display_links = ("at", "said")
    list_filter = ("severity", StateFilter)
    ordering = ("-at", "-id")
    sortable_by = ()
    show_full_result_count = False
    actions = ("settle_chosen",)
    fields = (
        *("said", "cure", "about", "number", "at", "severity", "state", "settled_at", "settled_by"),
        *("field", "event", "account", "as_sent"),
    )
    readonly_fields = ("said", "cure", "about", "state", "account", "as_sent")
    change_form_template = "admin/notice.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("number", "settled_by")

    @admin.display(description=gettext_lazy("notice"))
    def said(self, notice: Notice) -> str:
        return in_words(notice)

    @admin.display(description=gettext_lazy("what to do"))
    def cure(self, notice: Notice) -> str:
        return what_to_do(notice) or "–"

    @admin.display(description=gettext_lazy("state"))
    def state(self, notice: Notice) -> str:
        if notice.settled_at:
            return _("Settled") if notice.settled_by_id else _("Settled by itself")
        return _("Stops work") if notice.stops_work else _("Not settled")

    @admin.display(description=gettext_lazy("about"))
    def about(self, notice: Notice) -> str:
        return as_written(notice.subject) if notice.subject else "–"

    @admin.display(description=gettext_lazy("WhatsApp Business Account ID"))
    def account(self, notice: Notice) -> str:
        return left_to_right(notice.waba_id)

    @admin.display(description=gettext_lazy("as Meta sent it"))
    def as_sent(self, notice: Notice) -> str:
        return pane(pretty(notice.payload)) if notice.payload else "–"

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """For everybody in the back office: the banner sends them here."""
        return may_open_back_office(request.user)

    def has_settle_permission(self, request: HttpRequest) -> bool:
        """Who is told of it may say that it is done: nothing but the banner depends on it."""
        return self.has_view_permission(request)

    @admin.action(description=gettext_lazy("The chosen notices are settled"), permissions=["settle"])
    def settle_chosen(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        self._settle(request, queryset.filter(settled_at=None))

    def get_urls(self) -> list[URLPattern]:
        one = self.admin_site.admin_view(self.settle_one)
        return [
            path("<int:notice_id>/settle/", one, name="whatsapp_notice_settle"),
            *super().get_urls(),
        ]

    @method_decorator(require_POST)
    def settle_one(self, request: HttpRequest, notice_id: int) -> HttpResponse:
        if not self.has_settle_permission(request):
            raise PermissionDenied
        notice = get_object_or_404(Notice, pk=notice_id)
        self._settle(request, [notice])
        return redirect("admin:whatsapp_notice_change", notice.pk)

    def _settle(self, request: HttpRequest, notices: Any) -> None:
        done = sum(settle(notice, by=signed_in(request)) for notice in notices)
        if done:
            text = ngettext("%(n)d notice is settled.", "%(n)d notices are settled.", done) % {"n": done}
            self.message_user(request, text, messages.SUCCESS)
        else:
            self.message_user(request, _("It was settled before."), messages.WARNING)
