"""The routes. Each one sees only what `access` lets its caller see."""

from typing import Any

from django.db.models import prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from ninja import File, Form, NinjaAPI, Query, Router, Status
from ninja.errors import HttpError
from ninja.files import UploadedFile

from whatsapp.access import conversations_for, messages_for, replies_for
from whatsapp.bubbles.reactions import NOTHING, reactions_on
from whatsapp.conversations.listing import Page, Wanted, list_conversations, list_messages
from whatsapp.conversations.quoting import wamid_to_quote
from whatsapp.conversations.reaching import find_conversation
from whatsapp.conversations.reading import mark_read
from whatsapp.media.serving import serve_file, serve_stored, serve_thumbnail
from whatsapp.models import Conversation, Message, MessageFile
from whatsapp.outbound import compose
from whatsapp.outbound.attach import send_file, send_given
from whatsapp.outbound.receipts import seen
from whatsapp.outbound.reply_files import file_to_send
from whatsapp.replies.fill import fill
from whatsapp.replies.keeping import count_use

from . import contents, refusals
from .changes import router as changes_router
from .notes import router as notes_router
from .shapes import (
    REFUSED,
    ConversationOut,
    ConversationsPage,
    FileIn,
    ListIn,
    MessageOut,
    MessagesPage,
    SendIn,
    SoundIn,
)
from .sign_in import WAYS_IN, require_inbox
from .templates import router as templates_router

api = NinjaAPI(title="WhatsApp team inbox", version="1", auth=WAYS_IN, docs_url=None, openapi_url=None)
refusals.register(api)
router = Router()


@router.get("conversations", response={200: ConversationsPage, **REFUSED})
def conversations(request: HttpRequest, asked: Query[ListIn]) -> Page[Conversation]:
    """Latest first, unless another order is asked for."""
    me = require_inbox(request).pk
    wanted = Wanted(**asked.dict(exclude={"cursor"}), in_messages=True)
    visible = conversations_for(request.user)
    page = list_conversations(visible, wanted, me=me, cursor=asked.cursor)
    prefetch_related_objects(page.rows, "labels")
    return page


@router.post("conversations/{conversation_id}/read", response={200: ConversationOut, **REFUSED})
def read(request: HttpRequest, conversation_id: int) -> Conversation:
    """The team has read it, and the customer sees that."""
    conversation = _conversation(request, conversation_id)
    mark_read(conversation, by=require_inbox(request))
    seen(conversation)
    return conversation


@router.get("messages/{conversation_id}", response={200: MessagesPage, **REFUSED})
def messages(request: HttpRequest, conversation_id: int, cursor: str = "") -> Page[Message]:
    """Newest first."""
    conversation = _conversation(request, conversation_id)
    page = list_messages(conversation, cursor=cursor)
    found = reactions_on(conversation, page.rows)
    for message in page.rows:
        reacted = found.get(message.whatsapp_message_id or "", NOTHING)
        message.reactions = list(reacted.shown)  # type: ignore[attr-defined]
    return page


@router.post("send-message", response={202: MessageOut, 200: MessageOut, **REFUSED})
def send_message(request: HttpRequest, message: SendIn) -> Status[Message]:
    """202 with the pending message; the same `client_id` again gives 200 with the same message."""
    sender = require_inbox(request)
    conversation = _addressed(request, message)
    quoted_wamid = _quoted(request, conversation, message.reply_to)
    more: dict[str, Any] = {"by": sender, "quoted_wamid": quoted_wamid, "client_id": message.client_id}
    content = contents.content_of(message)
    if content is None:
        pending, new = compose.send_text(conversation, message.text or "", **more)
    else:
        pending, new = compose.send(conversation, content, **more)
    return Status(202 if new else 200, pending)


@router.post("send-audio", response={202: MessageOut, 200: MessageOut, **REFUSED})
def send_audio(request: HttpRequest, sent: Form[SoundIn], audio: File[UploadedFile]) -> Status[Message]:
    """A voice message, of whatever a browser recorded; 202 with the pending message."""
    return _send_file(request, sent, audio, is_voice=True)


@router.post("send-media", response={202: MessageOut, 200: MessageOut, **REFUSED})
def send_media(
    request: HttpRequest,
    sent: Form[FileIn],
    file: UploadedFile = File(None),  # noqa: B008 (as ninja wants it)
) -> Status[Message]:
    """A picture, a sound, a video or a document: as what it goes is decided by its bytes."""
    if file is not None:
        return _send_file(request, sent, file, caption=sent.caption or "", as_document=sent.as_document)
    if sent.reply_id is None:
        raise HttpError(422, "file: Field required, or reply_id of a ready reply that has a file")
    return _send_reply(request, sent, sent.reply_id)


def _send_reply(request: HttpRequest, sent: FileIn, reply_id: int) -> Status[Message]:
    sender = require_inbox(request)
    visible = conversations_for(request.user).select_related("number")
    conversation = get_object_or_404(visible, pk=sent.conversation_id)
    reply = get_object_or_404(replies_for(sender).select_related("stored"), pk=reply_id, stored__isnull=False)
    caption = fill(reply.content, conversation, sender) if sent.caption is None else sent.caption
    pending, new = send_given(
        conversation, file_to_send(reply), by=sender, caption=caption, client_id=sent.client_id
    )
    if new:
        count_use(reply)
    return Status(202 if new else 200, pending)


def _send_file(request: HttpRequest, sent: SoundIn, file: UploadedFile, **how: Any) -> Status[Message]:
    sender = require_inbox(request)
    conversation = _conversation(request, sent.conversation_id)
    pending, new = send_file(conversation, file, by=sender, client_id=sent.client_id, **how)
    return Status(202 if new else 200, pending)


@router.api_operation(
    ["GET", "HEAD"], "media/{message_id}", url_name="media", response={200: None, **REFUSED}
)
def media(
    request: HttpRequest, message_id: int, download: bool = False, original: bool = False
) -> HttpResponseBase:
    """The file of a message; `?download=1` always as a download; `?original=1` as it was given, before
    it was made into what WhatsApp takes (404 where it went as it was)."""
    return serve_file(request, _file(request, message_id), download=download, original=original)


@router.api_operation(
    ["GET", "HEAD"], "templates/{reply_id}/media", url_name="reply_media", response={200: None, **REFUSED}
)
def reply_media(request: HttpRequest, reply_id: int, download: bool = False) -> HttpResponseBase:
    """The file of a ready reply, for those who may use it."""
    mine = replies_for(require_inbox(request)).select_related("stored").exclude(stored=None)
    reply = get_object_or_404(mine, pk=reply_id)
    assert reply.stored is not None
    return serve_stored(request, reply.stored, reply.file_name, reply.pk, download=download)


@router.api_operation(
    ["GET", "HEAD"], "media/{message_id}/thumbnail", url_name="thumbnail", response={200: None, **REFUSED}
)
def thumbnail(request: HttpRequest, message_id: int) -> HttpResponseBase:
    """A small WebP of a picture, or of the first frame of a film."""
    return serve_thumbnail(request, _file(request, message_id).stored)


def _file(request: HttpRequest, message_id: int) -> MessageFile:
    """What its author took back is nobody's to see any more."""
    require_inbox(request)
    seen = messages_for(request.user).filter(revoked_at=None)
    return get_object_or_404(
        MessageFile.objects.select_related("stored", "original"), message__in=seen, pk=message_id
    )


def _conversation(request: HttpRequest, conversation_id: int) -> Conversation:
    require_inbox(request)
    return get_object_or_404(conversations_for(request.user), pk=conversation_id)


def _addressed(request: HttpRequest, message: SendIn) -> Conversation:
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
    try:
        return wamid_to_quote(messages_for(request.user).filter(conversation=conversation), reply_to)
    except Message.DoesNotExist:
        raise Http404 from None


api.add_router("", router)
api.add_router("", changes_router)
api.add_router("", notes_router)
api.add_router("", templates_router)
