"""What else follows when Meta refused a message, at once or later by a status: what we believed was not so."""

from django.utils import timezone

from whatsapp.cloud_api.error_table import OUTSIDE_WINDOW, TEMPLATE_DIFFERS
from whatsapp.cloud_api.notifications.fields import an_object
from whatsapp.message_templates.sync import doubt
from whatsapp.models import AuditEntry, Conversation, Message
from whatsapp.models.conversations import WINDOW


def draw(message_id: int, code: int | None) -> None:
    """Call it in the transaction that noted the refusal; costs nothing for all other codes."""
    if code == OUTSIDE_WINDOW:
        _close_window(message_id)
    elif code in TEMPLATE_DIFFERS:
        _doubt_template(message_id)


def _close_window(message_id: int) -> None:
    """Meta's word is the truth: when this message left, the window was closed.

    So what we counted from is put back to where it fits. A customer may have written between the attempt and the
    refusal: then a new window is open, and stays. Meta tells whole seconds, so the very second counts as after.
    """
    message = Message.objects.get(pk=message_id)
    left_at = message.attempted_at
    if left_at is None:
        return  # we ourselves found it closed
    believed_open = Conversation.objects.filter(
        pk=message.conversation_id,
        last_inbound_at__lt=left_at.replace(microsecond=0),
        last_inbound_at__gt=left_at - WINDOW,
    )
    if believed_open.update(last_inbound_at=left_at - WINDOW, updated_at=timezone.now()):
        AuditEntry.record("window closed", message.conversation, by=None, code=OUTSIDE_WINDOW)


def _doubt_template(message_id: int) -> None:
    """It was paused, changed or deleted and no webhook came: it is fetched anew, before it is offered again."""
    message = Message.objects.select_related("number").get(pk=message_id)
    told = an_object(an_object(message.payload).get("template"))
    language = an_object(told.get("language"))
    doubt(message.number.waba_id, told.get("name", ""), language.get("code", ""))
