"""The files of messages: which wait, which will not come, and a second try for these."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from whatsapp.access import may_open_back_office
from whatsapp.media.queue import fetch_again
from whatsapp.models import MessageFile

from .pages import ReadOnly, signed_in
from .shown import as_written, chat_link

MOST_AT_ONCE = 500
"""More is the business of `manage.py fetch_media`."""


@admin.register(MessageFile)
class MessageFileAdmin(ReadOnly):
    list_display = ("customer", "chat", "state", "kind", "size", "asked_at", "attempts", "reason")
    list_filter = ("state",)
    list_select_related = ("message__conversation", "stored")
    ordering = ("-message",)
    sortable_by = ()
    show_full_result_count = False
    actions = ("fetch_chosen_again",)
    fields = (
        *("customer", "chat", "state", "reason", "kind", "size", "file_name"),
        *("attempts", "asked_at", "next_attempt_at", "fetched_at"),
    )
    readonly_fields = ("customer", "chat", "kind", "size", "file_name")

    @admin.display(description=gettext_lazy("customer"))
    def customer(self, file: MessageFile) -> str:
        return as_written(file.message.conversation.display_name)

    @admin.display(description=gettext_lazy("chat"))
    def chat(self, file: MessageFile) -> str:
        return chat_link(file.message.conversation_id)

    @admin.display(description=gettext_lazy("kind of file"))
    def kind(self, file: MessageFile) -> str:
        """What it is, once it is here; until then what Meta called it."""
        return file.stored.mime_type if file.stored else file.message.media_mime_type or "–"

    @admin.display(description=gettext_lazy("size"))
    def size(self, file: MessageFile) -> str:
        return filesizeformat(file.stored.size) if file.stored else "–"

    @admin.display(description=gettext_lazy("name"))
    def file_name(self, file: MessageFile) -> str:
        return as_written(file.name) if file.name else "–"

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may_open_back_office(request.user)

    def has_fetch_permission(self, request: HttpRequest) -> bool:
        """Agents may do the same in the chat."""
        return self.has_view_permission(request)

    @admin.action(description=gettext_lazy("Fetch the chosen files again"), permissions=["fetch"])
    def fetch_chosen_again(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        chosen = list(queryset.select_related("message").order_by("pk")[: MOST_AT_ONCE + 1])
        if len(chosen) > MOST_AT_ONCE:
            text = _("Nothing was done: choose at most %(most)d files at once.") % {"most": MOST_AT_ONCE}
            self.message_user(request, text, messages.ERROR)
            return
        asked = sum(fetch_again(file, by=signed_in(request)) for file in chosen)
        if asked:
            text = ngettext("%(n)d file is fetched now.", "%(n)d files are fetched now.", asked) % {
                "n": asked
            }
            self.message_user(request, text, messages.SUCCESS)
        else:
            self.message_user(request, _("They are here already, or just being fetched."), messages.WARNING)
