"""Everything that a calm bubble shows: as long as its facts are the same, it looks the same."""

from collections.abc import Hashable

from django.contrib.auth.models import User

from whatsapp.models import Message, name_of
from whatsapp.outbound.reactions import may_be_reacted_to

from .days import Bubble
from .files import File
from .kinds import TEXT
from .sounds import Sound

Status = Message.Status

CALM = frozenset(
    {Status.RECEIVED, Status.ACCEPTED, Status.SENT, Status.DELIVERED, Status.READ, Status.PLAYED}
)
"""Nothing counts down in it, and nothing can be done about it."""

COLUMNS = tuple(field.attname for field in Message._meta.concrete_fields if field.name != "payload")


def facts_of(bubble: Bubble, user: User) -> Hashable:
    """As this member of the team sees it. None for what shows more rows, or the clock: quotes, failures, files that
    are not here yet, and all kinds but texts and files.
    """
    message = bubble.message
    is_calm = message.status in CALM and bubble.reacted.failed is None and not message.quoted_wamid
    if not is_calm or not (bubble.kind is TEXT or _is_a_file_that_is_here(bubble.said)):
        return None
    author = message.sent_by
    return (
        *(getattr(message, column) for column in COLUMNS),
        repr(message.payload) if message.payload else "",
        *(bubble.starts_group, tuple(bubble.reacted.shown), bubble.reacted.ours),
        *(may_be_reacted_to(message), author and name_of(author)),
        *(message.sent_by_id == user.pk, user.has_perm("whatsapp.open_back_office")),
        *(bubble.said, message.conversation.display_name),
    )


def _is_a_file_that_is_here(said: object) -> bool:
    file = said.file if isinstance(said, Sound) else said
    return isinstance(file, File) and file.here is not None
