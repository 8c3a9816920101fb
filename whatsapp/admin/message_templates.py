"""Meta's approved templates: looked at, fetched, written, changed and deleted, each step told to Meta at once."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.urls import URLPattern, path
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from whatsapp.access import may_open_back_office
from whatsapp.cloud_api.errors import CloudAPIError
from whatsapp.http import InboxRequest
from whatsapp.message_templates import submit, wording
from whatsapp.message_templates.definition import definition_of
from whatsapp.message_templates.draft import can_be_written_here
from whatsapp.message_templates.shown import show
from whatsapp.message_templates.sync import sync_all
from whatsapp.models import MessageTemplate

from . import writing_templates
from .pages import ReadOnly, signed_in
from .shown import as_written, left_to_right, pane, pretty
from .writing_templates import PAGE, in_words

LIST = "admin:whatsapp_messagetemplate_changelist"


class WordFilter(admin.SimpleListFilter):
    """Of what there is, in people's words."""

    words: Any = {}

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        column = str(self.parameter_name)
        there = MessageTemplate.objects.order_by(column).values_list(column, flat=True).distinct()
        return [(word, wording.in_words(self.words, word)) for word in there if word]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(**{str(self.parameter_name): self.value()}) if self.value() else queryset


class StatusFilter(WordFilter):
    title, parameter_name, words = gettext_lazy("status"), "status", wording.STATUSES


class CategoryFilter(WordFilter):
    title, parameter_name, words = gettext_lazy("category"), "category", wording.CATEGORIES


class QualityFilter(WordFilter):
    title, parameter_name, words = gettext_lazy("quality"), "quality", wording.QUALITIES


class LanguageFilter(WordFilter):
    title, parameter_name, words = gettext_lazy("language"), "language", wording.LANGUAGES


@admin.register(MessageTemplate)
class MessageTemplateAdmin(ReadOnly):
    list_display = ("called", "in_language", "of_category", "in_status", "of_quality", "last_used_at")
    list_filter = (
        *(StatusFilter, CategoryFilter, LanguageFilter, QualityFilter),
        ("gone_at", admin.EmptyFieldListFilter),
    )
    search_fields = ("name", "body")
    fields = (
        *("preview", "called", "in_language", "of_category", "in_status", "rejected", "of_quality"),
        *("last_used_at", "synced_at", "gone_at", "meta_id", "as_sent"),
    )
    readonly_fields = (
        *("preview", "called", "in_language", "of_category", "in_status"),
        *("rejected", "of_quality", "as_sent"),
    )
    change_list_template = "admin/message_templates.html"
    change_form_template = "admin/message_template.html"

    def has_module_permission(self, request: HttpRequest) -> bool:
        return may_open_back_office(request.user)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may_open_back_office(request.user)

    @admin.display(description=gettext_lazy("name"), ordering="name")
    def called(self, template: MessageTemplate) -> str:
        return left_to_right(template.name)

    @admin.display(description=gettext_lazy("language"), ordering="language")
    def in_language(self, template: MessageTemplate) -> str:
        return as_written(wording.in_words(wording.LANGUAGES, template.language))

    @admin.display(description=gettext_lazy("category"), ordering="category")
    def of_category(self, template: MessageTemplate) -> str:
        return wording.in_words(wording.CATEGORIES, template.category)

    @admin.display(description=gettext_lazy("status"), ordering="status")
    def in_status(self, template: MessageTemplate) -> str:
        words = wording.in_words(wording.STATUSES, template.status)
        return _("%(status)s (gone)") % {"status": words} if template.gone_at else words

    @admin.display(description=gettext_lazy("quality"), ordering="quality")
    def of_quality(self, template: MessageTemplate) -> str:
        return wording.in_words(wording.QUALITIES, template.quality)

    @admin.display(description=gettext_lazy("why it was rejected"))
    def rejected(self, template: MessageTemplate) -> str:
        return wording.in_words(wording.REASONS, template.rejected_reason)

    @admin.display(description=gettext_lazy("As the customer will see it"))
    def preview(self, template: MessageTemplate) -> str:
        return phone(show(definition_of(template), {}))

    @admin.display(description=gettext_lazy("parts, as Meta sent them"))
    def as_sent(self, template: MessageTemplate) -> str:
        return pane(pretty(template.components))

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        template = MessageTemplate.objects.filter(pk=object_id).first() if object_id.isdecimal() else None
        more = {
            "may_be_changed": template is not None and _may_be_rewritten(template),
            "may_be_deleted": template is not None and submit.may_be_deleted(template),
        }
        return super().change_view(request, object_id, form_url, more | (extra_context or {}))

    def get_urls(self) -> list[URLPattern]:
        own = (
            ("sync/", self.sync, "sync"),
            ("write/", self.write, "write"),
            ("preview/", self.preview_draft, "preview"),
            ("<int:template_id>/rewrite/", self.rewrite, "rewrite"),
            ("<int:template_id>/remove/", self.remove, "remove"),
        )
        return [
            *(
                path(route, self.admin_site.admin_view(view), name=f"whatsapp_messagetemplate_{name}")
                for route, view, name in own
            ),
            *super().get_urls(),
        ]

    @method_decorator(require_POST)
    def sync(self, request: HttpRequest) -> HttpResponse:
        try:
            synced = sync_all()
        except CloudAPIError as error:
            self.message_user(request, in_words(error), messages.ERROR)
        else:
            text = ngettext("%(n)d template was fetched.", "%(n)d templates were fetched.", synced.total)
            self.message_user(request, text % {"n": synced.total}, messages.SUCCESS)
        return redirect(LIST)

    @method_decorator(require_POST)
    def preview_draft(self, request: HttpRequest) -> HttpResponse:
        return writing_templates.preview(request)

    def write(self, request: InboxRequest) -> HttpResponse:
        return writing_templates.page(request, None, self._around(request))

    def rewrite(self, request: InboxRequest, template_id: int) -> HttpResponse:
        template = get_object_or_404(MessageTemplate, pk=template_id)
        if not _may_be_rewritten(template):
            self.message_user(request, _("This template can't be changed here."), messages.ERROR)
            return redirect(PAGE, template.pk)
        return writing_templates.page(request, template, self._around(request))

    def _around(self, request: HttpRequest) -> dict[str, Any]:
        return {**self.admin_site.each_context(request), "opts": self.opts}

    @method_decorator(require_POST)
    def remove(self, request: HttpRequest, template_id: int) -> HttpResponse:
        template = get_object_or_404(MessageTemplate, pk=template_id)
        try:
            submit.delete(template, by=signed_in(request))
        except CloudAPIError as error:
            self.message_user(request, in_words(error), messages.ERROR)
            return redirect(PAGE, template.pk)
        text = _("Deleted at Meta. The name %(name)s can't be used again for 30 days.") % {
            "name": template.name
        }
        self.message_user(request, text, messages.SUCCESS)
        return redirect(LIST)


def phone(shown: Any) -> str:
    return render_to_string("admin/_phone.html", {"shown": shown})


def _may_be_rewritten(template: MessageTemplate) -> bool:
    return submit.may_be_changed(template) and can_be_written_here(definition_of(template))
