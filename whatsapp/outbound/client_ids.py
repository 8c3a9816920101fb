"""The browser's own names for what it sends: one of them is one message, however often it is asked for."""

from whatsapp.models import AuditEntry, Conversation, Message

UNDONE = "undone"
"""The audit log's verb. The row itself is gone by then, so the entry is the conversation's, with the name."""


def find_sent(conversation: Conversation, client_id: str | None) -> Message | None:
    return conversation.messages.filter(client_id=client_id).first() if client_id else None


def was_undone(conversation: Conversation, client_id: str | None) -> bool:
    """A browser that never heard that its message arrived may ask again, after somebody has undone it."""
    if not client_id:
        return False
    entries = AuditEntry.objects.filter(noun=Conversation._meta.model_name, noun_id=conversation.pk)
    return entries.filter(verb=UNDONE, details__client_id=client_id).exists()


def lock(conversation: Conversation) -> None:
    """Until the commit nobody else writes into this conversation.

    Two requests with one name wait here for each other, and the second finds the row of the first. And what is
    written later gets its id later *and* appears later: else the outbox, which goes by the ids, could send
    number 8 while number 7 is still being written.
    """
    Conversation.objects.select_for_update().filter(pk=conversation.pk).values_list("pk").get()
