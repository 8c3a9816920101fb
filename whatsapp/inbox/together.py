"""What can be done with a chat beside answering it: from its header, from its row, or with many at once.

One address for all of it: one chat is many, of which there is one.
"""

from collections.abc import Callable

from django.contrib.auth.models import User
from django.core.exceptions import BadRequest
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from whatsapp.access import colleagues, conversations_for, inbox_view
from whatsapp.conversations.assigning import assign
from whatsapp.conversations.labelling import put_on, take_off
from whatsapp.conversations.reading import mark_all_read, mark_unread
from whatsapp.conversations.status import set_status
from whatsapp.http import InboxRequest
from whatsapp.models import Conversation, Label, name_of

MOST = 1000
"""Chats that are changed at once."""

Chosen = QuerySet[Conversation]
Status = Conversation.Status


def _assign(chosen: Chosen, request: InboxRequest) -> int:
    to = request.POST.get("user", "")
    return assign(chosen, _colleague(to) if to else None, by=request.user)


def _colleague(pk: str) -> User:
    return get_object_or_404(colleagues(), pk=_number(pk))


def _label(request: InboxRequest) -> Label:
    return get_object_or_404(Label, pk=_number(request.POST.get("label", "")))


CHANGES: dict[str, Callable[[Chosen, InboxRequest], int]] = {
    "resolve": lambda chosen, request: set_status(chosen, Status.RESOLVED, by=request.user),
    "reopen": lambda chosen, request: set_status(chosen, Status.ACTIVE, by=request.user),
    "set-pending": lambda chosen, request: set_status(chosen, Status.PENDING, by=request.user),
    "mark-read": lambda chosen, request: mark_all_read(chosen, by=request.user),
    "mark-unread": lambda chosen, request: mark_unread(chosen, by=request.user),
    "assign": _assign,
    "put-label": lambda chosen, request: put_on(chosen, _label(request), by=request.user),
    "take-label": lambda chosen, request: take_off(chosen, _label(request), by=request.user),
}


@inbox_view
@require_POST
def change(request: InboxRequest, verb: str) -> HttpResponse:
    """`ids` by POST; answers in words how many were changed."""
    if verb not in CHANGES:
        raise Http404
    done = CHANGES[verb](_chosen(request, request.POST.getlist("ids")), request)
    words = ngettext("%(n)d chat changed.", "%(n)d chats changed.", done) % {"n": done}
    return HttpResponse(words if done else _("Nothing to change."), content_type="text/plain; charset=utf-8")


@inbox_view
@never_cache
@require_GET
def choose_colleague(request: InboxRequest) -> HttpResponse:
    """To whom these chats can be given; marked is whose they all are."""
    owners = set(_chosen(request, request.GET.getlist("ids")).values_list("assigned_to", flat=True))
    people = [(user.pk, name_of(user)) for user in colleagues() if user.pk != request.user.pk]
    owner = owners.pop() if len(owners) == 1 else 0
    return render(request, "inbox/_colleagues.html", {"people": people, "owner": owner})


@inbox_view
@never_cache
@require_GET
def choose_labels(request: InboxRequest) -> HttpResponse:
    """All labels; each with whether all of these chats have it, or some."""
    ids = list(_chosen(request, request.GET.getlist("ids")).values_list("pk", flat=True))
    pairs = Conversation.labels.through.objects.filter(conversation__in=ids)
    worn = list(pairs.values_list("label", flat=True))
    labels = [(label, _how_many(worn.count(label.pk), len(ids))) for label in Label.objects.all()]
    return render(request, "inbox/_labels.html", {"labels": labels})


def _how_many(worn: int, of_all: int) -> str:
    """For `aria-checked`."""
    return "false" if not worn else "true" if worn == of_all else "mixed"


def _chosen(request: InboxRequest, ids: list[str]) -> Chosen:
    if len(ids) > MOST:
        raise BadRequest(_("So many chats can't be changed at once."))
    return conversations_for(request.user).filter(pk__in=[_number(pk) for pk in ids])


def _number(word: str) -> int:
    """An id that nobody has, where it is none."""
    return int(word) if word.isascii() and word.isdigit() and len(word) < 19 else 0
