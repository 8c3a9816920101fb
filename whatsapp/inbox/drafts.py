"""The composer hands in what is being written, a moment after the typing stops."""

from datetime import timedelta

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_POST

from whatsapp.access import conversations_for, inbox_view
from whatsapp.conversations.drafts import keep_draft
from whatsapp.http import InboxRequest

INVALID, OLDER = 422, 409


class DraftForm(forms.Form):
    """`age`: milliseconds since the last letter was typed. No clock of a browser is believed."""

    text = forms.CharField(required=False, strip=False, max_length=10_000)
    is_note = forms.BooleanField(required=False)
    reply_to = forms.IntegerField(required=False, min_value=1, max_value=2**63 - 1)
    age = forms.IntegerField(required=False, min_value=0, max_value=365 * 24 * 60 * 60 * 1000)


@inbox_view
@require_POST
def keep(request: InboxRequest, conversation_id: int) -> HttpResponse:
    """Answers with the version that is kept now; 409 when that is a newer one, which the person typed elsewhere."""
    conversation = get_object_or_404(conversations_for(request.user), pk=conversation_id)
    form = DraftForm(request.POST)
    if not form.is_valid():
        return HttpResponse(status=INVALID)
    told = form.cleaned_data
    draft, is_kept = keep_draft(
        conversation,
        told["text"],
        by=request.user,
        is_note=told["is_note"],
        reply_to=conversation.messages.filter(pk=told["reply_to"]).first() if told["reply_to"] else None,
        written_at=timezone.now() - timedelta(milliseconds=told["age"] or 0),
    )
    status = 200 if is_kept else OLDER
    return HttpResponse(str(draft.version), status=status, content_type="text/plain; charset=utf-8")
