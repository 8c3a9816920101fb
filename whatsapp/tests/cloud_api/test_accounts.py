"""What is told of an account, its numbers and its templates."""

from dataclasses import replace

import pytest

from whatsapp.cloud_api.notifications import (
    AccountUpdate,
    parse,
)
from whatsapp.tests import wire
from whatsapp.tests.conftest import payload

from .told import NOON, OURS, WABA

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
    "account_reinstated": ("account_update", "DISABLED_UPDATE", "", False),
    "account_left": ("account_update", "ACCOUNT_OFFBOARDED", NUMBER, False),
    "account_reconnected": ("account_update", "ACCOUNT_RECONNECTED", NUMBER, False),
    "number_flagged_by_older_webhooks": ("phone_number_quality_update", "FLAGGED", NUMBER, False),
    "template_disabled": ("message_template_status_update", "DISABLED", TEMPLATE, False),
    "business_username_taken_back": ("business_username_update", "deleted", NUMBER, False),
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
