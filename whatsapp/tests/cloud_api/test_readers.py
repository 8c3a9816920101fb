"""Bodies as Meta sends them, and the very updates that come out. The tables are the specification."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from whatsapp.cloud_api.notifications import (
    AccountUpdate,
    AddressBookUpdate,
    BusinessMessage,
    ChangeUpdate,
    IdentityUpdate,
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

OURS = "106540352242922"
WABA = "102290129340398"
NOON = wire.noon()
AMAL = Sender("SA.1001", None, "966551234567", "966551234567", "أمل")
AMALS_NUMBER = Sender(phone="966551234567")
NOUR = Sender("EG.1349X", name="نور", username="nour.cairo")


def wamid(number: int) -> str:
    return f"wamid.HBgMOTY2NTUxMjM0NTY3FQIAEhgUM{number:05d}A="


def at(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def told(name: str) -> list[Update]:
    """The updates of a body, without their originals."""
    return [replace(u, payload={}) if hasattr(u, "payload") else u for u in parse(payload(name))]


def wamids(name: str) -> str:
    """The id of the one message in a body."""
    (change,) = json.loads(payload(name))["entry"][0]["changes"]
    (message,) = change["value"].get("messages") or change["value"]["message_echoes"]
    return message["id"]


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
    assert (connect.at, terminate.at) == (NOON, wire.noon(30))


def test_a_parent_bsuid_comes_with_its_child() -> None:
    (message,) = parse(payload("text_of_a_parent_company"))
    assert isinstance(message, IncomingMessage)
    assert message.sender == replace(AMAL, parent_bsuid="SA.ENT.77")


def notice(name: str, sender: Sender, text: str) -> IncomingMessage:
    return IncomingMessage(OURS, wamids(name), sender, "system", NOON, text, is_notice=True)


def moved(name: str, before: Sender, after: Sender) -> IdentityUpdate:
    return IdentityUpdate(OURS, wamids(name), before, after, NOON)


NEW_NUMBER = {"wa_id": "966559999999", "phone": "966559999999"}


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
        "number_changed": moved(
            "number_changed",
            Sender(bsuid="SA.1001", phone="966551234567"),
            Sender(bsuid="SA.2002", **NEW_NUMBER),
        ),
        "number_changed_under_its_old_names": moved(
            "number_changed_under_its_old_names",
            Sender(wa_id="966551234567", phone="966551234567"),
            Sender(**NEW_NUMBER),
        ),
        "user_id_changed": moved("user_id_changed", Sender(bsuid="SA.1001"), Sender(bsuid="SA.2003")),
        "identity_key_changed": notice("identity_key_changed", AMALS_NUMBER, "أمل's security code changed"),
        "system_invented_tomorrow": notice(
            "system_invented_tomorrow", Sender(bsuid="SA.1001"), "أمل moved to the moon"
        ),
        "marketing_stopped": MarketingUpdate(OURS, AMAL, False, NOON),
        "marketing_resumed": MarketingUpdate(OURS, Sender(bsuid="SA.1001", name="أمل"), True, NOON),
        "sent_from_the_phone": BusinessMessage(OURS, wamid(60), AMALS_NUMBER, "text", NOON, "من الجوال"),
        "sent_from_the_phone_to_a_username": BusinessMessage(
            OURS, wamids("sent_from_the_phone_to_a_username"), NOUR, "text", NOON, "أهلا بك"
        ),
        "image_from_the_phone": BusinessMessage(
            OURS,
            wamids("image_from_the_phone"),
            AMALS_NUMBER,
            "image",
            NOON,
            "الفرع الجديد",
            "wamid.QUOTED=",
            "image/jpeg",
        ),
        "edited_on_the_phone": ChangeUpdate(
            OURS,
            wamids("edited_on_the_phone"),
            AMALS_NUMBER,
            "wamid.ECHO=",
            "edit",
            NOON,
            "من الجوال، بعد التصحيح",
        ),
        "revoked_on_the_phone": ChangeUpdate(
            OURS, wamids("revoked_on_the_phone"), AMALS_NUMBER, "wamid.ECHO=", "revoke", NOON
        ),
        "reaction_from_the_phone": ReactionUpdate(
            OURS, wamids("reaction_from_the_phone"), AMALS_NUMBER, "wamid.HERS=", "❤️", NOON, is_ours=True
        ),
    }


@pytest.mark.parametrize("name", changes())
def test_one_update_of_one_body(name: str) -> None:
    assert told(name) == [changes()[name]]


def test_the_original_of_what_the_columns_do_not_hold_is_kept() -> None:
    for name in ("number_changed", "identity_key_changed", "image_from_the_phone"):
        (update,) = parse(payload(name))
        assert update.payload["id"] == wamids(name)  # type: ignore[union-attr]


def test_a_bare_text_is_all_in_its_columns_whoever_wrote_it() -> None:
    for update in parse(payload("sent_from_the_phone")) + parse(payload("history_chunk")):
        assert isinstance(update, IncomingMessage | BusinessMessage)
        assert not update.payload or update.type == "media_placeholder"


def test_the_address_book_gives_and_takes_names() -> None:
    assert told("address_book") == [
        AddressBookUpdate(OURS, "966551234567", "أمل العتيبي", NOON),
        AddressBookUpdate(OURS, "966507654321", "", NOON),
    ]


def test_a_chunk_of_history_is_read_by_who_wrote_what() -> None:
    def hers(wamid: str, seconds: int, kind: str, text: str) -> IncomingMessage:
        return IncomingMessage(OURS, wamid, AMALS_NUMBER, kind, at(seconds), text, is_history=True)

    def ours(wamid: str, seconds: int, text: str, status: str) -> BusinessMessage:
        past = BusinessMessage(OURS, wamid, AMALS_NUMBER, "text", at(seconds), text, status=status)
        return replace(past, is_history=True)

    assert told("history_chunk") == [
        hers("wamid.PAST1=", 1_793_000_000, "text", "كم السعر؟"),
        ours("wamid.PAST2=", 1_793_000_060, "خمسون ريالا", "delivered"),
        hers("wamid.PAST3=", 1_793_000_120, "media_placeholder", ""),
        ours("wamid.PAST4=", 1_793_000_180, "تفضلوا", "failed"),
    ]


def test_the_media_of_history_come_later_and_alone() -> None:
    assert told("history_media") == [
        IncomingMessage(
            OURS,
            "wamid.PAST3=",
            AMALS_NUMBER,
            "image",
            at(1_793_000_120),
            "هذا",
            "",
            "image/jpeg",
            is_history=True,
        )
    ]


def test_a_chunk_that_only_tells_of_progress_says_nothing() -> None:
    assert parse(payload("history_progress")) == []


def test_standby_may_put_its_lists_one_level_deeper() -> None:
    message, echo = told("standby_one_level_deeper")
    assert isinstance(message, IncomingMessage)
    assert (message.sender, message.text) == (AMAL, "أريد موظفا")
    assert echo == BusinessMessage(OURS, "wamid.AGENT=", AMAL, "text", NOON, "سأحولك")


TEMPLATE = "order_confirmation"
NUMBER = "966112345678"
GROUP = "HBgLMTIwMzYzMDQ"

# field, event, subject, and whether a number of ours is told
ACCOUNTS: dict[str, tuple[str, str, str, bool]] = {
    "template_approved": ("message_template_status_update", "APPROVED", TEMPLATE, False),
    "template_rejected": ("message_template_status_update", "REJECTED", TEMPLATE, False),
    "template_paused": ("message_template_status_update", "PAUSED", TEMPLATE, False),
    "template_quality": ("message_template_quality_update", "YELLOW", TEMPLATE, False),
    "template_components": ("message_template_components_update", "", TEMPLATE, False),
    "template_category_impending": ("template_category_update", "MARKETING", TEMPLATE, False),
    "template_category_changed": ("template_category_update", "MARKETING", TEMPLATE, False),
    "number_quality": ("phone_number_quality_update", "THROUGHPUT_UPGRADE", NUMBER, False),
    "number_name": ("phone_number_name_update", "REJECTED", NUMBER, False),
    "account_violation": ("account_update", "ACCOUNT_VIOLATION", "", False),
    "account_restricted": ("account_update", "ACCOUNT_RESTRICTION", "", False),
    "account_disabled": ("account_update", "DISABLED_UPDATE", "", False),
    "account_offboarded": ("account_update", "PARTNER_REMOVED", NUMBER, False),
    "account_alert": ("account_alerts", "OBA_APPROVED", WABA, False),
    "account_review": ("account_review_update", "APPROVED", "", False),
    "account_capability": ("business_capability_update", "2000", "", False),
    "security_pin_changed": ("security", "PIN_CHANGED", NUMBER, False),
    "flow_blocked": ("flows", "FLOW_STATUS_CHANGE", "6627390910605886", False),
    "payment_configuration": ("payment_configuration_update", "Needs Testing", "riyal", False),
    "business_username": ("business_username_update", "approved", "amal.store", False),
    "partner_solution": ("partner_solutions", "SOLUTION_UPDATED", "303610109049230", False),
    "control_passed": ("messaging_handovers", "control_passed", "966551234567", True),
    "automatic_event": ("automatic_events", "LeadSubmitted", "wamid.AD=", True),
    "tracking_event": ("tracking_events", "click", "", True),
    "group_created": ("group_lifecycle_update", "group_create", GROUP, True),
    "group_joined": ("group_participants_update", "group_participants_add", GROUP, True),
    "group_settings": ("group_settings_update", "group_settings_update", GROUP, True),
    "group_suspended": ("group_status_update", "group_suspend", GROUP, True),
    "history_refused": (
        "history",
        "error 2593109",
        "History sync is turned off by the business from the WhatsApp Business App",
        True,
    ),
}


@pytest.mark.parametrize("name", ACCOUNTS)
def test_what_is_told_of_the_account_is_for_managers(name: str) -> None:
    field, event, subject, has_number = ACCOUNTS[name]
    (update,) = parse(payload(name))
    assert isinstance(update, AccountUpdate)
    assert update.payload
    assert replace(update, payload={}) == AccountUpdate(
        WABA, OURS if has_number else "", field, event, subject, NOON, {}
    )


def test_an_error_notice_needs_no_message_and_no_number() -> None:
    (update,) = parse(payload("account_error_notice"))
    assert isinstance(update, AccountUpdate)
    assert (update.field, update.event, update.subject) == ("messages", "error 130429", "Rate limit hit")
    (unplaced,) = parse(wire.encode(wire.envelope({"errors": [{"code": "130429"}]})))
    assert isinstance(unplaced, AccountUpdate)
    assert (unplaced.phone_number_id, unplaced.event) == ("", "error 130429")


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
    assert parse(payload(name)) == [NotUnderstood(NOT_UNDERSTOOD[name])]


def test_every_field_that_can_be_subscribed_has_a_body_here() -> None:
    bodies = [json.loads(path.read_bytes()) for path in PAYLOADS.glob("*.json")]
    fields = {change["field"] for body in bodies for entry in body["entry"] for change in entry["changes"]}
    assert fields - {"holograms"} == FIELDS.keys()


def system(**said: Any) -> Update:
    message = wire.message("wamid.1", "system", said)["message"]
    value = {"metadata": wire.METADATA, "messages": [message]}
    (update,) = parse(wire.encode(wire.envelope(value)))
    return update


@pytest.mark.parametrize(
    ("said", "before", "after"),
    [
        (  # the old identities, as the message itself has them
            {"type": "user_changed_number", "wa_id": "966559999999"},
            Sender(bsuid="SA.1001", phone="966551234567"),
            Sender(**NEW_NUMBER),
        ),
        (  # `from_user_id` may already be the new one
            {"type": "user_changed_number", "wa_id": "966559999999", "user_id": "SA.1001"},
            Sender(phone="966551234567"),
            Sender(bsuid="SA.1001", **NEW_NUMBER),
        ),
        (
            {
                "type": "user_changed_user_id",
                "user_id": "SA.3",
                "previous_user_id": "SA.2",
                "parent_user_id": "SA.ENT.3",
                "previous_parent_user_id": "SA.ENT.2",
            },
            Sender("SA.2", "SA.ENT.2", phone="966551234567"),
            Sender("SA.3", "SA.ENT.3"),
        ),
    ],
)
def test_a_change_of_identity_says_who_was_who(said: wire.Json, before: Sender, after: Sender) -> None:
    update = system(**said)
    assert isinstance(update, IdentityUpdate)
    assert (update.before, update.after) == (before, after)


@pytest.mark.parametrize("said", [{}, {"type": "user_changed_number"}, {"type": 7, "wa_id": "966559999999"}])
def test_a_change_that_does_not_say_to_what_is_a_line_in_the_chat(said: wire.Json) -> None:
    update = system(**said)
    assert isinstance(update, IncomingMessage)
    assert (update.type, update.is_notice) == ("system", True)


@pytest.mark.parametrize("emoji", [7, ["👍"], "x" * 65])
def test_an_emoji_that_is_none_takes_no_reaction_back(emoji: Any) -> None:
    body = wire.told(wire.message("wamid.1", "reaction", {"message_id": "wamid.0", "emoji": emoji}))
    assert isinstance(parse(body)[0], NotUnderstood)
