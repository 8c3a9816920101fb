"""Why a message failed, and what to do about it, in words for people (Cloud API: error codes)."""

from django.utils.translation import gettext_lazy as _

ADVICE = {
    131047: _("The 24-hour window has closed. Send an approved template, or wait for the customer to write."),
    131026: _(
        "The customer can't receive this. They may not use WhatsApp, or not the current version of it."
    ),
    131021: _("This is your own business number. Check who the conversation is with."),
    131030: _("The number is not on the list of test recipients. Add it in Meta's app dashboard."),
    131031: _("Meta has locked the account. Ask an administrator to look into Meta's Business Manager."),
    131042: _("The account has a payment problem. Ask an administrator to settle it with Meta."),
    131045: _("The business number is not registered completely. Ask an administrator."),
    131048: _("Meta limits this number: customers blocked or reported it. Send less, and wait a while."),
    131049: _("Meta held it back, to spare the customer too many marketing messages. Try later."),
    131050: _("The customer does not want marketing messages from you."),
    131051: _("WhatsApp does not support this type of message."),
    131052: _("The customer's file could not be downloaded. Ask them to send it again."),
    131053: _("WhatsApp did not accept the file. Check its type and size."),
    131056: _("Too many messages to this customer in a short time. Wait a minute and send it again."),
    130429: _("Too many messages at once. Wait a minute and send it again."),
    130472: _("Meta did not deliver it because the customer is part of an experiment. Try another way."),
    190: _("The access token is wrong or has expired. Ask an administrator to renew it."),
}
UNKNOWN_CAUSE = _("Try again. If it fails again, tell an administrator the code.")
NO_CODE = _("Check the connection of the server to the internet, then send it again.")


def advice_on(code: int | None) -> str:
    """What to do about Meta's error `code`; None when it never got as far as Meta."""
    return str(ADVICE.get(code, UNKNOWN_CAUSE) if code is not None else NO_CODE)
