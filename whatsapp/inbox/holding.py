"""An answer for a customer whose window is closed: written now, sent by itself when they write."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from whatsapp.access import conversations_for, inbox_view
from whatsapp.http import InboxRequest, refusal_in_words
from whatsapp.models import Conversation, ScheduledMessage
from whatsapp.outbound import later
from whatsapp.outbound.compose import CannotSend, InvalidMessage

CONFLICT, INVALID = 409, 422


@inbox_view
@never_cache
@require_http_methods(["GET", "POST"])
def hold(request: InboxRequest, conversation_id: int) -> HttpResponse:
    """The panel; by POST, a new answer that is held."""
    return _hold(request, _chat(request, conversation_id), None)


@inbox_view
@never_cache
@require_http_methods(["GET", "POST"])
def change(request: InboxRequest, conversation_id: int, pk: int) -> HttpResponse:
    """The same with one that is held already."""
    conversation = _chat(request, conversation_id)
    return _hold(request, conversation, get_object_or_404(conversation.scheduled, pk=pk, at=None))


def _hold(request: InboxRequest, conversation: Conversation, held: ScheduledMessage | None) -> HttpResponse:
    if request.method == "GET":
        if not request.htmx:
            return redirect("inbox:chat", conversation.pk)
        return render(request, "inbox/_hold_panel.html", {"conversation": conversation, "held": held})
    text, client_id = request.POST.get("text", ""), request.POST.get("client_id", "")[:64]
    try:
        if held:
            later.reschedule(held, text, at=None, by=request.user)
        else:
            later.schedule(conversation, text, at=None, by=request.user, client_id=client_id)
    except CannotSend as refusal:
        return refusal_in_words(refusal, INVALID if isinstance(refusal, InvalidMessage) else CONFLICT)
    return HttpResponse(status=204) if request.htmx else redirect("inbox:chat", conversation.pk)


def _chat(request: InboxRequest, conversation_id: int) -> Conversation:
    return get_object_or_404(conversations_for(request.user), pk=conversation_id)
