"""A new chat: with whose number, from which of ours. Whoever has a chat already is led to it."""

import json

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from whatsapp.access import conversations_for, inbox_view
from whatsapp.conversations.reaching import NotAnAddress, find_conversation, phone_of
from whatsapp.conversations.starting import start_conversation
from whatsapp.http import InboxRequest, page_or_fragment
from whatsapp.models import BusinessNumber, Conversation

INVALID = 422
LONGEST = 60
"""Of what was typed: longer than any number with all its signs."""


@inbox_view
@never_cache
@require_http_methods(["GET", "POST"])
def start(request: InboxRequest) -> HttpResponse:
    """The form; by POST the chat is opened. It is listed when there is something in it."""
    refusal = ""
    if request.method == "POST":
        try:
            return _open(request, start_conversation(_chosen(request), _typed(request), by=request.user))
        except NotAnAddress as wrong:
            refusal = str(wrong)
    context: dict[str, object] = {"numbers": _numbers(), "typed": _typed(request), "refusal": refusal}
    response = page_or_fragment(request, "inbox/start.html", "inbox/_start.html", context)
    response.status_code = INVALID if refusal else 200
    return response


@inbox_view
@require_POST
def check(request: InboxRequest) -> HttpResponse:
    """Whom the number means that is typed so far. By POST: no phone belongs into an address, and so into logs."""
    typed = _typed(request)
    context: dict[str, object] = {}
    if typed:
        try:
            context["phone"] = phone_of(typed).removeprefix("+")
            visible = conversations_for(request.user).filter(number=_chosen(request))
            context["known"] = find_conversation(visible, typed)
        except NotAnAddress as wrong:
            context["refusal"] = str(wrong)
    return render(request, "inbox/_start_preview.html", context)


def _open(request: InboxRequest, conversation: Conversation) -> HttpResponse:
    """A new one leads on to the templates: nothing else may be its first message."""
    is_new = not conversation.last_message_type
    if not request.htmx:
        return redirect("inbox:templates" if is_new else "inbox:chat", conversation.pk)
    chat = {
        "path": reverse("inbox:chat", args=[conversation.pk]),
        "target": "#thread-pane",
        "swap": "innerHTML",
    }
    told = {"chat-started": {"isNew": is_new}}
    return HttpResponse(status=204, headers={"HX-Location": json.dumps(chat), "HX-Trigger": json.dumps(told)})


def _typed(request: InboxRequest) -> str:
    return request.POST.get("phone", "").replace("\0", "").strip()[:LONGEST]


def _numbers() -> list[BusinessNumber]:
    return list(BusinessNumber.objects.order_by("pk"))


def _chosen(request: InboxRequest) -> BusinessNumber:
    """The first where none was chosen. Raises NotAnAddress while there is none, and Http404."""
    numbers, chosen = _numbers(), request.POST.get("number", "")
    if not numbers:
        raise NotAnAddress(_("No number of your own is set up yet: an administrator has to."))
    for number in numbers:
        if not chosen or chosen == str(number.pk):
            return number
    raise Http404
