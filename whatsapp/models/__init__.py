"""What we remember. One noun a file, imported from here; low-level first, nothing looks upwards."""

from .audit import AuditEntry
from .changes import MessageChange, Reaction
from .checkups import Checkup
from .contacts import Contact
from .conversations import Conversation
from .drafts import Draft
from .events import WebhookEvent
from .heartbeats import Heartbeat
from .identities import FormerIdentity, MergeRequest
from .labels import Label
from .media import CardFile, MessageFile, StoredFile, file_of
from .message_templates import MessageTemplate
from .messages import Message, WaitingStatus
from .notes import Note
from .notices import Notice
from .numbers import BusinessNumber
from .people import ApiToken, Preference, name_of
from .prices import Price
from .receipts import ReadReceipt
from .scheduled import ScheduledMessage
from .search import SearchEntry, SearchMark
from .templates import ReplyTemplate
from .uploads import Upload
from .views import SavedView

__all__ = [
    "ApiToken",
    "AuditEntry",
    "BusinessNumber",
    "CardFile",
    "Checkup",
    "Contact",
    "Conversation",
    "Draft",
    "FormerIdentity",
    "Heartbeat",
    "Label",
    "MergeRequest",
    "Message",
    "MessageChange",
    "MessageFile",
    "MessageTemplate",
    "Note",
    "Notice",
    "Preference",
    "Price",
    "Reaction",
    "ReadReceipt",
    "ReplyTemplate",
    "SavedView",
    "ScheduledMessage",
    "SearchEntry",
    "SearchMark",
    "StoredFile",
    "Upload",
    "WaitingStatus",
    "WebhookEvent",
    "file_of",
    "name_of",
]
