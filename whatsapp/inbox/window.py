"""The 24-hour window, in words."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from whatsapp.models import Conversation

SOON = timedelta(hours=2)
"""What is left when the header starts to warn."""


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
            return ngettext("%(hours)d hour left", "%(hours)d hours left", hours) % {"hours": hours}
        return ngettext("%(minutes)d minute left", "%(minutes)d minutes left", minutes) % {"minutes": minutes}

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
