"""What a notice says, in plain words (Cloud API: the other webhook fields). Meta's own names stay beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from whatsapp.cloud_api.error_table import trouble_of
from whatsapp.models import Notice

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

TOKEN = _("WhatsApp no longer accepts our access token. Messages wait until it is renewed")
LOCKED = _("Meta has locked the account. Messages wait until it is unlocked")
GROUP = _(
    "Somebody wrote in a group with this number. The inbox shows no groups: such messages are kept in the event log"
)

WORDS: dict[tuple[str, str], StrPromise] = {
    ("account_update", "ACCOUNT_VIOLATION"): _("Meta found a violation of its rules in the account"),
    ("account_update", "ACCOUNT_RESTRICTION"): _("Meta has restricted the account"),
    ("account_update", "DISABLED_UPDATE"): _("Meta has disabled the account, or is about to"),
    ("account_update", "DISABLE"): _("Meta has disabled the account"),
    ("account_update", "SCHEDULE_FOR_DISABLE"): _("Meta will disable the account soon"),
    ("account_update", "REINSTATE"): _("Meta has enabled the account again"),
    ("account_update", "ACCOUNT_DELETED"): _("The WhatsApp Business account was deleted"),
    ("account_update", "PARTNER_ADDED"): _("A partner was given access to the account"),
    ("account_update", "PARTNER_APP_INSTALLED"): _("A partner's app was connected to the account"),
    ("account_update", "PARTNER_APP_UNINSTALLED"): _("A partner's app was disconnected from the account"),
    ("account_update", "PARTNER_REMOVED"): _("The number was disconnected in the phone app"),
    ("account_update", "ACCOUNT_OFFBOARDED"): _("The number has left the Cloud API"),
    ("account_update", "ACCOUNT_RECONNECTED"): _("The number is connected again"),
    ("account_update", "AD_ACCOUNT_LINKED"): _("An advertising account was linked"),
    ("account_update", ""): _("Something about the account has changed"),
    ("account_alerts", ""): _("Meta has an alert about the account"),
    ("account_review_update", "APPROVED"): _("Meta reviewed and approved the account"),
    ("account_review_update", "REJECTED"): _("Meta reviewed and rejected the account"),
    ("account_review_update", ""): _("Meta reviewed the account"),
    ("business_capability_update", ""): _("The limits of the account have changed"),
    ("message_template_status_update", "APPROVED"): _("A template was approved"),
    ("message_template_status_update", "REJECTED"): _("A template was rejected"),
    ("message_template_status_update", "PENDING"): _("A template is being reviewed"),
    ("message_template_status_update", "PAUSED"): _("A template was paused: customers complained about it"),
    ("message_template_status_update", "DISABLED"): _("A template was disabled for good"),
    ("message_template_status_update", "FLAGGED"): _("A template may be disabled soon"),
    ("message_template_status_update", "REINSTATED"): _("A template can be used again"),
    ("message_template_status_update", "IN_APPEAL"): _("The appeal about a template is being considered"),
    ("message_template_status_update", "PENDING_DELETION"): _("A template is being deleted"),
    ("message_template_status_update", "DELETED"): _("A template was deleted"),
    ("message_template_status_update", "LIMIT_EXCEEDED"): _("The account has too many templates"),
    ("message_template_status_update", "LOCKED"): _("A template is locked and can't be changed"),
    ("message_template_status_update", "ARCHIVED"): _("A template was archived"),
    ("message_template_status_update", "UNARCHIVED"): _("A template was taken out of the archive"),
    ("message_template_status_update", ""): _("The status of a template has changed"),
    ("message_template_quality_update", "GREEN"): _("Customers are content with a template"),
    ("message_template_quality_update", "YELLOW"): _("Some customers complain about a template"),
    ("message_template_quality_update", "RED"): _("Many customers complain about a template"),
    ("message_template_quality_update", ""): _("The quality of a template has changed"),
    ("message_template_components_update", ""): _("The text of a template has changed"),
    ("template_category_update", ""): _(
        "Meta has moved a template to another category: its price may change"
    ),
    ("phone_number_quality_update", "ONBOARDING"): _("The number was taken in"),
    ("phone_number_quality_update", "THROUGHPUT_UPGRADE"): _("The number may send faster now"),
    ("phone_number_quality_update", "UPGRADE"): _("The number may write to more customers a day"),
    ("phone_number_quality_update", "DOWNGRADE"): _("The number may write to fewer customers a day"),
    ("phone_number_quality_update", "BANNED"): _("Meta has banned the number"),
    ("phone_number_quality_update", "CONNECTED"): _("The number is connected"),
    ("phone_number_quality_update", "FLAGGED"): _("The quality of the number is low"),
    ("phone_number_quality_update", "UNFLAGGED"): _("The quality of the number is good again"),
    ("phone_number_quality_update", ""): _("The quality or the limit of the number has changed"),
    ("phone_number_name_update", "APPROVED"): _("The display name was approved"),
    ("phone_number_name_update", "REJECTED"): _("The display name was rejected"),
    ("phone_number_name_update", "DEFERRED"): _("The decision about the display name was put off"),
    ("phone_number_name_update", ""): _("There is news about the display name"),
    ("security", "PIN_CHANGED"): _("The two-step PIN of the number was changed"),
    ("security", "PIN_RESET_REQUEST"): _("Somebody asked for the two-step PIN to be turned off"),
    ("security", "PIN_REQUEST_SUCCESS"): _("The two-step PIN of the number was turned off"),
    ("security", ""): _("There is news about the security of the number"),
    ("business_username_update", ""): _("The username of the business has changed"),
    ("payment_configuration_update", ""): _("There is news about the payments of the account"),
    ("user_preferences", "stop"): _("A customer wants no more marketing messages"),
    ("user_preferences", "resume"): _("A customer wants marketing messages again"),
    ("messaging_handovers", ""): _("Another app took over a chat, or gave it back"),
    ("standby", ""): _("Another app holds the chats: messages come here only for reading"),
    ("history", ""): _("There is news about the import of older chats"),
    ("flows", ""): _("There is news about a form"),
    ("messages", "group message"): GROUP,
    ("smb_message_echoes", "group message"): GROUP,
    ("history", "group message"): GROUP,
    ("standby", "group message"): GROUP,
    ("messages", ""): _("Meta reports an error of the account or the app"),
    (Notice.SETUP, "token_expires"): _("Our access token ends soon"),
    (Notice.SETUP, "token_invalid"): _("Meta does not accept our access token"),
    (Notice.SETUP, "token_lacks"): _("Our access token lacks a permission"),
    (Notice.SETUP, "token_blind"): _("Our access token may not see the account"),
    (Notice.SETUP, "secret_wrong"): _("Our app secret is wrong: nothing that customers write arrives"),
    (Notice.SETUP, "not_subscribed"): _("The app is not subscribed: nothing that customers write arrives"),
    (Notice.SETUP, "fields_lack_messages"): _(
        "The field “messages” is not subscribed: nothing that customers write arrives"
    ),
    (Notice.SETUP, "callback_elsewhere"): _("Meta sends the messages of customers to another address"),
    (Notice.SETUP, "number_unregistered"): _("Our number is not registered with WhatsApp"),
    (Notice.SETUP, "number_blocked"): _("Meta does not let our number send"),
    (Notice.SETUP, ""): _("The setup at Meta has a fault"),
    (Notice.SENDING, "0"): TOKEN,
    (Notice.SENDING, "190"): TOKEN,
    (Notice.SENDING, "131042"): _("There is a bill to be paid at Meta. Messages wait until it is settled"),
    (Notice.SENDING, "131031"): LOCKED,
    (Notice.SENDING, "368"): LOCKED,
    (Notice.SENDING, "133010"): _("The number is not registered at Meta. Messages wait until it is"),
    (Notice.SENDING, ""): _(
        "WhatsApp refuses to send for this number. Messages wait until the cause is removed"
    ),
}
"""By field and event; an empty event stands for all that are not named."""

OTHER = _("Meta has sent a notice")


def in_words(notice: Notice) -> str:
    """One sentence without a full stop."""
    of_event = WORDS.get((notice.field, notice.event)) or WORDS.get((notice.field, notice.event.upper()))
    return str(of_event or WORDS.get((notice.field, "")) or OTHER)


def what_to_do(notice: Notice) -> str:
    """Whole sentences; empty where Meta's own page is all there is."""
    if notice.field == Notice.SETUP:
        return gettext("The page “Health of the channel” says how it is cured.")
    return gettext(trouble_of(notice.event).action) if notice.field == Notice.SENDING else ""
