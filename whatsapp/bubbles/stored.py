"""What of a file can be shown: the file itself once it is here, and until then why it is not."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from whatsapp.cloud_api.media import Why
from whatsapp.media.inline import FILMS, PDF, PICTURES, SOUNDS
from whatsapp.models import Message, MessageFile, StoredFile, file_of

WIDEST, HIGHEST = 330, 380
"""CSS pixels of a picture in a bubble."""
STICKER = 160

State = MessageFile.State


@dataclass(frozen=True)
class Here:
    """`shows` is picture, film, sound, paper (a PDF) or nothing. Width and height are CSS pixels."""

    url: str
    shows: str
    size: int
    thumbnail: str = ""
    width: int | None = None
    height: int | None = None
    original: str = ""  # what was given, where this was made of it

    @property
    def download(self) -> str:
        return f"{self.url}?download=1"


@dataclass(frozen=True)
class Missing:
    words: str
    may_ask_again: bool


def where_it_is(message: Message) -> Here | Missing:
    file = file_of(message)
    if file is not None and file.stored is not None and message.media_url:
        return _here(message, file.stored, file.original_id is not None)
    return Missing(_why(file), file is not None and not _is_next(file))


def _is_next(file: MessageFile) -> bool:
    """New, or somebody has just asked for it: to ask once more would change nothing."""
    return file.state == State.WAITING and file.next_attempt_at is None


def _here(message: Message, stored: StoredFile, has_original: bool) -> Here:
    box = (STICKER, STICKER) if message.message_type == "sticker" else (WIDEST, HIGHEST)
    width, height = fitted(stored.width, stored.height, box)
    return Here(
        url=message.media_url,
        shows=_shows(stored),
        size=stored.size,
        thumbnail=f"{message.media_url}/thumbnail" if stored.thumbnail else "",
        width=width,
        height=height,
        original=f"{message.media_url}?original=1" if has_original else "",
    )


def _shows(stored: StoredFile) -> str:
    if stored.mime_type in PICTURES:
        return "picture" if stored.width else ""  # without a size it is damaged, or a bomb
    kinds = ((FILMS, "film"), (SOUNDS, "sound"), ({PDF}, "paper"))
    return next((word for mime_types, word in kinds if stored.mime_type in mime_types), "")


def fitted(width: int | None, height: int | None, box: tuple[int, int]) -> tuple[int | None, int | None]:
    """Into the box, in proportion; never larger than it is, never thinner than a finger."""
    if not width or not height:
        return None, None
    scale = min(1, box[0] / width, box[1] / height)
    return max(48, round(width * scale)), max(48, round(height * scale))


def _why(file: MessageFile | None) -> str:
    if file is None or _is_next(file):
        return _("not downloaded yet")
    if file.state == State.EXPIRED:
        return _(
            "WhatsApp keeps a file for 7 days. It could not be fetched in time: ask the customer to send it again."
        )
    if file.reason == Why.TOO_LARGE:
        return _("too large to be fetched")
    return _("could not be fetched yet; it is tried again by itself")
