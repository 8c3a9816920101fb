from django.contrib import admin
from django.template.defaultfilters import truncatechars
from django.utils.translation import gettext_lazy as _

from whatsapp.models import Conversation

from .pages import ReadOnly
from .shown import as_written, chat_link, left_to_right

PREVIEW_LENGTH = 60


@admin.register(Conversation)
class ConversationAdmin(ReadOnly):
    """Latest first, as in the inbox. They are opened, closed and assigned there."""

    list_display = ("display_name", "chat", "phone", "status", "assigned_to", "last_message_at", "latest")
    list_filter = ("status", "assigned_to", "number")
    list_select_related = ("assigned_to",)
    search_fields = ("customer_name", "customer_phone")
    search_help_text = _("Name or number of the customer")
    ordering = ("-last_message_at", "-id")
    sortable_by = ()
    show_full_result_count = False
    fields = (
        "chat",
        "customer_name",
        "phone",
        "contact",
        "number",
        "status",
        "assigned_to",
        "blocked_at",
        "unread_count",
        "last_message",
        "last_message_at",
        "last_inbound_at",
        "created_at",
        "updated_at",
    )
    readonly_fields = ("chat", "phone")

    @admin.display(description=_("name"))
    def display_name(self, conversation: Conversation) -> str:
        return as_written(conversation.display_name)

    @admin.display(description=_("phone"))
    def phone(self, conversation: Conversation) -> str:
        return left_to_right(conversation.customer_phone and f"+{conversation.customer_phone}")

    @admin.display(description=_("last message"))
    def latest(self, conversation: Conversation) -> str:
        return as_written(truncatechars(conversation.last_message, PREVIEW_LENGTH))

    @admin.display(description=_("chat"))
    def chat(self, conversation: Conversation) -> str:
        return chat_link(conversation.pk)
