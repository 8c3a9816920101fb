from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from whatsapp.models import ReplyTemplate

from .pages import Audited


@admin.register(ReplyTemplate)
class ReplyTemplateAdmin(Audited):
    list_display = ("name", "category", "template_type", "created_by", "created_at")
    list_filter = ("category", "template_type")
    list_select_related = ("created_by",)
    search_fields = ("name", "content", "category")
    fields = ("name", "content", "category", "template_type", "created_by", "created_at")
    readonly_fields = ("created_by", "created_at")

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if not change:
            obj.created_by = request.user
        super().save_model(request, obj, form, change)
