"""What an agent sends besides text: a place, a contact, buttons, a list; and reactions.

`GET` gives the dialog, `POST` sends what was filled in.
"""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from whatsapp.access import conversations_for, inbox_view
from whatsapp.cloud_api.coordinates import read_coordinates
from whatsapp.cloud_api.limits import MAX_BUTTONS, MAX_ROWS
from whatsapp.http import InboxRequest
from whatsapp.models import Conversation
from whatsapp.outbound import compose, contents
from whatsapp.outbound.reactions import react

from .views import INVALID, STATUS_OF_REFUSAL, quoted_by

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

FIRST_ROWS = 3
"""Rows of a list that are there to be filled in; more come one by one."""


def _location(asked: QueryDict) -> compose.Content:
    found = read_coordinates(asked.get("where", ""))
    if found is None:
        raise compose.InvalidMessage(
            _(
                "No place in this. Paste coordinates such as 24.7136, 46.6753, or the long link of a map: "
                "open a shortened one first, then copy the address."
            )
        )
    return contents.location(*found, name=asked.get("name", ""), address=asked.get("address", ""))


def _contact(asked: QueryDict) -> compose.Content:
    return contents.contact(asked.get("name", ""), asked.getlist("phone"), company=asked.get("company", ""))


def _buttons(asked: QueryDict) -> compose.Content:
    return contents.buttons(asked.get("body", ""), asked.getlist("title"), **_ends(asked))


def _list(asked: QueryDict) -> compose.Content:
    rows = list(zip(asked.getlist("title"), asked.getlist("description"), strict=False))
    return contents.choices(asked.get("body", ""), asked.get("button", ""), rows, **_ends(asked))


def _ends(asked: QueryDict) -> dict[str, str]:
    return {"header": asked.get("header", ""), "footer": asked.get("footer", "")}


@dataclass(frozen=True)
class Extra:
    title: "StrPromise"
    read: Callable[[QueryDict], compose.Content]


EXTRAS = {
    "location": Extra(gettext_lazy("Send a location"), _location),
    "contact": Extra(gettext_lazy("Send a contact"), _contact),
    "buttons": Extra(gettext_lazy("Ask with buttons"), _buttons),
    "list": Extra(gettext_lazy("Ask with a list"), _list),
}
"""A new kind is a row here, its fields in `templates/inbox/extras/_<kind>.html`, and a line in `_more.html`."""


@inbox_view
@never_cache
@require_http_methods(["GET", "POST"])
def extra(request: InboxRequest, conversation_id: int, kind: str) -> HttpResponse:
    conversation = _get(request, conversation_id)
    if kind not in EXTRAS:
        raise Http404
    if request.method == "GET":
        return _dialog(request, conversation, kind)
    try:
        compose.send(
            conversation,
            EXTRAS[kind].read(request.POST),
            by=request.user,
            quoted_wamid=quoted_by(request, conversation),
            client_id=request.POST.get("client_id", "")[:64] or None,
        )
    except compose.CannotSend as refusal:
        return _refuse(refusal)
    return _done(request, conversation)


@inbox_view
@require_POST
def put_reaction(request: InboxRequest, conversation_id: int, message_id: int) -> HttpResponse:
    """`emoji`; an empty one takes ours back."""
    conversation = _get(request, conversation_id)
    message = get_object_or_404(conversation.messages, pk=message_id)
    try:
        react(message, request.POST.get("emoji", ""), by=request.user)
    except compose.CannotSend as refusal:
        return _refuse(refusal)
    return _done(request, conversation)


def _dialog(request: InboxRequest, conversation: Conversation, kind: str) -> HttpResponse:
    context = {
        "conversation": conversation,
        "kind": kind,
        "title": EXTRAS[kind].title,
        "fields": f"inbox/extras/_{kind}.html",
        "client_id": uuid.uuid4().hex,
        "buttons": range(1, MAX_BUTTONS + 1),
        "rows": range(1, MAX_ROWS + 1),
        "first_rows": FIRST_ROWS,
    }
    return render(request, "inbox/extras/_dialog.html", context)


def _get(request: InboxRequest, conversation_id: int) -> Conversation:
    return get_object_or_404(conversations_for(request.user), pk=conversation_id)


def _refuse(refusal: compose.CannotSend) -> HttpResponse:
    status = STATUS_OF_REFUSAL.get(refusal.code, INVALID)
    return HttpResponse(str(refusal), status=status, content_type="text/plain; charset=utf-8")


def _done(request: InboxRequest, conversation: Conversation) -> HttpResponse:
    return HttpResponse(status=204) if request.htmx else redirect("inbox:chat", conversation.pk)
