"""Who wrote a message: the `contacts[]` beside it, joined by identifier and not by index."""

from typing import Any

from .fields import a_list, a_text, an_object, digits
from .updates import Json, Sender


class Senders:
    def __init__(self, contacts: Any) -> None:
        self.by_id: dict[str, Json] = {}
        for contact in a_list(contacts):
            for key in ("user_id", "wa_id"):
                identifier = a_text(an_object(contact).get(key))
                if identifier:
                    self.by_id[identifier] = contact

    def of(self, message: Json) -> Sender | None:
        bsuid, phone = a_text(message.get("from_user_id")), a_text(message.get("from"))
        contact = self.by_id.get(bsuid) or self.by_id.get(phone) or {}
        if not contact and not bsuid and not phone and len({id(c) for c in self.by_id.values()}) == 1:
            contact = next(iter(self.by_id.values()))
        profile = an_object(contact.get("profile"))
        sender = Sender(
            bsuid=a_text(bsuid or contact.get("user_id"), 140) or None,
            parent_bsuid=a_text(message.get("from_parent_user_id") or contact.get("parent_user_id"), 140)
            or None,
            wa_id=a_text(contact.get("wa_id"), 32) or None,
            phone=digits(phone) or digits(a_text(contact.get("wa_id"))),
            name=a_text(profile.get("name"))[:200],
            username=a_text(profile.get("username")).lstrip("@")[:64],
        )
        return sender if sender.bsuid or sender.wa_id or sender.phone else None
