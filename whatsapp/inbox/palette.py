"""The chats that the palette (Ctrl+K) offers. Its commands are in the page already, and are filtered there."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from whatsapp.access import conversations_for, inbox_view
from whatsapp.cloud_api.text import storable
from whatsapp.conversations.listing import Wanted, begun, list_conversations
from whatsapp.http import InboxRequest

MOST = 8


@inbox_view
@never_cache
@require_GET
def find(request: InboxRequest) -> HttpResponse:
    """Those that fit what was `typed`, resolved ones too; with nothing typed, the latest."""
    typed = storable(request.GET.get("typed", "")).strip()[:100]
    visible = begun(conversations_for(request.user))
    found = list_conversations(visible, Wanted(search=typed), me=request.user.pk, size=MOST)
    return render(request, "inbox/_palette_chats.html", {"found": found.rows})
