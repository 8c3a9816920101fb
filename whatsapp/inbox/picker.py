"""Choosing an approved template, filling it in, seeing it as the customer will, and sending it."""

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from whatsapp.access import conversations_for, inbox_view, messages_for
from whatsapp.http import InboxRequest, page_or_fragment
from whatsapp.media.serving import serve_look
from whatsapp.message_templates.choosing import choices, sendable
from whatsapp.models import CardFile, Conversation
from whatsapp.outbound.compose import CannotSend
from whatsapp.outbound.templates import InvalidParameters, send_template

from .template_files import open_kept
from .template_form import TemplateForm

PAGE = "inbox/templates.html"
LONGEST_SEARCH = 100


@inbox_view
@never_cache
@require_GET
def choose_template(request: InboxRequest, conversation_id: int) -> HttpResponse:
    """The list; to htmx that searches, its rows alone."""
    conversation = _conversation(request, conversation_id)
    search = request.GET.get("search", "")[:LONGEST_SEARCH].replace("\0", "")
    language = request.GET.get("language", "")[:20].replace("\0", "")
    found = choices(conversation.number.waba_id, search=search, language=language)
    context = {"conversation": conversation, "choices": found, "search": search, "language": language}
    if request.htmx and request.htmx.target == "template-rows":
        return render(request, "inbox/_template_rows.html", context)
    return page_or_fragment(request, PAGE, "inbox/_template_list.html", context | {"step": "list"})


@inbox_view
@never_cache
@require_http_methods(["GET", "POST"])
def fill_template(request: InboxRequest, conversation_id: int, template_id: int) -> HttpResponse:
    """The form with its preview; by POST it is sent, and refused with the faults beside their fields."""
    form = _form(request, conversation_id, template_id)
    refusal = ""
    if request.method == "POST":
        try:
            send_template(
                form.conversation,
                form.template,
                form.parameters,
                by=request.user,
                files=form.files.given(),
                client_id=form.client_id,
            )
        except InvalidParameters as wrong:
            form.faults = {**wrong.faults, **form.files.faults}
        except CannotSend as cannot:
            refusal = str(cannot)
        else:
            return _sent(request, form.conversation)
    context = {"conversation": form.conversation, "form": form, "refusal": refusal, "step": "form"}
    response = page_or_fragment(request, PAGE, "inbox/_template_form.html", context)
    response.status_code = 422 if request.method == "POST" else 200
    return response


@inbox_view
@require_POST
def preview_template(request: InboxRequest, conversation_id: int, template_id: int) -> HttpResponse:
    """What is typed so far, as the customer would see it."""
    form = _form(request, conversation_id, template_id)
    return render(request, "inbox/_template_preview.html", {"shown": form.shown})


@inbox_view
@require_GET
def show_kept_file(request: InboxRequest, key: str) -> HttpResponseBase:
    """A look at a file that stands in a form: the key is signed for the one who filled it in."""
    return serve_look(request, open_kept(key, request.user).stored)


@inbox_view
@require_GET
def show_card_file(
    request: InboxRequest, conversation_id: int, message_id: int, card: int
) -> HttpResponseBase:
    """The picture of one card of a carousel that was sent."""
    seen = messages_for(request.user).filter(conversation_id=conversation_id, revoked_at=None)
    files = CardFile.objects.select_related("stored").filter(message__in=seen)
    return serve_look(request, get_object_or_404(files, message_id=message_id, card=card).stored)


def _sent(request: InboxRequest, conversation: Conversation) -> HttpResponse:
    if request.htmx:
        return HttpResponse(status=204, headers={"HX-Trigger": "template-sent"})
    return redirect("inbox:chat", conversation.pk)


def _form(request: InboxRequest, conversation_id: int, template_id: int) -> TemplateForm:
    conversation = _conversation(request, conversation_id)
    template = get_object_or_404(sendable(conversation.number.waba_id), pk=template_id)
    given = request.POST.dict() if request.method == "POST" else None
    return TemplateForm(template, conversation, request.user, given, request.FILES.dict())


def _conversation(request: HttpRequest, conversation_id: int) -> Conversation:
    visible = conversations_for(request.user).select_related("contact", "number")
    return get_object_or_404(visible, pk=conversation_id)
