"""One of everything that Meta may tell us, and all that is so after some of it."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from whatsapp.cloud_api.notifications import Applicable
from whatsapp.models import (
    BusinessNumber,
    Contact,
    Conversation,
    FormerIdentity,
    MergeRequest,
    Message,
    MessageChange,
    Notice,
    Reaction,
    WaitingStatus,
)
from whatsapp.tests.wire import Customer

from .updates import (
    became,
    echo,
    edits,
    hangs_up,
    moves,
    news,
    reacts,
    revokes,
    rings,
    says,
    take,
    wants,
)

# One person under four names after each other, and somebody else.
FIRST = Customer("966550000001", "SA.1")
SECOND = Customer("966550000002", "SA.2")
THIRD = Customer(bsuid="SA.3")
OTHER = Customer("966559999999", "SA.9")

EVERYTHING: list[Applicable] = [
    says("wamid.1", 10, FIRST, "one"),
    says("wamid.1", 10, FIRST, "one", is_history=True),
    says("wamid.2", 20, FIRST, "two"),
    says("wamid.3", 30, Customer(FIRST.phone), "three"),
    says("wamid.old", 5, FIRST, "imported", is_history=True),
    echo("wamid.ours", 40, FIRST, "ours"),
    echo("wamid.ours", 40, FIRST, "ours", is_history=True, status="delivered"),
    echo("wamid.long-ago", 4, FIRST, "long ago", is_history=True, status="read"),
    became("wamid.ours", "sent", 41, price_category="service", price_type="regular"),
    became("wamid.ours", "delivered", 42, price_category="service", price_type="regular"),
    became("wamid.ours", "read", 43),
    became("wamid.of-another-app", "sent", 44),
    became("wamid.of-another-app", "sent", 43, price_category="utility", price_type="regular"),
    became("wamid.of-another-app", "sent", 45),
    edits("wamid.e1", "wamid.2", "two, better", 50, FIRST),
    edits("wamid.e2", "wamid.2", "two, best", 51, FIRST),
    edits("wamid.e3", "wamid.ours", "not theirs to edit", 52, FIRST),
    edits("wamid.e4", "wamid.ours", "ours, better", 53, FIRST, is_ours=True),
    revokes("wamid.r1", "wamid.ours", 54, FIRST, is_ours=True),
    revokes("wamid.r2", "wamid.3", 55, FIRST),
    reacts("wamid.k1", "wamid.ours", "👍", 60, FIRST),
    reacts("wamid.k2", "wamid.ours", "❤️", 61, FIRST),
    reacts("wamid.k3", "wamid.ours", "", 62, FIRST),
    reacts("wamid.k4", "wamid.2", "🙏", 63, FIRST, is_ours=True),
    reacts("wamid.k5", "wamid.nobody-knows", "😮", 64, FIRST),
    reacts("wamid.k6", "wamid.2", "😢", 3, FIRST, is_history=True),
    says("wamid.photo", 6, FIRST, "", type="media_placeholder", is_history=True),
    says("wamid.photo", 6, FIRST, "a photo", type="image", media_mime_type="image/png", is_history=True),
    edits("wamid.e6", "wamid.photo", "a better caption", 7, FIRST),
    echo("wamid.ours-in-file", 98, FIRST, "", type="media_placeholder", is_history=True, status="read"),
    echo("wamid.ours-in-file", 98, FIRST, "price list", type="document", payload={"document": {"id": "7"}}),
    rings("wacid.1", 80, FIRST),
    hangs_up("wacid.1", 80, 95, FIRST, "0:12", duration=12),
    moves("wamid.s1", FIRST, SECOND, 100),
    says("wamid.4", 110, SECOND, "from my new number"),
    reacts("wamid.k7", "wamid.ours", "🎉", 111, SECOND),
    edits("wamid.e5", "wamid.4", "from my newest number", 112, SECOND),
    echo("wamid.ours-too", 113, SECOND, "noted"),
    moves("wamid.s2", SECOND, THIRD, 200),
    says("wamid.5", 210, THIRD, "and now without one"),
    wants(False, 70, FIRST),
    wants(True, 120, SECOND),
    wants(False, 220, THIRD),
    says("wamid.9", 15, OTHER, "somebody else"),
    reacts("wamid.k9", "wamid.9", "😀", 16, OTHER),
    news("account_update", "DISABLED_UPDATE", 5, ban_info={"waba_ban_state": "DISABLE"}),
    news("account_update", "DISABLED_UPDATE", 9, ban_info={"waba_ban_state": "REINSTATE"}),
    news("account_update", "DISABLED_UPDATE", 8, ban_info={"waba_ban_state": "REINSTATE"}),
    news("message_template_status_update", "REJECTED", 6, message_template_id=7),
    news("phone_number_quality_update", "FLAGGED", 7, display_phone_number="+966 11 234 5678"),
    news("phone_number_quality_update", "UNFLAGGED", 8, display_phone_number="+966 11 234 5678"),
]


def what_is_so() -> dict[str, Any]:
    """Everything but our own ids and clocks."""
    who = ("contact__bsuid", "contact__phone")
    return {
        name: sorted(rows, key=str)
        for name, rows in {
            "messages": Message.objects.values_list(
                *("whatsapp_message_id", "conversation__contact__bsuid", "direction", "status", "origin"),
                *("content", "original_content", "edited_at", "revoked_at", "created_at", "message_type"),
                *("sent_at", "delivered_at", "read_at", "price_category", "price_type"),
                *("media_mime_type", "payload"),
            ),
            "conversations": Conversation.objects.values_list(
                *(*who, "customer_name", "customer_phone", "unread_count", "status", "last_message"),
                *("last_message_type", "last_message_direction", "last_message_at", "last_inbound_at"),
            ),
            "contacts": Contact.objects.values_list(
                "phone", "wa_id", "bsuid", "name", "wants_marketing", "marketing_said_at"
            ),
            "former": FormerIdentity.objects.values_list("kind", "value", "until", "contact__bsuid"),
            "asked": MergeRequest.objects.values_list("kept__bsuid", "other__bsuid"),
            "changes": MessageChange.objects.values_list("wamid", "target_wamid", "kind", "content", "at"),
            "reactions": Reaction.objects.values_list(
                "target_wamid", "contact__bsuid", "emoji", "wamid", "at"
            ),
            "waiting": WaitingStatus.objects.values_list("wamid", "status", "at", "price_category"),
            "notices": Notice.objects.values_list(
                *("field", "event", "severity", "stops_work", "at", "settled_at")
            ),
            "quality": BusinessNumber.objects.values_list("quality"),
        }.items()
    }


def end_of(groups: Sequence[Sequence[Applicable]]) -> dict[str, Any]:
    with transaction.atomic():
        for group in groups:
            take(*group)
        end = what_is_so()
        transaction.set_rollback(True)
    return end
