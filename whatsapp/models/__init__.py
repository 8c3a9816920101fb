"""What we remember. One noun a file, imported from here; low-level first, nothing looks upwards."""

from .audit import AuditEntry
from .contacts import Contact
from .conversations import Conversation
from .events import WebhookEvent
from .heartbeats import Heartbeat
from .messages import Message, WaitingStatus
from .numbers import BusinessNumber
from .people import ApiToken, Preference
from .templates import ReplyTemplate

__all__ = [
    "ApiToken",
    "AuditEntry",
    "BusinessNumber",
    "Contact",
    "Conversation",
    "Heartbeat",
    "Message",
    "Preference",
    "ReplyTemplate",
    "WaitingStatus",
    "WebhookEvent",
]
