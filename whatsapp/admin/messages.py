from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.template.defaultfilters import truncatechars
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from whatsapp.models import BusinessNumber, Conversation, Message

from .pages import ReadOnly
from .shown import as_written, chat_link, left_to_right, pane, pretty

PREVIEW_LENGTH = 60


@admin.register(Message)
class MessageAdmin(ReadOnly):
    list_display = ("customer", "chat", "preview", "direction", "status", "created_at", "message_type")
    list_filter = ("direction", "status", "number")
    list_select_related = ("conversation",)
    search_fields = ("whatsapp_message_id",)
    search_help_text = _("Name or number of the customer, or a wamid")
    ordering = ("-pk",)
    sortable_by = ()
    show_full_result_count = False
    readonly_fields = ("chat", "wamid", "event", "as_sent")
    fieldsets = (
        (None, {"fields": ("chat", "direction", "status", "origin", "message_type", "content", "sent_by")}),
        (_("Changes by its author"), {"fields": ("original_content", "edited_at", "revoked_at")}),
        (_("File"), {"fields": ("media_url", "media_mime_type")}),
        (_("Failure"), {"fields": ("error_code", "error_title", "error_details")}),
        (
            _("Times"),
            {
                "fields": (
                    "created_at",
                    "stored_at",
                    "sent_at",
                    "delivered_at",
                    "read_at",
                    "played_at",
                    "failed_at",
                )
            },
        ),
        (_("Sending"), {"fields": ("attempts", "attempted_at", "next_attempt_at", "claimed_until")}),
        (_("Identity"), {"fields": ("wamid", "quoted_wamid", "uuid", "client_id", "event", "as_sent")}),
    )

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Only what an index finds: there are many more messages than anything else.

        The wamid is asked for number by number, because the index of the wamids begins with the number.
        """
        word = search_term.strip()
        if not word:
            return queryset, False
        if word.startswith("wamid."):
            numbers = list(BusinessNumber.objects.values_list("pk", flat=True))
            return queryset.filter(number__in=numbers, whatsapp_message_id=word), False
        named = Q(customer_name__icontains=word) | Q(customer_phone__contains=word.lstrip("+"))
        return queryset.filter(conversation__in=Conversation.objects.filter(named)), False

    @admin.display(description=_("customer"))
    def customer(self, message: Message) -> str:
        return as_written(message.conversation.display_name)

    @admin.display(description=_("text"))
    def preview(self, message: Message) -> str:
        return as_written(truncatechars(message.content, PREVIEW_LENGTH))

    @admin.display(description=_("chat"))
    def chat(self, message: Message) -> str:
        return chat_link(message.conversation_id)

    @admin.display(description=_("wamid"))
    def wamid(self, message: Message) -> str:
        return left_to_right(message.whatsapp_message_id)

    @admin.display(description=_("webhook event"))
    def event(self, message: Message) -> str:
        """The body that brought it; pruned by age, so it may be gone."""
        if not message.event_id:
            return "–"
        page = reverse("admin:whatsapp_webhookevent_change", args=[message.event_id])
        return format_html('<a href="{}"><bdi dir="ltr">{}</bdi></a>', page, message.event_id)

    @admin.display(description=_("as Meta sent it"))
    def as_sent(self, message: Message) -> str:
        return pane(pretty(message.payload)) if message.payload else "–"
