"""What the player tells."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST

from whatsapp.access import inbox_view, messages_for
from whatsapp.conversations.playing import mark_played
from whatsapp.http import InboxRequest


@inbox_view
@require_POST
def played(request: InboxRequest, conversation_id: int, message_id: int) -> HttpResponse:
    """Somebody began to listen."""
    seen = messages_for(request.user)
    mark_played(get_object_or_404(seen, pk=message_id, conversation=conversation_id))
    return HttpResponse(status=204)
