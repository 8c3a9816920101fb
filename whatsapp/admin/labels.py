from typing import Any

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from whatsapp.access import may_open_back_office
from whatsapp.models import Label

from .pages import Audited


@admin.register(Label)
class LabelAdmin(Audited):
    """Kept by whoever may come here; put on chats in the inbox."""

    list_display = ("name", "color", "position", "chats")
    list_editable = ("color", "position")
    search_fields = ("name",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Label]:
        return super().get_queryset(request).annotate(worn=Count("conversations"))

    @admin.display(description=_("chats"))
    def chats(self, label: Any) -> int:
        return label.worn

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may_open_back_office(request.user)

    has_add_permission = has_view_permission
    has_change_permission = has_view_permission
    has_delete_permission = has_view_permission

    def has_module_permission(self, request: HttpRequest) -> bool:
        return may_open_back_office(request.user)
