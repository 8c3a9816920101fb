"""Webhook bodies made to order, in Meta's own spelling. Whole recorded ones are in payloads/."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.conf import settings

Json = dict[str, Any]

NOON = 1_793_610_000
"""2026-11-02T09:00:00Z, in Riyadh noon: the moment from which the tests count."""


def noon(seconds: int = 0) -> datetime:
    """So long after NOON."""
    return datetime.fromtimestamp(NOON + seconds, UTC)


METADATA = {"display_phone_number": "966112345678", "phone_number_id": "106540352242922"}
"""Of the number of the test settings."""


@dataclass(frozen=True)
class Customer:
    """What Meta tells of who writes. Each identity may be missing."""

    phone: str = ""
    bsuid: str = ""
    name: str = ""
    username: str = ""
    wa_id: str | None = None  # None: the same as the phone

    def contact(self) -> Json:
        profile = {"name": self.name} if self.name else {}
        if self.username:
            profile["username"] = self.username
        identities = {"wa_id": self.phone if self.wa_id is None else self.wa_id, "user_id": self.bsuid}
        return {"profile": profile, **{key: value for key, value in identities.items() if value}}

    def as_sender(self) -> Json:
        identities = {"from": self.phone, "from_user_id": self.bsuid}
        return {key: value for key, value in identities.items() if value}


AMAL = Customer(phone="966551234567", bsuid="SA.1001", name="أمل")
SAAD = Customer(phone="966507654321", bsuid="SA.1002", name="سعد")


def text(wamid: str, words: str = "مرحبا", *, at: int = 0, by: Customer = AMAL) -> Json:
    """A message for `told`; `at` in seconds after NOON."""
    return message(wamid, "text", {"body": words}, at=at, by=by)


def message(wamid: str, kind: str, content: Any = None, *, at: int = 0, by: Customer = AMAL) -> Json:
    said = {"id": wamid, "timestamp": str(NOON + at), "type": kind, **by.as_sender()}
    return {"contact": by.contact(), "message": said if content is None else {**said, kind: content}}


def status(wamid: str, word: str, *, at: int = 0, code: int | None = None, **more: Any) -> Json:
    news = {"id": wamid, "status": word, "timestamp": str(NOON + at), "recipient_id": AMAL.phone, **more}
    if code is not None:
        news["errors"] = [{"code": code, "title": f"title {code}", "error_data": {"details": f"why {code}"}}]
    return {"status": news}


def told(*updates: Json, phone_number_id: str | None = None) -> bytes:
    """One body, with a change for each update, in their order."""
    return encode(envelope(*(value(update, phone_number_id) for update in updates)))


def value(update: Json, phone_number_id: str | None = None) -> Json:
    number = phone_number_id or settings.WHATSAPP_PHONE_NUMBER_ID
    lists = (
        {"contacts": [update["contact"]], "messages": [update["message"]]}
        if "message" in update
        else {"statuses": [update["status"]]}
    )
    return {"messaging_product": "whatsapp", "metadata": {**METADATA, "phone_number_id": number}, **lists}


def envelope(*values: Any, field: str = "messages") -> Json:
    changes = [{"value": one, "field": field} for one in values]
    return {"object": "whatsapp_business_account", "entry": [{"id": "102290129340398", "changes": changes}]}


def encode(body: Any) -> bytes:
    r"""Meta's spelling: all beyond ASCII as \u escapes, and a slash as \/."""
    return json.dumps(body, separators=(",", ":")).replace("/", "\\/").encode()
