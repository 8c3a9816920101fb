"""Who wrote a message: the `contacts[]` beside it, joined by identifier and not by index."""

from typing import Any

from .fields import a_list, a_text, an_object, digits
from .updates import Json, Sender

LONGEST_BSUID = 140
LONGEST_WA_ID = 32


class Senders:
    def __init__(self, contacts: Any) -> None:
        self.by_id: dict[str, Json] = {}
        for contact in a_list(contacts):
            for key in ("user_id", "wa_id"):
                identifier = a_text(an_object(contact).get(key))
                if identifier:
                    self.by_id[identifier] = contact

    def of(self, message: Json) -> Sender | None:
        """Who wrote it."""
        return self.named(
            message.get("from_user_id"), message.get("from"), message.get("from_parent_user_id")
        )

    def to(self, message: Json) -> Sender | None:
        """Whom our own side wrote it to."""
        return self.named(message.get("to_user_id"), message.get("to"), message.get("to_parent_user_id"))

    def named(self, bsuid: Any, phone: Any, parent_bsuid: Any = None) -> Sender | None:
        """Whoever has one of these; nobody without any identity."""
        bsuid, phone = a_text(bsuid), a_text(phone)
        contact = self.by_id.get(bsuid) or self.by_id.get(phone) or {}
        if not contact and not bsuid and not phone and len({id(c) for c in self.by_id.values()}) == 1:
            contact = next(iter(self.by_id.values()))
        profile = an_object(contact.get("profile"))
        sender = Sender(
            bsuid=a_text(bsuid or contact.get("user_id"), LONGEST_BSUID) or None,
            parent_bsuid=a_text(parent_bsuid or contact.get("parent_user_id"), LONGEST_BSUID) or None,
            wa_id=a_text(contact.get("wa_id"), LONGEST_WA_ID) or None,
            phone=digits(phone) or digits(a_text(contact.get("wa_id"))),
            name=a_text(profile.get("name"))[:200],
            username=a_text(profile.get("username")).lstrip("@")[:64],
        )
        return sender if sender.bsuid or sender.wa_id or sender.phone else None
