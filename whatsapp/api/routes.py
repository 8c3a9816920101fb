"""The routes. Each one sees only what `access` lets its caller see."""

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from ninja import NinjaAPI, Query, Router, Status

from whatsapp.access import conversations_for, messages_for
from whatsapp.bubbles.reactions import reactions_on
from whatsapp.conversations.listing import Page, Wanted, list_conversations, list_messages
from whatsapp.conversations.reaching import find_conversation
from whatsapp.conversations.reading import mark_read
from whatsapp.models import Conversation, Message
from whatsapp.outbound import compose

from . import refusals
from .shapes import REFUSED, ConversationOut, ConversationsPage, ListIn, MessageOut, MessagesPage, TextIn
from .sign_in import WAYS_IN, require_inbox
from .templates import router as templates_router

api = NinjaAPI(title="WhatsApp team inbox", version="1", auth=WAYS_IN, docs_url=None, openapi_url=None)
refusals.register(api)
router = Router()


@router.get("conversations", response={200: ConversationsPage, **REFUSED})
def conversations(request: HttpRequest, asked: Query[ListIn]) -> Page[Conversation]:
    """Latest first."""
    me = require_inbox(request).pk
    wanted = Wanted(asked.status, asked.assigned_to, asked.unread, asked.search)
    return list_conversations(conversations_for(request.user), wanted, me=me, cursor=asked.cursor)


@router.post("conversations/{conversation_id}/read", response={200: ConversationOut, **REFUSED})
def read(request: HttpRequest, conversation_id: int) -> Conversation:
    conversation = _conversation(request, conversation_id)
    mark_read(conversation, by=require_inbox(request))
    return conversation


@router.get("messages/{conversation_id}", response={200: MessagesPage, **REFUSED})
def messages(request: HttpRequest, conversation_id: int, cursor: str = "") -> Page[Message]:
    """Newest first."""
    conversation = _conversation(request, conversation_id)
    page = list_messages(conversation, cursor=cursor)
    found = reactions_on(conversation, page.rows)
    for message in page.rows:
        message.reactions = found.get(message.whatsapp_message_id or "", [])  # type: ignore[attr-defined]
    return page


@router.post("send-message", response={202: MessageOut, 200: MessageOut, **REFUSED})
def send_message(request: HttpRequest, message: TextIn) -> Status[Message]:
    """202 with the pending message; the same `client_id` again gives 200 with the same message."""
    sender = require_inbox(request)
    conversation = _addressed(request, message)
    pending, new = compose.send_text(
        conversation,
        message.text,
        by=sender,
        quoted_wamid=_quoted(request, conversation, message.reply_to),
        client_id=message.client_id,
    )
    return Status(202 if new else 200, pending)


def _conversation(request: HttpRequest, conversation_id: int) -> Conversation:
    require_inbox(request)
    return get_object_or_404(conversations_for(request.user), pk=conversation_id)


def _addressed(request: HttpRequest, message: TextIn) -> Conversation:
    if message.conversation_id is not None:
        return _conversation(request, message.conversation_id)
    if not message.to:
        raise compose.InvalidMessage(_("Say to whom: conversation_id or to."))
    conversation = find_conversation(conversations_for(request.user), message.to)
    if conversation is None:
        raise compose.WindowClosed(
            _("This customer has not written yet. WhatsApp allows only an approved template now.")
        )
    return conversation


def _quoted(request: HttpRequest, conversation: Conversation, reply_to: str | int | None) -> str:
    """The wamid behind `reply_to`. Raises Http404 for a message of another conversation."""
    if reply_to in (None, ""):
        return ""
    thread = messages_for(request.user).filter(conversation=conversation)
    by_id = isinstance(reply_to, int) or str(reply_to).isdecimal()
    quoted = thread.filter(pk=reply_to) if by_id else thread.filter(whatsapp_message_id=reply_to)
    wamid = quoted.values_list("whatsapp_message_id", flat=True).first()
    if not wamid:
        raise Http404
    return wamid


api.add_router("", router)
api.add_router("", templates_router)
