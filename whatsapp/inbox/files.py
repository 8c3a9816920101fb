"""The button under a file that is not here."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from whatsapp.access import inbox_view, messages_for
from whatsapp.http import InboxRequest
from whatsapp.media.queue import fetch_again
from whatsapp.models import MessageFile


@inbox_view
@require_POST
def ask_again(request: InboxRequest, conversation_id: int, message_id: int) -> HttpResponse:
    """Fetches it once more, now."""
    seen = messages_for(request.user).filter(conversation_id=conversation_id)
    files = MessageFile.objects.select_related("message").filter(message__in=seen)
    fetch_again(get_object_or_404(files, pk=message_id), by=request.user)
    return HttpResponse(status=204) if request.htmx else redirect("inbox:chat", conversation_id)
