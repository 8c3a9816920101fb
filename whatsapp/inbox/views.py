"""The inbox, one function a button. The same address gives a page to the browser and a fragment to htmx."""

import uuid
from typing import Any
from urllib.parse import urlsplit

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone
from django.utils.datastructures import MultiValueDictKeyError
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from whatsapp.access import conversations_for, inbox_view
from whatsapp.bubbles.happenings import with_last_entry
from whatsapp.conversations.drafts import drafts_in
from whatsapp.conversations.glance import glance, with_whether_reacted
from whatsapp.conversations.listing import BadCursor, list_messages, time_of
from whatsapp.conversations.notes import with_last_note
from whatsapp.conversations.quoting import wamid_to_quote
from whatsapp.conversations.reading import mark_read
from whatsapp.http import InboxRequest, page_or_fragment
from whatsapp.models import Conversation, Message, Note
from whatsapp.outbound import compose
from whatsapp.outbound.again import NotToBeSentAgain, send_again
from whatsapp.search.content import said
from whatsapp.search.snippets import words_hit
from whatsapp.search.tokens import asked

from .chat_list import ChatList, chat_list
from .excerpt import around, find_named, further, is_above, named
from .forms import ListForm
from .preferences import likes, time_to_undo
from .saved_views import default_query
from .searching import Found
from .shortcuts import shortcuts_for
from .thread import History, Thread, Unread, open_thread, thread_since, with_whether_scheduled

NOTHING_CHANGED = 204
STATUS_OF_REFUSAL = {
    compose.WindowClosed.code: 409,
    compose.CustomerBlocked.code: 409,
    NotToBeSentAgain.code: 409,
    compose.Undone.code: 410,
}
INVALID = 422


@inbox_view
@never_cache
@require_GET
def show_list(request: InboxRequest) -> HttpResponse:
    """The list with no chat open; to htmx the list alone, or 204 when it would look the same."""
    is_page = not request.htmx or request.htmx.history_restore_request
    if is_page and not request.GET and (query := default_query(request)):
        return redirect(f"{reverse('inbox:list')}?{query}")
    try:
        listed = _list(request, _open_id_beside(request))
    except BadCursor:
        return HttpResponse(status=400)
    if _knows(request, listed.version):
        return HttpResponse(status=NOTHING_CHANGED)
    is_new = _is_new(request)
    context = {"list": listed, "is_new": is_new, **(_of_page(request) if is_page else {})}
    if is_page or is_new:
        context["found"] = _found(request)
    response = page_or_fragment(request, "inbox/chat.html", "inbox/_conversations.html", context)
    if context["is_new"]:
        # The address says what the list shows, whichever chat is open: it can be reloaded, and sent to others.
        response["HX-Replace-Url"] = _path_beside(request) + listed.form.suffix
    return response


@inbox_view
@never_cache
@require_GET
def show_chat(request: InboxRequest, conversation_id: int) -> HttpResponse:
    """Opens a chat, which marks it read; to htmx the thread alone, its newer part, or older messages."""
    try:
        if request.htmx and request.htmx.target == "messages":
            return _refresh(request, conversation_id)
        conversation = _get(request, conversation_id)
        if request.htmx and (piece := _piece(request, conversation)):
            return piece
    except (BadCursor, ValueError):
        return HttpResponse(status=400)
    thread = open_thread(conversation)
    goto = find_named(conversation, request.GET.get("message", ""))
    mark_read(conversation, by=request.user)
    return _show(request, thread, **_excerpt(request, thread, goto))


def _piece(request: InboxRequest, conversation: Conversation) -> HttpResponse | None:
    """Of what lies above the newest part of a thread. Raises BadCursor."""
    until = request.GET.get("until", "")
    if "cursor" in request.GET:
        return _history(request, conversation)
    if "after" in request.GET:
        excerpt = further(conversation, request.GET["after"], until, request.GET.get("seam", ""))
        return render(request, "inbox/_newer.html", {"excerpt": excerpt, "conversation": conversation})
    if "around" not in request.GET:
        return None
    message = find_named(conversation, request.GET["around"])
    if message is None or not is_above(message, until):
        return HttpResponse(status=404)
    context = {"excerpt": around(conversation, message, until), "conversation": conversation}
    return render(request, "inbox/_excerpt.html", context)


def _excerpt(request: InboxRequest, thread: Thread, goto: Message | Note | None) -> dict[str, Any]:
    """The thread opens at this message, however far up it is."""
    if goto is None:
        return {}
    words = words_hit(said(goto), asked(ListForm(request.GET).wanted.search))
    excerpt = around(thread.conversation, goto, thread.since) if is_above(goto, thread.since) else None
    return {"goto": named(type(goto), goto.pk), "goto_words": " ".join(words), "excerpt": excerpt}


def _found(request: InboxRequest) -> Found | None:
    """Messages with the words that are searched for."""
    form = ListForm(request.GET)
    return Found(request.user, form) if form.wanted.search else None


def _refresh(request: InboxRequest, conversation_id: int) -> HttpResponse:
    """The open chat as it is now. A browser asks only while somebody looks at it: that counts as reading."""
    if _is_unchanged(request, conversation_id):
        return HttpResponse(status=NOTHING_CHANGED)
    conversation = _get(request, conversation_id)
    thread = thread_since(conversation, request.GET.get("since", ""), _divider(request))
    mark_read(conversation, by=request.user, is_opened=False)
    if _knows(request, thread.version):
        return HttpResponse(status=NOTHING_CHANGED)
    return render(
        request, "inbox/_messages.html", {"thread": thread, "conversation": conversation, "is_refresh": True}
    )


def _is_unchanged(request: InboxRequest, conversation_id: int) -> bool:
    """Mostly true, and then all that is asked of the database."""
    since = request.GET.get("since", "")
    seen = glance(_visible(request).filter(pk=conversation_id), since)
    if seen is None or seen[0].unread_count:
        return False
    return _knows(request, Thread(*seen, since).version)


def _history(request: InboxRequest, conversation: Conversation) -> HttpResponse:
    cursor = request.GET["cursor"]
    page = list_messages(conversation, cursor=cursor)
    history = History(conversation, page, seam=request.GET.get("seam", ""), before=time_of(cursor))
    return render(request, "inbox/_history.html", {"history": history, "conversation": conversation})


@inbox_view
@never_cache
@require_GET
def show_banner(request: InboxRequest) -> HttpResponse:
    """What stops everybody's work, asked for again each minute by every open page."""
    return render(request, "inbox/_banner.html")


@inbox_view
@require_POST
def send(request: InboxRequest, conversation_id: int) -> HttpResponse:
    """Writes the message. The browser's own name for it (`client_id`) makes a repeated POST harmless."""
    conversation = _get(request, conversation_id)
    text, client_id = request.POST.get("text", ""), request.POST.get("client_id", "")[:64]
    try:
        compose.send_text(
            conversation,
            text,
            by=request.user,
            quoted_wamid=quoted_by(request, conversation),
            client_id=client_id or None,
            held_for=time_to_undo(request.user),
        )
    except compose.CannotSend as refusal:
        return _refuse(request, conversation, text, refusal)
    return HttpResponse(status=204) if request.htmx else redirect("inbox:chat", conversation.pk)


def quoted_by(request: HttpRequest, conversation: Conversation) -> str:
    """The wamid of what the form's `reply_to` names. Raises compose.InvalidMessage."""
    try:
        return wamid_to_quote(conversation.messages.all(), request.POST.get("reply_to"))
    except (Message.DoesNotExist, OverflowError):
        raise compose.InvalidMessage(
            _("The message you answer can't be quoted yet. Try again, or send it without the quote.")
        ) from None


@inbox_view
@require_POST
def again(request: InboxRequest, conversation_id: int, message_id: int) -> HttpResponse:
    """Sends what failed, or what nobody knows of, once more."""
    conversation = _get(request, conversation_id)
    message = get_object_or_404(conversation.messages, pk=message_id)
    try:
        send_again(message, by=request.user)
    except compose.CannotSend as refusal:
        return _refuse(request, conversation, "", refusal)
    return HttpResponse(status=204) if request.htmx else redirect("inbox:chat", conversation.pk)


def _refuse(
    request: InboxRequest, conversation: Conversation, text: str, refusal: compose.CannotSend
) -> HttpResponse:
    status = STATUS_OF_REFUSAL.get(refusal.code, INVALID)
    if request.htmx:
        return HttpResponse(str(refusal), status=status, content_type="text/plain; charset=utf-8")
    return _show(request, open_thread(conversation), status=status, text=text, refusal=str(refusal))


def _show(request: InboxRequest, thread: Thread, *, status: int = 200, **more: object) -> HttpResponse:
    context = {
        "thread": thread,
        "conversation": thread.conversation,
        "client_id": uuid.uuid4().hex,
        "drafts": drafts_in(thread.conversation, request.user),
        "back": ListForm(request.GET).suffix,
        **more,
    }
    if not request.htmx or request.htmx.history_restore_request:
        context |= {"list": _list(request, thread.conversation.pk), **_of_page(request)}
        context["found"] = _found(request)
    response = page_or_fragment(request, "inbox/chat.html", "inbox/_thread.html", context)
    response.status_code = status
    return response


def _get(request: InboxRequest, conversation_id: int) -> Conversation:
    return get_object_or_404(_visible(request).select_related("contact", "assigned_to"), pk=conversation_id)


def _visible(request: InboxRequest) -> QuerySet[Conversation]:
    """With what a thread asks of a conversation before it asks more: mostly there is nothing more."""
    visible = with_whether_reacted(with_last_entry(with_whether_scheduled(conversations_for(request.user))))
    return with_last_note(visible)


def _list(request: InboxRequest, open_id: int | None) -> ChatList:
    piece = {name: request.GET.get(name, "") for name in ("cursor", "until")}
    return chat_list(request.user, ListForm(request.GET), open_id=open_id, **piece)


def _is_new(request: InboxRequest) -> bool:
    """Asked for by somebody who chose something; not the refresh, and not what follows further down."""
    return bool(request.htmx) and not {"version", "cursor"} & set(request.GET)


def _of_page(request: InboxRequest) -> dict[str, object]:
    """What is asked for once, with the whole page."""
    liked = likes(request.user)
    return {"likes": liked, "shortcuts": shortcuts_for(liked), "opened_at": timezone.now()}


def _path_beside(request: InboxRequest) -> str:
    """Of the page beside whose list htmx refreshes."""
    return urlsplit(request.htmx.current_url_abs_path or "").path or reverse("inbox:list")


def _open_id_beside(request: InboxRequest) -> int | None:
    try:
        return resolve(_path_beside(request)).kwargs.get("conversation_id")
    except Resolver404:
        return None


def _knows(request: InboxRequest, version: str) -> bool:
    return bool(request.htmx) and request.GET.get("version") == version


def _divider(request: HttpRequest) -> Unread | None:
    try:
        return Unread(int(request.GET["first_unread"]), int(request.GET["unread"]))
    except MultiValueDictKeyError:
        return None
