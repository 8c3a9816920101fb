"""A note between the bubbles."""

from dataclasses import dataclass
from datetime import datetime

from whatsapp.models import Note


@dataclass(frozen=True)
class NoteLine:
    note: Note
    template = "inbox/_note.html"

    @property
    def at(self) -> datetime:
        return self.note.created_at
