"""Templates: Meta's approved ones, which are sent by name, and the team's own replies."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from ninja import Field, Query, Router, Schema, Status
from ninja.errors import AuthorizationError, HttpError

from whatsapp.access import conversations_for, replies_for
from whatsapp.conversations.listing import BadCursor
from whatsapp.conversations.reaching import find_conversation
from whatsapp.conversations.starting import start_conversation
from whatsapp.message_templates.definition import definition_of
from whatsapp.message_templates.form import fields_of
from whatsapp.models import AuditEntry, Conversation, Message, MessageTemplate, ReplyTemplate
from whatsapp.outbound.channel import ensure_configured_number
from whatsapp.outbound.compose import InvalidMessage, find_sent
from whatsapp.outbound.reply_files import url_of
from whatsapp.outbound.templates import content_of, find_template, send_template

from .shapes import REFUSED, MessageOut, Words
from .sign_in import require_inbox

PAGE = 100

router = Router()


class TemplateIn(Schema):
    name: Words
    language: Words
    parameters: dict[str, Any] = {}
    conversation_id: int | None = None
    to: Words | None = None
    client_id: Annotated[Words, Field(max_length=64)] | None = None


class ParameterOut(Schema):
    """What `parameters` of send-template may hold for a template."""

    key: str
    kind: str
    example: str
    max_length: int = Field(alias="longest")
    required: bool = Field(alias="is_required")


class MessageTemplateOut(Schema):
    id: int
    name: str
    language: str
    category: str
    status: str
    quality: str
    parameter_format: str
    components: list[Any]
    parameters: list[ParameterOut]

    @staticmethod
    def resolve_parameters(row: MessageTemplate) -> Sequence[object]:
        return fields_of(definition_of(row))


class ReplyIn(Schema):
    name: Annotated[Words, Field(min_length=1, max_length=100)]
    content: Annotated[Words, Field(min_length=1, max_length=4096)]
    template_type: Annotated[Words, Field(max_length=20)] = "text"
    category: Annotated[Words, Field(max_length=60)] = ""


class ReplyOut(Schema):
    id: int
    name: str
    content: str
    template_type: str
    category: str
    file_name: str
    media_url: str
    media_mime_type: str
    used: int
    created_by: int | None
    created_at: datetime

    @staticmethod
    def resolve_media_url(row: ReplyTemplate) -> str:
        """Empty where there is no file. It is sent by send-media with `reply_id`."""
        return url_of(row)

    @staticmethod
    def resolve_media_mime_type(row: ReplyTemplate) -> str:
        return row.stored.mime_type if row.stored else ""

    @staticmethod
    def resolve_created_by(row: ReplyTemplate) -> int | None:
        return row.created_by_id


class Asked(Schema):
    kind: Literal["reply", "message"] = "reply"
    cursor: str = ""


class TemplatesPage(Schema):
    results: list[MessageTemplateOut | ReplyOut] = Field(alias="rows")
    next: str | None


@dataclass(frozen=True)
class Page:
    rows: Sequence[MessageTemplate | ReplyTemplate]
    next: str | None


@router.get("templates", response={200: TemplatesPage, **REFUSED})
def templates(request: HttpRequest, asked: Query[Asked]) -> Page:
    """Newest first. Of Meta's only those that can be sent."""
    found: Any = replies_for(require_inbox(request)).select_related("stored")
    if asked.kind == "message":
        found = MessageTemplate.objects.filter(status=MessageTemplate.APPROVED, gone_at=None)
    if asked.cursor:
        if not asked.cursor.isascii() or not asked.cursor.isdecimal() or len(asked.cursor) > 18:
            raise BadCursor
        found = found.filter(pk__lt=int(asked.cursor))
    rows = list(found.order_by("-pk")[: PAGE + 1])
    return Page(rows[:PAGE], str(rows[PAGE - 1].pk) if len(rows) > PAGE else None)


@router.post("templates", response={201: ReplyOut, **REFUSED})
def add_reply(request: HttpRequest, reply: ReplyIn) -> Status[ReplyTemplate]:
    """A reply of the team's own. Meta's templates are handed in through the back office."""
    by = require_inbox(request)
    if not by.has_perm("whatsapp.add_replytemplate"):
        raise AuthorizationError
    row, new = ReplyTemplate.objects.get_or_create(
        name=reply.name, owner=None, defaults={**reply.dict(exclude={"name"}), "created_by": by}
    )
    if not new:
        raise HttpError(422, "name: There is a reply of this name.")
    AuditEntry.record("added", row, by=by, called=row.name)
    return Status(201, row)


@router.post("send-template", response={202: MessageOut, 200: MessageOut, **REFUSED})
def send(request: HttpRequest, asked: TemplateIn) -> Status[Message]:
    """202 with the pending message, in an open window or a closed one, and to a number that never wrote."""
    by = require_inbox(request)
    conversation = _addressed(request, asked)
    sent = find_sent(conversation, asked.client_id) if conversation else None
    if sent:
        return Status(200, sent)
    number = conversation.number if conversation else ensure_configured_number()
    template = find_template(number.waba_id if number else "", asked.name, asked.language)
    content_of(template, asked.parameters)  # before a chat is started for something that can't go
    if conversation is None:
        if number is None or not asked.to:
            raise InvalidMessage(_("Say to whom: conversation_id or to."))
        conversation = start_conversation(number, asked.to, by=by)
    message, new = send_template(conversation, template, asked.parameters, by=by, client_id=asked.client_id)
    return Status(202 if new else 200, message)


def _addressed(request: HttpRequest, asked: TemplateIn) -> Conversation | None:
    """The chat that is there; None for somebody new."""
    visible = conversations_for(request.user).select_related("contact", "number")
    if asked.conversation_id is not None:
        return get_object_or_404(visible, pk=asked.conversation_id)
    return find_conversation(visible, asked.to) if asked.to else None
