"""Block and unblock, in the menu of the chat."""

from collections.abc import Callable

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from whatsapp.access import conversations_for, inbox_view, may_block
from whatsapp.http import InboxRequest
from whatsapp.outbound import blocking

REFUSED = 409


@inbox_view
@require_POST
def block(request: InboxRequest, conversation_id: int) -> HttpResponse:
    return _change(request, conversation_id, blocking.block)


@inbox_view
@require_POST
def unblock(request: InboxRequest, conversation_id: int) -> HttpResponse:
    return _change(request, conversation_id, blocking.unblock)


def _change(request: InboxRequest, conversation_id: int, change: Callable[..., None]) -> HttpResponse:
    if not may_block(request.user):
        raise PermissionDenied
    visible = conversations_for(request.user).select_related("contact", "number")
    conversation = get_object_or_404(visible, pk=conversation_id)
    try:
        change(conversation, by=request.user)
    except blocking.NotDone as why:
        if request.htmx:
            return HttpResponse(str(why), status=REFUSED, content_type="text/plain; charset=utf-8")
        context = {"conversation": conversation, "why": str(why)}
        return render(request, "inbox/not_done.html", context, status=REFUSED)
    return HttpResponse(status=204) if request.htmx else redirect("inbox:chat", conversation.pk)
