"""When the phone app or the imported history tells of a message before we know that it is our own."""

from whatsapp.models import Message

from .delivery import Step

ECHOES = (Message.Origin.PHONE_APP, Message.Origin.HISTORY)


def forget_echo(number_id: int, wamid: str) -> Step | None:
    """Our own row gets this wamid: an echo that has it goes, and what it knew of the delivery is given back.

    Call it in the transaction that gives our row its wamid.
    """
    echo = (
        Message.objects.select_for_update()
        .filter(number_id=number_id, whatsapp_message_id=wamid, origin__in=ECHOES, direction="outgoing")
        .first()
    )
    if echo is None:
        return None
    echo.delete()
    return Step(echo.status, echo.sent_at or echo.created_at, wamid)
