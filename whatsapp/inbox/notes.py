"""Notes in the composer's stead of an answer: written, taken back, deleted."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST

from whatsapp.access import conversations_for, inbox_view, may_delete
from whatsapp.conversations import notes
from whatsapp.http import InboxRequest, refusal_in_words
from whatsapp.models import Note

INVALID, GONE = 422, 410


@inbox_view
@require_POST
def write(request: InboxRequest, conversation_id: int) -> HttpResponse:
    """As with a message, the browser's own name for it makes a repeated POST harmless."""
    conversation = get_object_or_404(conversations_for(request.user), pk=conversation_id)
    client_id = request.POST.get("client_id", "")[:64]
    try:
        notes.write_note(
            conversation, request.POST.get("text", ""), by=request.user, client_id=client_id or None
        )
    except notes.CannotNote as refusal:
        return refusal_in_words(refusal, GONE if isinstance(refusal, notes.TakenBack) else INVALID)
    return HttpResponse(status=204)


@inbox_view
@require_POST
def take_back(request: InboxRequest, conversation_id: int) -> HttpResponse:
    conversation = get_object_or_404(conversations_for(request.user), pk=conversation_id)
    client_id = request.POST.get("client_id", "")[:64]
    if not client_id:
        return HttpResponse(status=400)
    notes.take_back(conversation, client_id, by=request.user)
    return HttpResponse(status=204)


@inbox_view
@require_POST
def delete(request: InboxRequest, conversation_id: int, note_id: int) -> HttpResponse:
    visible = Note.objects.filter(conversation__in=conversations_for(request.user))
    note = get_object_or_404(visible.select_related("conversation"), pk=note_id, conversation=conversation_id)
    if not may_delete(note, request.user):
        raise PermissionDenied
    notes.delete_note(note, by=request.user)
    return HttpResponse(status=204)
