from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.html import format_html_join
from django.utils.translation import gettext_lazy as _

from whatsapp.models import Contact

from .pages import ReadOnly
from .shown import as_written, chat_link, left_to_right


@admin.register(Contact)
class ContactAdmin(ReadOnly):
    list_display = ("display_name", "number", "username", "chats", "created_at")
    search_fields = ("name", "phone", "wa_id", "username", "bsuid")
    search_help_text = _("Name, number, username or BSUID")
    ordering = ("-pk",)
    sortable_by = ()
    show_full_result_count = False
    fields = (
        "name",
        "number",
        "wa_id",
        "username",
        "bsuid",
        "parent_bsuid",
        "chats",
        "created_at",
        "updated_at",
    )
    readonly_fields = ("number", "chats")

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).prefetch_related("conversations")

    @admin.display(description=_("name"))
    def display_name(self, contact: Contact) -> str:
        return as_written(contact.display_name)

    @admin.display(description=_("phone"))
    def number(self, contact: Contact) -> str:
        return left_to_right(contact.phone and f"+{contact.phone}")

    @admin.display(description=_("chats"))
    def chats(self, contact: Contact) -> str:
        links = ((chat_link(conversation.pk),) for conversation in contact.conversations.all())
        return format_html_join(" · ", "{}", links) or "–"
