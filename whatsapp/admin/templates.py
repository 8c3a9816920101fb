from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy

from whatsapp.inbox.reply_form import ReplyForm
from whatsapp.models import ReplyTemplate

from .pages import Audited
from .shown import as_written


@admin.register(ReplyTemplate)
class ReplyTemplateAdmin(Audited):
    form = ReplyForm
    list_display = ("name", "category", "template_type", "owner", "group", "used", "last_used_at")
    list_filter = ("category", "template_type", "group")
    list_select_related = ("owner", "group")
    search_fields = ("name", "content", "category", "file_name")
    readonly_fields = ("present_file", "used", "last_used_at", "created_by", "created_at")

    def get_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        has_file = obj is not None and obj.stored_id is not None
        present = ("present_file", "without_file") if has_file else ()
        return (
            *("name", "content", *present, "file", "category", "owner", "group"),
            *("used", "last_used_at", "created_by", "created_at"),
        )

    @admin.display(description=gettext_lazy("file that is there"))
    def present_file(self, reply: ReplyTemplate) -> str:
        size = filesizeformat(reply.stored.size) if reply.stored else ""
        return as_written(f"{reply.file_name} · {reply.get_template_type_display()} · {size}")

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if not change:
            obj.created_by = request.user
        super().save_model(request, obj, form, change)
