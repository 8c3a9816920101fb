"""Which message a reply quotes."""

from django.db.models import QuerySet

from whatsapp.models import Message


def wamid_to_quote(messages: QuerySet[Message], reply_to: str | int | None) -> str:
    """`reply_to` is the id or the wamid of one of `messages`; nothing quotes nothing.

    Raises Message.DoesNotExist, also for a message that Meta does not know yet: there is no quoting it.
    """
    if reply_to in (None, ""):
        return ""
    by_id = isinstance(reply_to, int) or str(reply_to).isdecimal()
    bubbles = messages.exclude(message_type=Message.REACTION)
    found = bubbles.filter(pk=reply_to) if by_id else bubbles.filter(whatsapp_message_id=reply_to)
    wamid = found.values_list("whatsapp_message_id", flat=True).first()
    if not wamid:
        raise Message.DoesNotExist
    return wamid
