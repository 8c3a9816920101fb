"""Where a template is written: the form beside the phone, and handing it in to Meta.

With scripts the form stays on the page until Meta has taken it, with all files that were chosen, and what is wrong
comes beside it. Without, it comes back as pages do, and the files have to be chosen again.
"""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect

from whatsapp.cloud_api.errors import CloudAPIError, Refused
from whatsapp.http import InboxRequest
from whatsapp.message_templates import account, submit
from whatsapp.message_templates.definition import Definition, Json, read
from whatsapp.message_templates.draft import Draft, draft_of
from whatsapp.message_templates.form import fields_of
from whatsapp.message_templates.rules import faults_of
from whatsapp.message_templates.shown import show
from whatsapp.message_templates.sync import accounts
from whatsapp.models import MessageTemplate

from .pages import signed_in
from .template_cards import CardForm, blank_card, cards_of
from .template_draft import draft_in
from .template_forms import Forms, said_of

PAGE = "admin:whatsapp_messagetemplate_change"
PREVIEW = "admin/_draft_preview.html"
CHOSEN = "chosen"
"""In the place of a handle, while a file is chosen and not uploaded yet."""


def preview(request: HttpRequest) -> HttpResponse:
    """What is written so far, on the phone, and what Meta would refuse in it."""
    chosen = {name: CHOSEN for name in request.POST if name.endswith("file")}
    return TemplateResponse(request, PREVIEW, _seen(draft_in(request.POST, chosen)))


def page(request: InboxRequest, template: MessageTemplate | None, around: dict[str, Any]) -> HttpResponse:
    """The page, or what follows from sending it. `around` is what the back office has on every page."""
    if request.method != "POST":
        draft = draft_of(template) if template else Draft(language="ar", category="UTILITY")
        return _page(request, template, Forms.of(draft), draft, around)
    forms = Forms.sent(request)
    if "add_card" in request.POST:  # without scripts
        forms.cards.append(CardForm(prefix=f"card-{len(forms.cards)}more"))
    elif forms.is_valid() and (done := _handed_in(request, template, forms)):
        address = reverse(PAGE, args=[done.pk])
        return HttpResponseClientRedirect(address) if request.htmx else redirect(address)
    draft = draft_in(request.POST, {})
    if request.htmx:
        return TemplateResponse(request, PREVIEW, _seen(draft) | {"faults": forms.said()})
    return _page(request, template, forms, draft, around)


def _page(
    request: HttpRequest,
    template: MessageTemplate | None,
    forms: Forms,
    draft: Draft,
    around: dict[str, Any],
) -> HttpResponse:
    title = _("Change a template") if template else _("Write a template")
    forms.cards = forms.cards or cards_of(None)
    context = {"title": title, "template": template, "forms": forms, "blank": blank_card(), **_seen(draft)}
    return TemplateResponse(request, "admin/write_template.html", around | context)


def _handed_in(
    request: HttpRequest, template: MessageTemplate | None, forms: Forms
) -> MessageTemplate | None:
    """None when our rules or Meta refused it: what and why is then said in the forms."""
    files = forms.files()
    draft = _named_as(template, draft_in(request.POST, dict.fromkeys(files, CHOSEN)))
    faults = faults_of(draft.as_json())
    for fault in faults:
        forms.say(fault)
    if faults:
        return None
    try:
        handles = {
            name: account.upload_sample(file.name, file.content_type, file.read())
            for name, file in files.items()
        }
        draft = _named_as(template, draft_in(request.POST, handles))
        if template:
            submit.change(template, draft, by=signed_in(request))
        else:
            template = submit.submit(_account(), draft, by=signed_in(request))
    except CloudAPIError as error:
        forms.facts.add_error(None, in_words(error))
        return None
    text = _("Handed in. Meta reviews it, mostly within minutes, at most in 24 hours.")
    messages.success(request, text)
    return template


def _seen(draft: Draft) -> dict[str, Any]:
    told = draft.as_json()
    definition = read(told["components"], told["parameter_format"], told["category"])
    faults = said_of(faults_of(told)) if draft.body else []
    return {"shown": show(definition, _examples(definition)), "faults": faults}


def _examples(definition: Definition) -> Json:
    """The values with which it is shown while it is written."""
    examples = {field.key: field.example for field in fields_of(definition) if field.kind in ("text", "url")}
    if definition.offer and definition.offer.ends:
        examples["offer.ends_at"] = (timezone.localtime() + timedelta(days=1)).isoformat()
    return examples


def _named_as(template: MessageTemplate | None, draft: Draft) -> Draft:
    """Name, language and category of what is there can't be changed."""
    if template is None:
        return draft
    return replace(draft, name=template.name, language=template.language, category=template.category)


def _account() -> str:
    """Raises Refused where none is set up."""
    there = accounts()
    if not there:
        raise Refused(100, _("No business number is set up yet."))
    return there[0]


def in_words(error: CloudAPIError) -> str:
    if isinstance(error, Refused):
        said = " ".join(filter(None, (error.title, error.details)))
        return _("Meta refused: %(said)s (code %(code)s)") % {"said": said, "code": error.code}
    return _("Meta did not answer. Fetch the templates in a minute to see what became of it.")
