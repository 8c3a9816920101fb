"""Ready-made replies in the chat (typed after a slash), and the page where members keep their own."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from whatsapp.access import conversations_for, inbox_view, replies_for
from whatsapp.http import InboxRequest
from whatsapp.models import ReplyTemplate
from whatsapp.replies.fill import VARIABLES, fill
from whatsapp.replies.finding import find_replies
from whatsapp.replies.keeping import count_use, delete_own, keep_own

from .reply_form import ReplyForm


@dataclass(frozen=True)
class Offer:
    reply: ReplyTemplate
    text: str  # filled in


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
    posted = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = ReplyForm(*posted, instance=reply)
    if form.is_valid() and _kept(form, request):
        return redirect("inbox:replies")
    own = _own(request).select_related("stored").order_by("name")
    context = {"form": form, "own": own, "variables": VARIABLES}
    return render(request, "inbox/replies.html", context, status=422 if form.is_bound else 200)


def _kept(form: ReplyForm, request: InboxRequest) -> bool:
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
