"""Whole bodies as Meta sends them: what is stored of each. The table is the specification."""

from typing import Any

import pytest

from whatsapp.inbound.keep import keep_and_apply
from whatsapp.models import BusinessNumber, Contact, Conversation, Message, WaitingStatus, WebhookEvent
from whatsapp.tests.conftest import PAYLOADS, payload
from whatsapp.tests.wire import AMAL

OURS = "wamid.HBgMOTY2NTUxMjM0NTY3FQIAERgST1VSUw=="

# type, text, media type, answers
BUBBLES: dict[str, tuple[str, str, str, str]] = {
    "text_arabic": ("text", "مرحبا 👋🏽 اكتبوا لي على amal@example.com/طلب", "", ""),
    "text_english": ("text", "Hello <b> & good-bye", "", ""),
    "text_username_without_phone": ("text", "كم السعر؟", "", ""),
    "text_username_empty_wa_id": ("text", "متى التوصيل؟", "", ""),
    "text_before_bsuids": ("text", "السلام عليكم", "", ""),
    "text_without_contacts": ("text", "أنا", "", ""),
    "text_of_a_parent_company": ("text", "مرحبا", "", ""),
    "standby": ("text", "أريد موظفا", "", ""),
    "reply": ("text", "نعم", "", "wamid.QUOTED="),
    "forwarded": ("text", "خبر", "", ""),
    "forwarded_often": ("text", "خبر", "", ""),
    "product_enquiry": ("text", "هل هو متوفر؟", "", "wamid.CATALOG="),
    "from_an_ad": ("text", "أريد العرض", "", ""),
    "from_a_post": ("image", "هذا؟", "image/jpeg", ""),
    "contact_without_a_profile": ("text", "بدون اسم", "", ""),
    "reply_of_a_username": ("text", "موافق", "", "wamid.QUOTED="),
    "image": ("image", "الفاتورة", "image/jpeg", ""),
    "image_that_failed": ("image", "", "image/jpeg", ""),
    "video": ("video", "", "video/mp4", ""),
    "audio_file": ("audio", "", "audio/mpeg", ""),
    "voice_note": ("audio", "", "audio/ogg; codecs=opus", ""),
    "document": ("document", "تفضلوا", "application/pdf", ""),
    "document_without_caption": ("document", "عقد الإيجار ٢٠٢٦.pdf", "application/pdf", ""),
    "sticker_animated": ("sticker", "", "image/webp", ""),
    "sticker": ("sticker", "", "image/webp", ""),
    "location": ("location", "برج المملكة · طريق الملك فهد", "", ""),
    "location_without_a_name": ("location", "", "", ""),
    "contacts": ("contacts", "سعد", "", ""),
    "contacts_without_a_name": ("contacts", "+966551234567", "", ""),
    "contacts_in_full": ("contacts", "د. سعد القحطاني, نور", "", ""),
    "contacts_asked_for": ("contacts", "أمل", "", ""),
    "button": ("button", "تأكيد", "", "wamid.OURS="),
    "button_reply": ("interactive", "نعم", "", "wamid.OURS="),
    "list_reply": ("interactive", "الرياض", "", "wamid.OURS="),
    "flow_reply": ("interactive", "Sent", "", "wamid.OURS="),
    "address_reply": ("interactive", "Al Olaya, Riyadh", "", "wamid.OURS="),
    "answer_invented_tomorrow": ("interactive", "تمر سكري", "", "wamid.OURS="),
    "call_permission_reply": ("interactive", "", "", "wamid.OURS="),
    "call_permission_refused": ("interactive", "", "", "wamid.OURS="),
    "order": ("order", "للهدية", "", ""),
    "unsupported": ("unsupported", "", "", ""),
    "unsupported_edit": ("unsupported", "", "", ""),
    "unsupported_without_object": ("unsupported", "", "", ""),
    "unsupported_under_its_old_name": ("unknown", "", "", ""),
    "invented_tomorrow": ("hologram", "", "", ""),
    "first_greeting": ("request_welcome", "", "", ""),
    "disappearing": ("ephemeral", "", "", ""),
    "call": ("call", "", "", ""),
    "call_ended": ("call", "", "", ""),
    "call_answered": ("call", "3:05", "", ""),
}

# What of the original the inbox needs beyond the columns: a path into the payload, and what is there.
ORIGINALS: dict[str, tuple[str, Any]] = {
    "forwarded": ("context.forwarded", True),
    "forwarded_often": ("context.frequently_forwarded", True),
    "product_enquiry": ("context.referred_product.product_retailer_id", "di9ozbzfi4"),
    "call_permission_reply": ("interactive.call_permission_reply.response", "accept"),
    "image_that_failed": (
        "errors",
        [
            {
                "code": 131052,
                "title": "Media download error",
                "message": "Media download error",
                "error_data": {"details": "Unable to download."},
            }
        ],
    ),
    "call_ended": ("duration", 0),
    "call_answered": ("status", "COMPLETED"),
    "from_an_ad": ("referral.source_id", "120226305854810726"),
    "from_a_post": ("referral.welcome_message.text", "أهلا بكم"),
    "contacts_asked_for": ("origin", "contact_request"),
    "unsupported_edit": ("unsupported.type", "edit"),
    "call_permission_refused": ("interactive.call_permission_reply.response", "reject"),
    "answer_invented_tomorrow": ("interactive.product_reply.product_retailer_id", "di9ozbzfi4"),
    "image": ("image.id", "1003383421387256"),
    "voice_note": ("audio.voice", True),
    "document": ("document.filename", "عقد الإيجار ٢٠٢٦.pdf"),
    "location": ("location.name", "برج المملكة"),
    "button": ("button.text", "تأكيد"),
    "list_reply": ("interactive.list_reply.title", "الرياض"),
    "order": ("order.text", "للهدية"),
    "unsupported": ("unsupported.type", "poll"),
    "invented_tomorrow": ("hologram.depth", 3),
}

# The status, the time it sets, and the code of a failure.
STATUSES: dict[str, tuple[str, str, int | None]] = {
    "status_sent": ("sent", "sent_at", None),
    "status_sent_of_older_webhooks": ("sent", "sent_at", None),
    "status_delivered": ("delivered", "delivered_at", None),
    "status_read": ("read", "read_at", None),
    "status_read_and_priced": ("read", "read_at", None),
    "status_to_a_username": ("delivered", "delivered_at", None),
    "status_failed_with_a_lean_contact": ("failed", "failed_at", 131026),
    "status_played": ("played", "played_at", None),
    "status_failed": ("failed", "failed_at", 131026),
    "status_failed_code_as_text": ("failed", "failed_at", 131026),
    "status_of_a_group": ("delivered", "delivered_at", None),
    "status_of_a_free_entry_point": ("sent", "sent_at", None),
    "status_with_all_that_can_be_said": ("read", "read_at", None),
}

# What is no unread bubble of its own. What it does to which table is told where that is tested.
APPLIED = {
    "reaction",
    "reaction_removed",
    "edit",
    "revoke",
    "number_changed",
    "user_id_changed",
    "account_error_notice",
    "template_approved",
    "account_alert",
    "sent_from_the_phone",
    "reaction_removed_with_an_empty_emoji",
    "edit_of_a_caption",
    "number_changed_under_its_old_names",
    "identity_key_changed",
    "system_invented_tomorrow",
    "sent_from_the_phone_to_a_username",
    "image_from_the_phone",
    "edited_on_the_phone",
    "revoked_on_the_phone",
    "reaction_from_the_phone",
    "address_book",
    "history_chunk",
    "history_media",
    "history_refused",
    "history_progress",
    "marketing_stopped",
    "marketing_resumed",
    "marketing_signed_up",
    "account_reinstated",
    "account_left",
    "account_reconnected",
    "number_flagged_by_older_webhooks",
    "template_disabled",
    "business_username_taken_back",
    "standby_one_level_deeper",
    "control_passed",
    "template_rejected",
    "template_paused",
    "template_quality",
    "template_components",
    "template_category_impending",
    "template_category_changed",
    "number_quality",
    "number_name",
    "account_violation",
    "account_restricted",
    "account_disabled",
    "account_offboarded",
    "account_review",
    "account_capability",
    "security_pin_changed",
    "flow_blocked",
    "payment_configuration",
    "business_username",
    "partner_solution",
    "automatic_event",
    "tracking_event",
    "group_created",
    "group_joined",
    "group_settings",
    "group_suspended",
}

PARKED: dict[str, str] = {
    "status_invented_tomorrow": "status screenshotted",
    "to_a_group": "a message to a group",
    "call_of_our_own": "a call of our own",
    "call_status": "a status of a call",
    "field_invented_tomorrow": "field holograms",
    "number_not_ours": "unknown business number 999999999999999",
}

OF_THEIR_OWN = {"several_of_everything", "messages_and_statuses_together", "good_and_unreadable_together"}

pytestmark = pytest.mark.django_db


def take_in(name: str) -> WebhookEvent:
    """The one event that the body becomes: it is always kept, byte for byte."""
    body = payload(name)
    keep_and_apply([body])
    event = WebhookEvent.objects.get()
    assert bytes(event.body) == body
    return event


def test_every_body_is_in_a_table_here() -> None:
    tables = {*BUBBLES, *STATUSES, *APPLIED, *PARKED, *OF_THEIR_OWN}
    assert {path.stem for path in PAYLOADS.glob("*.json")} == tables


@pytest.mark.parametrize("name", BUBBLES)
def test_a_message_becomes_an_unread_bubble(name: str, number: BusinessNumber) -> None:
    event = take_in(name)
    assert (event.state, event.reason) == ("applied", "")
    message = Message.objects.get()
    stored = (message.message_type, message.content, message.media_mime_type, message.quoted_wamid)
    assert stored == BUBBLES[name]
    assert (message.direction, message.status, message.event_id) == ("incoming", "received", event.pk)
    conversation = message.conversation
    assert (conversation.unread_count, conversation.last_message_type) == (1, message.message_type)
    assert conversation.last_inbound_at == message.created_at
    assert conversation.last_message == message.content


@pytest.mark.parametrize("name", ORIGINALS)
def test_what_the_columns_do_not_hold_stays_in_the_payload(name: str, number: BusinessNumber) -> None:
    take_in(name)
    path, expected = ORIGINALS[name]
    found = Message.objects.get().payload
    for key in path.split("."):
        found = found[key]
    assert found == expected


@pytest.mark.parametrize("name", STATUSES)
def test_a_status_moves_what_we_sent(name: str, conversation: Conversation) -> None:
    ours = Message.objects.create(
        conversation=conversation,
        number=conversation.number,
        direction="outgoing",
        status="accepted",
        whatsapp_message_id=OURS,
        created_at=conversation.last_message_at,
    )
    assert take_in(name).state == "applied"
    ours.refresh_from_db()
    status, time, code = STATUSES[name]
    assert (ours.status, ours.error_code) == (status, code)
    assert getattr(ours, time) is not None
    assert Contact.objects.get().name == AMAL.name  # a status makes and renames nobody


@pytest.mark.parametrize("name", sorted(APPLIED))
def test_all_that_is_understood_is_applied(name: str, number: BusinessNumber) -> None:
    event = take_in(name)
    assert (event.state, event.reason) == ("applied", "")


@pytest.mark.parametrize("name", PARKED)
def test_what_is_not_understood_is_parked_with_its_reason(name: str, number: BusinessNumber) -> None:
    event = take_in(name)
    assert (event.state, event.reason) == ("parked", PARKED[name])
    assert not Message.objects.exists()
    assert not WaitingStatus.objects.exists()


def test_several_entries_with_several_changes_with_several_items(number: BusinessNumber) -> None:
    assert take_in("several_of_everything").state == "applied"
    conversation = Conversation.objects.get()
    assert conversation.unread_count == Message.objects.count() == 6
    assert conversation.last_message == "رسالة 4-2"
    assert WaitingStatus.objects.count() == 6


def test_messages_and_statuses_in_one_value(number: BusinessNumber) -> None:
    assert take_in("messages_and_statuses_together").state == "applied"
    assert Message.objects.get().content == "وصلت"
    assert WaitingStatus.objects.get().status == "read"


def test_the_good_is_stored_beside_the_unreadable(number: BusinessNumber) -> None:
    event = take_in("good_and_unreadable_together")
    assert event.state == "parked"
    assert "without a usable id" in event.reason
    assert "no object" in event.reason
    assert set(Message.objects.values_list("content", flat=True)) == {"الأولى", "الثانية"}
    assert Conversation.objects.get().unread_count == 2
