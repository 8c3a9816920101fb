from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest

from whatsapp.models import ReplyTemplate
from whatsapp.replies.fill import check_variables

from .pages import Audited


class ReplyForm(forms.ModelForm):
    def clean_content(self) -> str:
        check_variables(self.cleaned_data["content"])
        return self.cleaned_data["content"]


@admin.register(ReplyTemplate)
class ReplyTemplateAdmin(Audited):
    form = ReplyForm
    list_display = ("name", "category", "owner", "group", "used", "last_used_at")
    list_filter = ("category", "group")
    list_select_related = ("owner", "group")
    search_fields = ("name", "content", "category")
    fields = (
        *("name", "content", "category", "template_type", "owner", "group"),
        *("used", "last_used_at", "created_by", "created_at"),
    )
    readonly_fields = ("used", "last_used_at", "created_by", "created_at")

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if not change:
            obj.created_by = request.user
        super().save_model(request, obj, form, change)
