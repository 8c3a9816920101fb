"""Meta's approved templates: looked at, fetched, written, changed and deleted, each step told to Meta at once."""

from dataclasses import replace
from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from whatsapp.access import may_open_back_office
from whatsapp.cloud_api.errors import CloudAPIError, Refused
from whatsapp.message_templates import account, submit, wording
from whatsapp.message_templates.definition import definition_of, read
from whatsapp.message_templates.draft import Draft, can_be_written_here, draft_of
from whatsapp.message_templates.rules import Fault, faults_of
from whatsapp.message_templates.shown import show
from whatsapp.message_templates.sync import accounts, sync_all
from whatsapp.models import MessageTemplate

from .pages import ReadOnly, signed_in
from .shown import as_written, left_to_right, pane, pretty
from .template_form import ButtonForms, TemplateForm, draft_in, initial_of

LIST = "admin:whatsapp_messagetemplate_changelist"
PAGE = "admin:whatsapp_messagetemplate_change"


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
        *(
            "preview",
            "called",
            "in_language",
            "of_category",
            "in_status",
            "rejected",
            "of_quality",
            "as_sent",
        ),
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
            self.message_user(request, _in_words(error), messages.ERROR)
        else:
            text = ngettext("%(n)d template was fetched.", "%(n)d templates were fetched.", synced.total)
            self.message_user(request, text % {"n": synced.total}, messages.SUCCESS)
        return redirect(LIST)

    @method_decorator(require_POST)
    def preview_draft(self, request: HttpRequest) -> HttpResponse:
        """What is written so far, on the phone, and what Meta would refuse in it."""
        draft = draft_in(request.POST, handle="chosen" if "header_file" in request.POST else "")
        return TemplateResponse(request, "admin/_draft_preview.html", _seen(draft))

    def write(self, request: HttpRequest) -> HttpResponse:
        return self._form(request, None, Draft(language="ar", category="UTILITY"))

    def rewrite(self, request: HttpRequest, template_id: int) -> HttpResponse:
        template = get_object_or_404(MessageTemplate, pk=template_id)
        if not _may_be_rewritten(template):
            self.message_user(request, _("This template can't be changed here."), messages.ERROR)
            return redirect(PAGE, template.pk)
        return self._form(request, template, draft_of(template))

    @method_decorator(require_POST)
    def remove(self, request: HttpRequest, template_id: int) -> HttpResponse:
        template = get_object_or_404(MessageTemplate, pk=template_id)
        try:
            submit.delete(template, by=signed_in(request))
        except CloudAPIError as error:
            self.message_user(request, _in_words(error), messages.ERROR)
            return redirect(PAGE, template.pk)
        text = _("Deleted at Meta. The name %(name)s can't be used again for 30 days.") % {
            "name": template.name
        }
        self.message_user(request, text, messages.SUCCESS)
        return redirect(LIST)

    def _form(self, request: HttpRequest, template: MessageTemplate | None, draft: Draft) -> HttpResponse:
        """The page, or what follows from sending it."""
        buttons = [
            {"type": b.type, "text": b.text, "value": b.value, "example": b.example} for b in draft.buttons
        ]
        if request.method == "POST":
            form = TemplateForm(request.POST, request.FILES)
            button_forms = ButtonForms(request.POST, prefix="buttons")
            if (
                form.is_valid()
                and button_forms.is_valid()
                and (done := self._hand_in(request, template, form))
            ):
                return redirect(PAGE, done.pk)
            draft = draft_in(request.POST)
        else:
            form = TemplateForm(initial=initial_of(draft))
            button_forms = ButtonForms(initial=buttons, prefix="buttons")
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Change a template") if template else _("Write a template"),
            "template": template,
            "form": form,
            "buttons": button_forms,
            **_seen(draft),
        }
        return TemplateResponse(request, "admin/write_template.html", context)

    def _hand_in(
        self, request: HttpRequest, template: MessageTemplate | None, form: TemplateForm
    ) -> MessageTemplate | None:
        """None when our rules or Meta refused it: what and why is then said on the page."""
        file = form.cleaned_data.get("header_file")
        faults = faults_of(
            _named_as(template, draft_in(request.POST, handle="chosen" if file else "")).as_json()
        )
        for fault in faults:
            _say(form, fault)
        if faults:
            return None
        try:
            handle = account.upload_sample(file.name, file.content_type, file.read()) if file else ""
            draft = _named_as(template, draft_in(request.POST, handle=handle))
            if template:
                submit.change(template, draft, by=signed_in(request))
            else:
                template = submit.submit(_account(), draft, by=signed_in(request))
        except CloudAPIError as error:
            form.add_error(None, _in_words(error))
            return None
        text = _("Handed in. Meta reviews it, mostly within minutes, at most in 24 hours.")
        self.message_user(request, text, messages.SUCCESS)
        return template


def phone(shown: Any) -> str:
    return render_to_string("admin/_phone.html", {"shown": shown})


def _seen(draft: Draft) -> dict[str, Any]:
    told = draft.as_json()
    definition = read(told["components"], told["parameter_format"], told["category"])
    examples = {v.name: v.example for v in definition.body.variables}
    if definition.header:
        examples |= {f"header.{v.name}": v.example for v in definition.header.words.variables}
    return {"shown": show(definition, examples), "faults": faults_of(told) if draft.body else []}


def _say(form: TemplateForm, fault: Fault) -> None:
    field = {"header": "header_format"}.get(fault.part, fault.part)
    form.add_error(field if field in form.fields else None, fault.words)


def _named_as(template: MessageTemplate | None, draft: Draft) -> Draft:
    """Name, language and category of what is there can't be changed."""
    if template is None:
        return draft
    return replace(draft, name=template.name, language=template.language, category=template.category)


def _may_be_rewritten(template: MessageTemplate) -> bool:
    return submit.may_be_changed(template) and can_be_written_here(definition_of(template))


def _account() -> str:
    """Raises Refused where none is set up."""
    there = accounts()
    if not there:
        raise Refused(100, _("No business number is set up yet."))
    return there[0]


def _in_words(error: CloudAPIError) -> str:
    if isinstance(error, Refused):
        said = " ".join(filter(None, (error.title, error.details)))
        return _("Meta refused: %(said)s (code %(code)s)") % {"said": said, "code": error.code}
    return _("Meta did not answer. Fetch the templates in a minute to see what became of it.")
