"""What was found, and its cure, in words (docs/setup.md has the whole story)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from .findings import Finding

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

SUBJECTS: dict[str, StrPromise] = {
    "token": _("token"),
    "secret": _("app secret"),
    "subscription": _("subscription"),
    "fields": _("webhook fields"),
    "number": _("number"),
    "callback": _("callback"),
    "webhooks": _("webhooks"),
    "clock": _("clock"),
    "storage": _("storage"),
}

WORDS: dict[str, tuple[StrPromise, StrPromise | str]] = {
    "token_valid": (_("valid, and never ends"), ""),
    "token_valid_until": (_("valid until %(day)s"), ""),
    "token_invalid": (
        _("Meta does not accept it"),
        _("Make a permanent token of a system user, and put it into WHATSAPP_ACCESS_TOKEN (step 4)."),
    ),
    "token_expires": (
        _("it ends on %(day)s"),
        _("Make a permanent token of a system user: it never ends (step 4)."),
    ),
    "token_lacks": (
        _("it lacks %(scopes)s"),
        _("Make the token again, with these permissions (step 4)."),
    ),
    "token_blind": (
        _("it may not see the account %(account)s"),
        _("Assign the WhatsApp account to the system user, then make the token again (step 4)."),
    ),
    "token_of_another_app": (
        _("it belongs to the app %(theirs)s, not to %(ours)s"),
        _("Make the token for our own app, or correct WHATSAPP_APP_ID (steps 1 and 4)."),
    ),
    "secret_right": (_("it is that of the app"), ""),
    "secret_rotating": (_("%(right)s of %(all)s are right, as while it is being changed"), ""),
    "secret_wrong": (
        _("it is not that of the app: every webhook is refused"),
        _("Copy it again from App settings > Basic into WHATSAPP_APP_SECRET (step 5)."),
    ),
    "subscribed": (_("the app is subscribed to the account"), ""),
    "not_subscribed": (
        _("the app is not subscribed to the account: Meta's test works, but real messages never come"),
        _("Call POST /%(account)s/subscribed_apps (step 9)."),
    ),
    "fields_complete": (_("“messages” is subscribed"), ""),
    "fields_unknown": (_("not asked: that needs WHATSAPP_APP_ID and the right app secret"), ""),
    "fields_lack_messages": (
        _("“messages” is not subscribed: customers' messages never come"),
        _("In the app, WhatsApp > Configuration > Webhook fields, subscribe to “messages” (step 8)."),
    ),
    "number_ready": (_("%(number)s is connected, quality %(quality)s"), ""),
    "number_poor": (
        _("%(number)s is connected, quality %(quality)s"),
        _("Customers blocked or reported us. Write only to those who expect it."),
    ),
    "number_unregistered": (
        _("%(number)s is not registered on the Cloud API"),
        _("Call POST /%(id)s/register with your PIN (step 3)."),
    ),
    "number_not_connected": (
        _("%(number)s has the status %(status)s"),
        _("Look at the number in WhatsApp Manager: what Meta wants is said there."),
    ),
    "number_blocked": (
        _("%(number)s may not send: %(why)s"),
        _("Look at the number in WhatsApp Manager: what Meta wants is said there."),
    ),
    "callback_ours": (_("Meta calls %(called)s"), ""),
    "callback_not_compared": (_("Meta calls %(called)s (not compared: PUBLIC_URL is not set)"), ""),
    "callback_none": (
        _("Meta has no address to call"),
        _("In the app, WhatsApp > Configuration > Webhook, enter %(ours)s (step 8)."),
    ),
    "callback_elsewhere": (
        _("Meta calls %(called)s"),
        _("In the app, WhatsApp > Configuration > Webhook, enter %(ours)s (step 8)."),
    ),
    "webhooks_come": (_("the last one came at %(at)s"), ""),
    "webhooks_never": (
        _("none has ever come"),
        _("Write to the number. If nothing comes: the subscription, the callback, the app secret."),
    ),
    "clock_right": (_("as Meta's"), ""),
    "clock_wrong": (
        _("it is %(seconds)s seconds off"),
        _("Let the machine set its clock by the network (NTP)."),
    ),
    "storage_writable": (_("%(folder)s can be written"), ""),
    "storage_closed": (
        _("%(folder)s can't be written: %(why)s"),
        _("Give the user who runs the inbox the right to write there, or change MEDIA_ROOT."),
    ),
    "refused": (
        _("Meta refused the question: %(said)s (code %(code)s)"),
        _("Look the code up in docs/setup.md, under “Sending fails”."),
    ),
    "no_answer": (
        _("no answer from Meta (%(error)s)"),
        _("Look at this machine's way to the internet, then check again."),
    ),
}

QUALITIES: dict[str | int, StrPromise] = {"GREEN": _("high"), "YELLOW": _("medium"), "RED": _("low")}
"""As Meta's own pages call them."""


def subject_of(finding: Finding) -> str:
    return str(SUBJECTS.get(finding.check, finding.check))


def found_in(finding: Finding) -> str:
    """A sentence without a capital and a full stop. What an earlier version found may have no words any more."""
    words = WORDS.get(finding.what)
    quality = finding.facts.get("quality", "")
    facts = {**finding.facts, "quality": QUALITIES.get(quality, quality)}
    return str(words[0]) % facts if words else finding.what


def cure_of(finding: Finding) -> str:
    """Empty where nothing is at fault."""
    words = WORDS.get(finding.what)
    return str(words[1]) % finding.facts if words else ""
