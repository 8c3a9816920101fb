"""Everything that a calm bubble shows: as long as its facts are the same, it looks the same."""

from collections.abc import Hashable

from django.contrib.auth.models import User

from whatsapp.models import Message
from whatsapp.outbound.reactions import may_be_reacted_to

from .days import Bubble
from .kinds import TEXT

Status = Message.Status

CALM = frozenset(
    {Status.RECEIVED, Status.ACCEPTED, Status.SENT, Status.DELIVERED, Status.READ, Status.PLAYED}
)
"""Nothing counts down in it, and nothing can be done about it."""

COLUMNS = tuple(field.attname for field in Message._meta.concrete_fields if field.name != "payload")


def facts_of(bubble: Bubble, user: User) -> Hashable:
    """As this member of the team sees it. None for what shows other rows, or the clock: files, quotes, failures."""
    message = bubble.message
    is_calm = message.status in CALM and bubble.reacted.failed is None and not message.quoted_wamid
    if not is_calm or bubble.kind is not TEXT:
        return None
    author = message.sent_by
    return (
        *(getattr(message, column) for column in COLUMNS),
        repr(message.payload) if message.payload else "",
        *(bubble.starts_group, tuple(bubble.reacted.shown), bubble.reacted.ours),
        *(may_be_reacted_to(message), author and (author.get_full_name() or author.username)),
        *(message.sent_by_id == user.pk, user.has_perm("whatsapp.open_back_office")),
    )
