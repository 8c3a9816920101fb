"""The 24-hour window in words, and the 72 hours that are free (Cloud API: windows and pricing)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, npgettext

from whatsapp.digits import in_digits
from whatsapp.models import Conversation, Message

SOON = timedelta(hours=2)
"""What is left when the header starts to warn."""

FREE_ENTRY = timedelta(hours=72)
FREE_ENTRY_PRICE = "free_entry_point"


@dataclass(frozen=True)
class Window:
    is_open: bool
    expires_at: datetime | None
    left: timedelta

    @property
    def is_closing(self) -> bool:
        return self.is_open and self.left <= SOON

    @property
    def time_left(self) -> str:
        """In hours, in minutes during the last one; rounded down: nobody should rely on what isn't there."""
        minutes = int(self.left.total_seconds() // 60)
        if minutes >= 60:
            hours = minutes // 60
            words = ngettext("%(hours)d hour left", "%(hours)d hours left", hours) % {"hours": hours}
        else:
            words = ngettext("%(minutes)d minute left", "%(minutes)d minutes left", minutes)
            words %= {"minutes": minutes}
        return in_digits(words)

    @property
    def short_rest(self) -> str:
        """The same for a row of the list, where there is room for a word; nothing when it is closed."""
        if not self.is_open:
            return ""
        minutes = int(self.left.total_seconds() // 60)
        if minutes >= 60:
            hours = minutes // 60
            words = npgettext("time left, in short", "%(hours)d h", "%(hours)d h", hours) % {"hours": hours}
        else:
            words = npgettext("time left, in short", "%(n)d min", "%(n)d min", minutes) % {"n": minutes}
        return in_digits(words)

    @property
    def why_closed(self) -> str:
        if self.expires_at is None:
            return _("This customer has not written yet. WhatsApp allows only an approved template now.")
        return _("The customer last wrote over 24 hours ago. WhatsApp allows only an approved template now.")


def window_of(conversation: Conversation, now: datetime) -> Window:
    expires_at = conversation.window_expires_at
    return Window(
        is_open=conversation.window_is_open(now),
        expires_at=expires_at,
        left=max(expires_at - now, timedelta(0)) if expires_at else timedelta(0),
    )


def free_until(conversation: Conversation, now: datetime) -> datetime | None:
    """For a customer who came through an ad: until when all that is sent costs nothing, as the prices told.

    The 72 hours begin with our first answer. They don't keep the window open: once that is closed, only
    templates go out, though for free.
    """
    free = conversation.messages.filter(
        direction=Message.Direction.OUTGOING, price_type=FREE_ENTRY_PRICE, created_at__gt=now - 2 * FREE_ENTRY
    )
    begins: datetime | None = None
    for at in free.order_by("created_at").values_list("created_at", flat=True):
        if begins is None or at >= begins + FREE_ENTRY:
            begins = at
    return begins + FREE_ENTRY if begins and now < begins + FREE_ENTRY else None
