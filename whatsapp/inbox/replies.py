"""Ready-made replies in the chat (typed after a slash), and the page where members keep their own."""

from dataclasses import dataclass

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from whatsapp.access import conversations_for, inbox_view, replies_for
from whatsapp.http import InboxRequest
from whatsapp.models import ReplyTemplate
from whatsapp.replies.fill import VARIABLES, check_variables, fill
from whatsapp.replies.finding import find_replies
from whatsapp.replies.keeping import count_use, delete_own, keep_own


@dataclass(frozen=True)
class Offer:
    reply: ReplyTemplate
    text: str  # filled in


class OwnReplyForm(forms.ModelForm):
    class Meta:
        model = ReplyTemplate
        fields = ("name", "category", "content")

    def clean_content(self) -> str:
        check_variables(self.cleaned_data["content"])
        return self.cleaned_data["content"]


@inbox_view
@never_cache
@require_GET
def offer(request: InboxRequest, conversation_id: int) -> HttpResponse:
    """What fits the letters after the slash, filled in for this chat."""
    visible = conversations_for(request.user).select_related("number")
    conversation = get_object_or_404(visible, pk=conversation_id)
    found = find_replies(request.user, request.GET.get("typed", "")[:100])
    offers = [Offer(reply, fill(reply.content, conversation, request.user)) for reply in found]
    return render(request, "inbox/_replies.html", {"offers": offers})


@inbox_view
@require_POST
def used(request: InboxRequest, reply_id: int) -> HttpResponse:
    count_use(get_object_or_404(replies_for(request.user), pk=reply_id))
    return HttpResponse(status=204)


@inbox_view
@never_cache
@require_http_methods(["GET", "POST"])
def keep(request: InboxRequest, reply_id: int | None = None) -> HttpResponse:
    """The page of somebody's own replies, with the form for a new one, or for the one that is changed."""
    reply = get_object_or_404(_own(request), pk=reply_id) if reply_id else ReplyTemplate()
    form = OwnReplyForm(request.POST if request.method == "POST" else None, instance=reply)
    if form.is_valid() and _kept(form, request):
        return redirect("inbox:replies")
    context = {"form": form, "own": _own(request).order_by("name"), "variables": VARIABLES}
    return render(request, "inbox/replies.html", context, status=422 if form.is_bound else 200)


def _kept(form: OwnReplyForm, request: InboxRequest) -> bool:
    try:
        keep_own(form.save(commit=False), by=request.user)
    except ValidationError as refusal:
        form.add_error(None, ValidationError(refusal.messages))
        return False
    return True


@inbox_view
@require_POST
def delete(request: InboxRequest, reply_id: int) -> HttpResponse:
    delete_own(get_object_or_404(_own(request), pk=reply_id), by=request.user)
    return redirect("inbox:replies")


def _own(request: InboxRequest) -> QuerySet[ReplyTemplate]:
    return replies_for(request.user).filter(owner=request.user)
