"""Bodies that tell a customer what we do: POST /{phone_number_id}/messages (Cloud API: mark as read, typing)."""

from datetime import timedelta

from .outgoing import Json

OLDEST = timedelta(days=30)
"""What is older can't be marked as read."""

TYPING_LASTS = timedelta(seconds=25)
"""Or until the reply comes."""


def read(wamid: str, *, typing: bool = False) -> Json:
    """All before it becomes read too. Typing can't be shown without saying that it was read."""
    body: Json = {"messaging_product": "whatsapp", "status": "read", "message_id": wamid}
    return body | {"typing_indicator": {"type": "text"}} if typing else body
