"""What goes over the wire, field for field. Times are ISO 8601 in UTC."""

from datetime import datetime
from typing import Annotated, Any, Literal, Self

from ninja import Field, Schema
from pydantic import AfterValidator, model_validator

from whatsapp.cloud_api.limits import MAX_WAMID
from whatsapp.cloud_api.text import storable
from whatsapp.conversations.failures import advice_on
from whatsapp.models import Conversation, Message, Note

Words = Annotated[str, AfterValidator(storable)]
"""What no database stores is left at the door: PostgreSQL refuses even to look for a NUL."""


class LabelOut(Schema):
    id: int
    name: str
    color: str


class ConversationOut(Schema):
    id: int
    customer_phone: str | None
    customer_name: str
    last_message: str
    last_message_type: str
    last_message_direction: str
    unread_count: int
    status: str
    assigned_to: int | None
    labels: list[LabelOut]
    window_expires_at: datetime | None
    created_at: datetime
    updated_at: datetime

    @staticmethod
    def resolve_assigned_to(row: Conversation) -> int | None:
        return row.assigned_to_id

    @staticmethod
    def resolve_labels(row: Conversation) -> list[Any]:
        return list(row.labels.all())


class Failure(Schema):
    code: int | None
    title: str
    advice: str


class ReactionOut(Schema):
    """One emoji on a message: how many put it there, and whether we are among them."""

    emoji: str
    count: int
    is_ours: bool


class MessageOut(Schema):
    id: int
    conversation_id: int
    message_type: str
    content: str
    media_url: str
    media_mime_type: str
    direction: str
    status: str
    error: Failure | None
    whatsapp_message_id: str | None
    sent_by: int | None
    reply_to: str | None
    reactions: list[ReactionOut]
    created_at: datetime

    @staticmethod
    def resolve_content(row: Message) -> str:
        """Nothing, once its author has deleted it."""
        return "" if row.revoked_at else row.content

    @staticmethod
    def resolve_media_url(row: Message) -> str:
        """Empty until we have the file."""
        return "" if row.revoked_at else row.media_url

    @staticmethod
    def resolve_error(row: Message) -> Failure | None:
        if row.status != Message.Status.FAILED:
            return None
        return Failure(code=row.error_code, title=row.error_title, advice=advice_on(row.error_code))

    @staticmethod
    def resolve_sent_by(row: Message) -> int | None:
        return row.sent_by_id

    @staticmethod
    def resolve_reply_to(row: Message) -> str | None:
        """The wamid of the message it answers."""
        return row.quoted_wamid or None

    @staticmethod
    def resolve_reactions(row: Message) -> list[Any]:
        """A list of messages brings them along, read at once for all; a message just written has none."""
        return getattr(row, "reactions", [])


class ListIn(Schema):
    status: Conversation.Status | Literal["", "open"] = ""
    assigned_to: Words = ""
    unread: bool = False
    search: Words = ""
    label: Annotated[int, Field(ge=1, lt=2**63)] | None = None
    number: Annotated[int, Field(ge=1, lt=2**63)] | None = None
    order: Literal["", "closing", "waiting"] = ""
    cursor: str = ""


class StatusIn(Schema):
    status: Conversation.Status


class AssignIn(Schema):
    """Nobody, or the id of somebody who uses the inbox."""

    user: Annotated[int, Field(ge=1, lt=2**63)] | None


class LabelsIn(Schema):
    """Ids of the labels that it shall have, and no others."""

    labels: list[Annotated[int, Field(ge=1, lt=2**63)]]


class ConversationsPage(Schema):
    results: list[ConversationOut] = Field(alias="rows")
    next: str | None


class MessagesPage(Schema):
    results: list[MessageOut] = Field(alias="rows")
    next: str | None


class NoteOut(Schema):
    """Of the team, for the team. `written_by` is a user's id."""

    id: int
    conversation_id: int
    content: str
    written_by: int | None
    created_at: datetime

    @staticmethod
    def resolve_written_by(row: Note) -> int | None:
        return row.by_id


class NotesPage(Schema):
    results: list[NoteOut] = Field(alias="rows")
    next: str | None


class NoteIn(Schema):
    text: Words
    client_id: Annotated[Words, Field(max_length=64)] | None = None


class PlaceIn(Schema):
    """Degrees."""

    latitude: float
    longitude: float
    name: Words = ""
    address: Words = ""


class ContactIn(Schema):
    name: Words
    phones: list[Words]
    company: Words = ""


class RowIn(Schema):
    title: Words
    description: Words = ""


class ChoicesIn(Schema):
    """`button` opens the list."""

    button: Words
    rows: list[RowIn]


class SendIn(Schema):
    """A text, or one of the others; of `buttons` and `choices` the text is the question.

    `reply_to` is a wamid, or the id of one of our messages.
    """

    text: Words | None = None
    location: PlaceIn | None = None
    contact: ContactIn | None = None
    buttons: list[Words] | None = None
    choices: ChoicesIn | None = None
    header: Words = ""
    footer: Words = ""
    conversation_id: int | None = None
    to: Words | None = None
    reply_to: Annotated[Words, Field(max_length=MAX_WAMID)] | int | None = None
    client_id: Annotated[Words, Field(max_length=64)] | None = None

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if self.text is None and not (self.location or self.contact):
            raise ValueError("text: Field required")
        return self


class SoundIn(Schema):
    """The fields beside a file."""

    conversation_id: int
    client_id: Annotated[Words, Field(max_length=64)] | None = None


class FileIn(SoundIn):
    """`reply_id` instead of a file: that of a ready reply. Without a caption it has the reply's own words."""

    caption: Words | None = None
    as_document: bool = False
    reply_id: Annotated[int, Field(ge=1, lt=2**63)] | None = None


class Fault(Schema):
    code: str
    message: str


class Refusal(Schema):
    error: Fault


REFUSED = dict.fromkeys((400, 401, 403, 404, 409, 413, 422), Refusal)
