"""Two contacts that seem to be one person: a manager says whether they are."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path
from django.utils.decorators import method_decorator
from django.utils.html import format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from whatsapp.access import may_open_back_office
from whatsapp.conversations.merging import leave_apart, merge
from whatsapp.models import Contact, MergeRequest

from .pages import ReadOnly, signed_in
from .shown import as_written, chat_link, left_to_right

REASONS = {
    "identity changed, both have a past": gettext_lazy(
        "The customer's number or user id changed to one that had written before."
    ),
}
"""What the road in writes. A reason that is not here is shown as it is."""


@admin.register(MergeRequest)
class MergeRequestAdmin(ReadOnly):
    list_display = ("id", "asked_at", "to_keep", "to_merge", "why", "settled_at", "settled_by")
    list_filter = (("settled_at", admin.EmptyFieldListFilter),)
    list_select_related = ("kept", "other", "settled_by")
    ordering = ("-pk",)
    sortable_by = ()
    show_full_result_count = False
    actions = ("merge_chosen", "leave_chosen_apart")
    fields = ("asked_at", "why", "to_keep", "chats_to_keep", "to_merge", "chats_to_merge")
    readonly_fields = ("to_keep", "to_merge", "why", "chats_to_keep", "chats_to_merge")
    change_form_template = "admin/merge_request.html"

    def has_module_permission(self, request: HttpRequest) -> bool:
        return may_open_back_office(request.user)

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return may_open_back_office(request.user)

    def has_settle_permission(self, request: HttpRequest) -> bool:
        return may_open_back_office(request.user)

    @admin.display(description=gettext_lazy("to keep"))
    def to_keep(self, asked: MergeRequest) -> str:
        return as_written(asked.kept.display_name)

    @admin.display(description=gettext_lazy("to merge into it"))
    def to_merge(self, asked: MergeRequest) -> str:
        return as_written(asked.other.display_name)

    @admin.display(description=gettext_lazy("why"))
    def why(self, asked: MergeRequest) -> str:
        return str(REASONS.get(asked.reason, asked.reason))

    @admin.display(description=gettext_lazy("its chats"))
    def chats_to_keep(self, asked: MergeRequest) -> str:
        return _chats(asked.kept)

    @admin.display(description=gettext_lazy("its chats"))
    def chats_to_merge(self, asked: MergeRequest) -> str:
        return _chats(asked.other)

    @admin.action(description=gettext_lazy("Merge the chosen pairs"), permissions=["settle"])
    def merge_chosen(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        self._merge(request, list(queryset.order_by("pk").values_list("pk", flat=True)))

    @admin.action(description=gettext_lazy("Leave the chosen pairs apart"), permissions=["settle"])
    def leave_chosen_apart(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        self._leave_apart(request, list(queryset.order_by("pk").values_list("pk", flat=True)))

    def get_urls(self) -> list[URLPattern]:
        guarded = self.admin_site.admin_view
        return [
            path("<int:pk>/merge/", guarded(self.merge_one), name="whatsapp_mergerequest_merge"),
            path("<int:pk>/apart/", guarded(self.leave_one_apart), name="whatsapp_mergerequest_apart"),
            *super().get_urls(),
        ]

    @method_decorator(require_POST)
    def merge_one(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._one(request, pk, self._merge)

    @method_decorator(require_POST)
    def leave_one_apart(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._one(request, pk, self._leave_apart)

    def _one(self, request: HttpRequest, pk: int, settle: Any) -> HttpResponse:
        if not self.has_settle_permission(request):
            raise PermissionDenied
        get_object_or_404(MergeRequest, pk=pk)
        settle(request, [pk])
        return redirect("admin:whatsapp_mergerequest_changelist")

    def _merge(self, request: HttpRequest, chosen: list[int]) -> None:
        """One by one: a merge may answer another of the chosen questions."""
        count = sum(_merge_asked(pk, signed_in(request)) for pk in chosen)
        text = ngettext("Merged: %(count)d pair.", "Merged: %(count)d pairs.", count) % {"count": count}
        self.message_user(request, text, messages.SUCCESS if count else messages.WARNING)

    def _leave_apart(self, request: HttpRequest, chosen: list[int]) -> None:
        asked = MergeRequest.objects.filter(pk__in=chosen)
        count = sum(leave_apart(one, by=signed_in(request)) for one in asked)
        text = _("Left apart: %(count)d.") % {"count": count}
        self.message_user(request, text, messages.SUCCESS if count else messages.WARNING)


def _merge_asked(pk: int, by: User) -> bool:
    asked = MergeRequest.objects.select_related("kept", "other").filter(pk=pk, settled_at=None).first()
    if asked is None:
        return False
    try:
        merge(asked.kept, asked.other, by=by)
    except Contact.DoesNotExist:
        return False  # somebody else was quicker
    return True


def _chats(contact: Contact) -> str:
    """Who it is, and where to read what they wrote."""
    number = left_to_right(contact.phone and f"+{contact.phone}")
    links = [(chat_link(conversation.pk),) for conversation in contact.conversations.all()]
    return format_html_join(" · ", "{}", [(number,), *links])
