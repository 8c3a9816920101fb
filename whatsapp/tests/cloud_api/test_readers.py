"""Bodies as Meta sends them, and the very updates that come out. The tables are the specification."""

import json
from dataclasses import replace
from typing import Any

import pytest

from whatsapp.cloud_api.notifications import (
    ChangeUpdate,
    IncomingMessage,
    MarketingUpdate,
    NotUnderstood,
    ReactionUpdate,
    Sender,
    StatusUpdate,
    Update,
    parse,
)
from whatsapp.cloud_api.notifications.values import FIELDS
from whatsapp.tests import wire
from whatsapp.tests.conftest import PAYLOADS, payload

from .told import AMAL, NOON, OURS, told, wamid, wamids

# Of the one message in a body: its type, its text, what it answers.
BUBBLES: dict[str, tuple[str, str, str]] = {
    "text_arabic": ("text", "مرحبا 👋🏽 اكتبوا لي على amal@example.com/طلب", ""),
    "reply": ("text", "نعم", "wamid.QUOTED="),
    "forwarded": ("text", "خبر", ""),
    "forwarded_often": ("text", "خبر", ""),
    "product_enquiry": ("text", "هل هو متوفر؟", "wamid.CATALOG="),
    "from_an_ad": ("text", "أريد العرض", ""),
    "text_of_a_parent_company": ("text", "مرحبا", ""),
    "standby": ("text", "أريد موظفا", ""),
    "image": ("image", "الفاتورة", ""),
    "image_that_failed": ("image", "", ""),
    "video": ("video", "", ""),
    "voice_note": ("audio", "", ""),
    "audio_file": ("audio", "", ""),
    "document": ("document", "تفضلوا", ""),
    "document_without_caption": ("document", "عقد الإيجار ٢٠٢٦.pdf", ""),
    "sticker": ("sticker", "", ""),
    "sticker_animated": ("sticker", "", ""),
    "location": ("location", "برج المملكة · طريق الملك فهد", ""),
    "location_without_a_name": ("location", "", ""),
    "contacts": ("contacts", "سعد", ""),
    "contacts_without_a_name": ("contacts", "+966551234567", ""),
    "button": ("button", "تأكيد", "wamid.OURS="),
    "button_reply": ("interactive", "نعم", "wamid.OURS="),
    "list_reply": ("interactive", "الرياض", "wamid.OURS="),
    "flow_reply": ("interactive", "Sent", "wamid.OURS="),
    "call_permission_reply": ("interactive", "", "wamid.OURS="),
    "order": ("order", "للهدية", ""),
    "unsupported": ("unsupported", "", ""),
    "unsupported_without_object": ("unsupported", "", ""),
    "unsupported_under_its_old_name": ("unknown", "", ""),
    "disappearing": ("ephemeral", "", ""),
    "first_greeting": ("request_welcome", "", ""),
    "invented_tomorrow": ("hologram", "", ""),
    "call": ("call", "", ""),
    "call_ended": ("call", "", ""),
}


@pytest.mark.parametrize("name", BUBBLES)
def test_what_a_customer_sends_is_a_message_with_its_words(name: str) -> None:
    (message,) = parse(payload(name))
    assert isinstance(message, IncomingMessage)
    assert (message.type, message.text, message.quoted_wamid) == BUBBLES[name]
    assert (message.phone_number_id, message.sender.phone) == (OURS, "966551234567")
    assert not message.is_history
    assert not message.is_notice
    is_bare = name in ("text_arabic", "text_of_a_parent_company", "standby")
    assert message.payload.get("id") == (None if is_bare else message.wamid)


def test_a_call_is_one_line_whatever_is_told_of_it() -> None:
    (connect,), (terminate,) = parse(payload("call")), parse(payload("call_ended"))
    assert isinstance(connect, IncomingMessage)
    assert isinstance(terminate, IncomingMessage)
    assert connect.wamid == terminate.wamid == "wacid.HBgMOTY2NTUxMjM0NTY3FQIAEhgg"
    assert (connect.at, terminate.at) == (NOON, NOON)  # the end says when it began


def test_a_parent_bsuid_comes_with_its_child() -> None:
    (message,) = parse(payload("text_of_a_parent_company"))
    assert isinstance(message, IncomingMessage)
    assert message.sender == replace(AMAL, parent_bsuid="SA.ENT.77")


def changes() -> dict[str, Update]:
    return {
        "reaction": ReactionUpdate(OURS, wamids("reaction"), AMAL, "wamid.OURS=", "👍", NOON),
        "reaction_removed": ReactionUpdate(OURS, wamids("reaction_removed"), AMAL, "wamid.OURS=", "", NOON),
        "reaction_removed_with_an_empty_emoji": ReactionUpdate(
            OURS, wamids("reaction_removed_with_an_empty_emoji"), AMAL, "wamid.OURS=", "", NOON
        ),
        "edit": ChangeUpdate(OURS, wamids("edit"), AMAL, wamid(1), "edit", NOON, "مرحبا جميعا"),
        "edit_of_a_caption": ChangeUpdate(
            OURS, wamids("edit_of_a_caption"), AMAL, "wamid.IMAGE=", "edit", NOON, "الفاتورة الصحيحة"
        ),
        "revoke": ChangeUpdate(OURS, wamids("revoke"), AMAL, wamid(1), "revoke", NOON),
        "marketing_stopped": MarketingUpdate(OURS, AMAL, False, NOON),
        "marketing_signed_up": MarketingUpdate(OURS, AMAL, True, NOON),
        "marketing_resumed": MarketingUpdate(OURS, Sender(bsuid="SA.1001", name="أمل"), True, NOON),
    }


@pytest.mark.parametrize("name", changes())
def test_one_update_of_one_body(name: str) -> None:
    assert told(name) == [changes()[name]]


STATUSES: dict[str, StatusUpdate] = {
    "status_read_and_priced": StatusUpdate(
        *(OURS, "", "read", wire.noon(1)), price_category="marketing", price_type="regular"
    ),
    "status_sent": StatusUpdate(
        *(OURS, "", "sent", wire.noon(1)), price_category="service", price_type="free_customer_service"
    ),
    "status_failed_with_a_lean_contact": StatusUpdate(
        *(OURS, "", "failed", wire.noon(1), "", 131026, "Message undeliverable", "Message Undeliverable.")
    ),
    "status_of_a_group": StatusUpdate(
        *(OURS, "", "delivered", wire.noon(1)), price_category="group_service", price_type="regular"
    ),
    "status_of_a_free_entry_point": StatusUpdate(
        *(OURS, "", "sent", wire.noon(1)),
        price_category="referral_conversion",
        price_type="free_entry_point",
    ),
    "status_with_all_that_can_be_said": StatusUpdate(
        *(OURS, "", "read", wire.noon(1), "another app's own words"),
        price_category="authentication-international",
        price_type="monthly_allowance",
    ),
    "status_to_a_username": StatusUpdate(OURS, "", "delivered", wire.noon(1)),
}


@pytest.mark.parametrize("name", STATUSES)
def test_a_status_brings_its_price_and_its_failure(name: str) -> None:
    (status,) = parse(payload(name))
    assert isinstance(status, StatusUpdate)
    assert replace(status, wamid="") == STATUSES[name]


NOT_UNDERSTOOD: dict[str, str] = {
    "to_a_group": "a message to a group",
    "call_of_our_own": "a call of our own",
    "call_status": "a status of a call",
    "status_invented_tomorrow": "status screenshotted",
    "field_invented_tomorrow": "field holograms",
}


@pytest.mark.parametrize("name", NOT_UNDERSTOOD)
def test_what_is_beyond_us_is_named(name: str) -> None:
    (update,) = parse(payload(name))
    assert isinstance(update, NotUnderstood)
    assert update.reason == NOT_UNDERSTOOD[name]


def test_every_field_that_can_be_subscribed_has_a_body_here() -> None:
    bodies = [json.loads(path.read_bytes()) for path in PAYLOADS.glob("*.json")]
    fields = {change["field"] for body in bodies for entry in body["entry"] for change in entry["changes"]}
    assert fields - {"holograms"} == FIELDS.keys()


@pytest.mark.parametrize("emoji", [7, ["👍"], "x" * 65])
def test_an_emoji_that_is_none_takes_no_reaction_back(emoji: Any) -> None:
    body = wire.told(wire.message("wamid.1", "reaction", {"message_id": "wamid.0", "emoji": emoji}))
    assert isinstance(parse(body)[0], NotUnderstood)
