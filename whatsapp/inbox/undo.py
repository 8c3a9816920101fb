"""The undo on a bubble that is held, and on one of which the browser does not know whether it arrived."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from whatsapp.access import conversations_for, inbox_view
from whatsapp.http import InboxRequest, refusal_in_words
from whatsapp.outbound import undo as outbound

TOO_LATE = 409


@inbox_view
@require_POST
def undo(request: InboxRequest, conversation_id: int, message_id: int) -> HttpResponse:
    """Gives the text back, for the composer. A message that is gone already was undone, or is another chat's."""
    conversation = get_object_or_404(conversations_for(request.user), pk=conversation_id)
    message = get_object_or_404(conversation.messages, pk=message_id)
    try:
        text = outbound.undo(message, by=request.user)
    except outbound.AlreadySent as refusal:
        return refusal_in_words(refusal, TOO_LATE)
    if not request.htmx:
        return redirect("inbox:chat", conversation.pk)
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


@inbox_view
@require_POST
def undo_by_client_id(request: InboxRequest, conversation_id: int) -> HttpResponse:
    """The browser has the text itself."""
    conversation = get_object_or_404(conversations_for(request.user), pk=conversation_id)
    client_id = request.POST.get("client_id", "")[:64]
    if not client_id:
        return HttpResponse(status=400)
    try:
        outbound.undo_by_client_id(conversation, client_id, by=request.user)
    except outbound.AlreadySent as refusal:
        return refusal_in_words(refusal, TOO_LATE)
    return HttpResponse(status=204)
