"""One file: its address, its bytes, into the storage."""

from datetime import datetime, timedelta

from django.utils import timezone

from whatsapp.channel import client_of
from whatsapp.cloud_api import limits
from whatsapp.cloud_api.client import Client
from whatsapp.cloud_api.errors import NoAnswer, Refused
from whatsapp.cloud_api.media import CannotDownload, Why, download, locate, read_sha256
from whatsapp.cloud_api.notifications.fields import a_text, an_object
from whatsapp.models import MessageFile, StoredFile

from .drawing import drawn
from .keeping import IncomingFile, bytes_of, keep

NO_SUCH_OBJECT = (33, 100)
"""What Meta says of an id whose life is over."""
URL_LIFE = timedelta(minutes=4, seconds=30)
"""Meta's five minutes, and some seconds for the way."""


def fetch(file: MessageFile) -> StoredFile:
    """Raises CannotDownload."""
    message = file.message
    told = an_object(an_object(message.payload).get(message.message_type))
    client = client_of(message.number)
    media_id, sha256 = a_text(told.get("id"), limits.MAX_MEDIA_ID), read_sha256(told.get("sha256"))
    url = a_text(told.get("url")) if _is_fresh(message.stored_at) else ""
    largest = limits.MAX_INBOUND.get(message.message_type, limits.MAX_INBOUND_OTHERS)
    if url and not file.attempts > 1:
        try:
            return _download(client, url, largest, sha256)
        except CannotDownload as problem:
            if problem.why is not Why.GONE:
                raise
    url, sha256 = _fresh(client, media_id, sha256)
    return _download(client, url, largest, sha256)


def _is_fresh(heard_at: datetime) -> bool:
    return timezone.now() - heard_at < URL_LIFE


def _fresh(client: Client, media_id: str, sha256: str) -> tuple[str, str]:
    """A new address, and the hash that the bytes must have: the webhook's, which was signed, before the other."""
    try:
        found = locate(client, media_id)
    except Refused as refusal:
        raise CannotDownload(
            Why.GONE if refusal.code in NO_SUCH_OBJECT else Why.REFUSED, str(refusal.code)
        ) from None
    except NoAnswer as error:
        raise CannotDownload(Why.NO_ANSWER, str(error)) from None
    return found.url, sha256 or found.sha256


def _download(client: Client, url: str, largest: int, sha256: str) -> StoredFile:
    with IncomingFile() as file:
        return drawn(keep(file, download(client, url, bytes_of(file), largest=largest, sha256=sha256)))
