"""What a webhook can tell us, as plain values. `parse` makes them, `whatsapp.inbound` applies them."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

Json = dict[str, Any]


@dataclass(slots=True)
class Sender:
    """Who wrote. At least one of bsuid, wa_id and phone is there."""

    bsuid: str | None = None
    parent_bsuid: str | None = None
    wa_id: str | None = None
    phone: str | None = None
    name: str = ""
    username: str = ""


@dataclass(slots=True)
class IncomingMessage:
    phone_number_id: str
    wamid: str
    sender: Sender
    type: str
    at: datetime
    text: str = ""
    quoted_wamid: str = ""
    media_mime_type: str = ""
    payload: Json = field(default_factory=dict)  # as Meta sent it; empty for a text that is all in `text`
    is_history: bool = False  # imported: neither unread nor opening the window
    is_notice: bool = False  # a line about the chat (a changed number), not something the customer wrote


@dataclass(slots=True)
class BusinessMessage:
    """What our own side sent without us: by the phone app (an echo), or before us (imported history)."""

    phone_number_id: str
    wamid: str
    customer: Sender
    type: str
    at: datetime
    text: str = ""
    quoted_wamid: str = ""
    media_mime_type: str = ""
    payload: Json = field(default_factory=dict)
    status: str = "sent"  # imported history says how far it came
    is_history: bool = False


@dataclass(slots=True)
class StatusUpdate:
    phone_number_id: str
    wamid: str
    status: str
    at: datetime
    callback_data: str = ""
    error_code: int | None = None
    error_title: str = ""
    error_details: str = ""
    price_category: str = ""
    price_type: str = ""


@dataclass(slots=True)
class ReactionUpdate:
    """An emoji on an earlier message; none: taken back."""

    phone_number_id: str
    wamid: str
    customer: Sender
    target_wamid: str
    emoji: str
    at: datetime
    is_ours: bool = False  # the phone app reacted, not the customer
    is_history: bool = False  # imported: does not open the window


@dataclass(slots=True)
class ChangeUpdate:
    """An earlier message was edited (`text` is the new one) or deleted by its author."""

    phone_number_id: str
    wamid: str
    customer: Sender
    target_wamid: str
    kind: str  # "edit" or "revoke"
    at: datetime
    text: str = ""
    is_ours: bool = False  # changed on the phone app: one of our own messages


@dataclass(slots=True)
class IdentityUpdate:
    """A customer has another number or user id from `at` on. `before` and `after` hold what is told of each."""

    phone_number_id: str
    wamid: str
    before: Sender
    after: Sender
    at: datetime
    payload: Json = field(default_factory=dict)


@dataclass(slots=True)
class AddressBookUpdate:
    """The phone app's address book: a name was put beside a phone number, or taken away."""

    phone_number_id: str
    phone: str
    name: str
    at: datetime


@dataclass(slots=True)
class MarketingUpdate:
    """A customer wants marketing messages, or none any more."""

    phone_number_id: str
    customer: Sender
    is_wanted: bool
    at: datetime


@dataclass(slots=True)
class AccountUpdate:
    """Something about the account, a number or a template, for managers. Without a number it is the account's."""

    waba_id: str
    phone_number_id: str
    field: str
    event: str
    subject: str
    at: datetime | None  # not every field says when
    payload: Json


@dataclass(slots=True)
class NotUnderstood:
    """Kept, shown and replayable. `reason` names the place and the cause, never the content."""

    reason: str
    news: AccountUpdate | None = None  # what managers should be told of it, once


OfOneNumber = (
    IncomingMessage
    | BusinessMessage
    | StatusUpdate
    | ReactionUpdate
    | ChangeUpdate
    | IdentityUpdate
    | AddressBookUpdate
    | MarketingUpdate
)
Applicable = OfOneNumber | AccountUpdate
Update = Applicable | NotUnderstood
