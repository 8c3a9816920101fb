"""Messages for later: the panel in which one is written or changed, and the buttons under it in the thread."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from whatsapp.access import conversations_for, inbox_view
from whatsapp.conversations.window import window_of
from whatsapp.http import InboxRequest, refusal_in_words
from whatsapp.models import Conversation, ScheduledMessage
from whatsapp.outbound import compose
from whatsapp.outbound import later as outbound

CONFLICT, INVALID = 409, 422
CONFLICTS = (outbound.NotScheduled, compose.WindowClosed, compose.CustomerBlocked, compose.Undone)
EVENING, MORNING = time(18), time(9)
BEFORE_THE_WINDOW_CLOSES = timedelta(minutes=30)


class LaterForm(forms.Form):
    """`at` is by the team's clock, as every time that the inbox shows."""

    text = forms.CharField(required=False, strip=False)
    at = forms.DateTimeField(
        error_messages=dict.fromkeys(("required", "invalid"), gettext_lazy("Choose a date and a time."))
    )
    unless_customer_writes = forms.BooleanField(required=False)
    client_id = forms.CharField(required=False, max_length=64)


@dataclass(frozen=True)
class Choice:
    name: str
    at: datetime


@inbox_view
@never_cache
@require_http_methods(["GET", "POST"])
def schedule(request: InboxRequest, conversation_id: int) -> HttpResponse:
    """The panel; by POST, a new message for later."""
    conversation = _chat(request, conversation_id)
    if request.method == "GET":
        return _panel(request, conversation, None)
    return _save(request, conversation, None)


@inbox_view
@never_cache
@require_http_methods(["GET", "POST"])
def change(request: InboxRequest, conversation_id: int, pk: int) -> HttpResponse:
    """The same with one that is there already."""
    conversation = _chat(request, conversation_id)
    scheduled = get_object_or_404(conversation.scheduled.exclude(at=None), pk=pk)
    if request.method == "GET":
        return _panel(request, conversation, scheduled)
    return _save(request, conversation, scheduled)


@inbox_view
@require_POST
def cancel(request: InboxRequest, conversation_id: int, pk: int) -> HttpResponse:
    conversation = _chat(request, conversation_id)
    scheduled = get_object_or_404(conversation.scheduled, pk=pk)
    try:
        outbound.cancel(scheduled, by=request.user)
    except outbound.NotScheduled as refusal:
        return refusal_in_words(refusal, CONFLICT)
    return _done(request, conversation)


@inbox_view
@require_POST
def send_now(request: InboxRequest, conversation_id: int, pk: int) -> HttpResponse:
    conversation = _chat(request, conversation_id)
    scheduled = get_object_or_404(conversation.scheduled, pk=pk)
    try:
        outbound.send_now(scheduled, by=request.user)
    except CONFLICTS as refusal:
        return refusal_in_words(refusal, CONFLICT)
    return _done(request, conversation)


def _save(
    request: InboxRequest, conversation: Conversation, scheduled: ScheduledMessage | None
) -> HttpResponse:
    form = LaterForm(request.POST)
    if not form.is_valid():
        words = " ".join(str(error) for errors in form.errors.values() for error in errors)
        return refusal_in_words(compose.InvalidMessage(words), INVALID)
    told = form.cleaned_data
    what = {key: told[key] for key in ("text", "at", "unless_customer_writes")}
    try:
        if scheduled:
            outbound.reschedule(scheduled, **what, by=request.user)
        else:
            outbound.schedule(conversation, **what, by=request.user, client_id=told["client_id"] or None)
    except compose.CannotSend as refusal:
        return refusal_in_words(refusal, CONFLICT if isinstance(refusal, CONFLICTS) else INVALID)
    return _done(request, conversation)


def _panel(
    request: InboxRequest, conversation: Conversation, scheduled: ScheduledMessage | None
) -> HttpResponse:
    if not request.htmx:
        return redirect("inbox:chat", conversation.pk)
    now = timezone.localtime()
    context = {
        "conversation": conversation,
        "scheduled": scheduled,
        "choices": choices(conversation, now),
        "soonest": now,
        "farthest": now + outbound.FARTHEST,
        "window": window_of(conversation, now),
        "time_zone": timezone.get_current_timezone_name(),
    }
    return render(request, "inbox/_later_panel.html", context)


def choices(conversation: Conversation, now: datetime) -> list[Choice]:
    """`now` by the team's clock."""
    tomorrow = now.date() + timedelta(days=1)
    offered = [
        Choice(_("In an hour"), now + timedelta(hours=1)),
        Choice(_("This evening"), datetime.combine(now.date(), EVENING, now.tzinfo)),
        Choice(_("Tomorrow morning"), datetime.combine(tomorrow, MORNING, now.tzinfo)),
    ]
    closes = conversation.window_expires_at
    if closes:
        offered.append(Choice(_("Before the window closes"), closes - BEFORE_THE_WINDOW_CLOSES))
    return [choice for choice in offered if choice.at >= now + timedelta(hours=1)]


def _chat(request: InboxRequest, conversation_id: int) -> Conversation:
    visible = conversations_for(request.user).select_related("contact")
    return get_object_or_404(visible, pk=conversation_id)


def _done(request: InboxRequest, conversation: Conversation) -> HttpResponse:
    return HttpResponse(status=204) if request.htmx else redirect("inbox:chat", conversation.pk)
