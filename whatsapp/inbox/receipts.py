"""What the open chat says of its reader: that they really looked, that they type. Tiny, and often asked."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST

from whatsapp.access import conversations_for, inbox_view
from whatsapp.http import InboxRequest
from whatsapp.models import Conversation
from whatsapp.outbound import receipts


@inbox_view
@require_POST
def seen(request: InboxRequest, conversation_id: int) -> HttpResponse:
    """Everything up to `message` was in view, in a tab that somebody looks at."""
    conversation = _get(request, conversation_id)
    pk = request.POST.get("message", "")
    known = pk.isascii() and pk.isdigit() and len(pk) < 19
    receipts.seen(conversation, get_object_or_404(conversation.messages, pk=int(pk) if known else 0))
    return HttpResponse(status=204)


@inbox_view
@require_POST
def typing(request: InboxRequest, conversation_id: int) -> HttpResponse:
    receipts.types(_get(request, conversation_id))
    return HttpResponse(status=204)


def _get(request: InboxRequest, conversation_id: int) -> Conversation:
    visible = conversations_for(request.user).select_related("number")
    return get_object_or_404(visible, pk=conversation_id)
