"""What we remember. One noun a file, imported from here; low-level first, nothing looks upwards."""

from .audit import AuditEntry
from .changes import MessageChange, Reaction
from .contacts import Contact
from .conversations import Conversation
from .events import WebhookEvent
from .heartbeats import Heartbeat
from .identities import FormerIdentity, MergeRequest
from .message_templates import MessageTemplate
from .messages import Message, WaitingStatus
from .notices import Notice
from .numbers import BusinessNumber
from .people import ApiToken, Preference
from .templates import ReplyTemplate

__all__ = [
    "ApiToken",
    "AuditEntry",
    "BusinessNumber",
    "Contact",
    "Conversation",
    "FormerIdentity",
    "Heartbeat",
    "MergeRequest",
    "Message",
    "MessageChange",
    "MessageTemplate",
    "Notice",
    "Preference",
    "Reaction",
    "ReplyTemplate",
    "WaitingStatus",
    "WebhookEvent",
]
