"""Every error code of Meta's: what follows from it, and what to tell people (Cloud API: error codes).

The words are for somebody at work in a shop: what happened, and what to do now. They are marked here for the
translators and translated where they are shown (`conversations.failures`). Similar codes share their words.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum


class Kind(Enum):
    """What may help after a refusal."""

    PERMANENT = "permanent"  # nothing: this message will never go
    TRANSIENT = "transient"  # to try again, later and later
    RATE = "rate"  # to slow down, then try again
    CONFIGURATION = "configuration"  # that somebody puts something right


class Where(Enum):
    """What stands still meanwhile. Where it is the number, every other message would be refused as well."""

    MESSAGE = "message"
    CONVERSATION = "conversation"
    NUMBER = "number"


PERMANENT, TRANSIENT, RATE, CONFIGURATION = Kind
MESSAGE, CONVERSATION, NUMBER = Where


@dataclass(frozen=True, slots=True)
class Trouble:
    """`title` is a sentence without a full stop, `action` whole sentences; both in English, untranslated."""

    kind: Kind
    where: Where
    title: str
    action: str


def _(words: str) -> str:
    return words


OUTSIDE_WINDOW = 131047
"""More than 24 hours since the customer wrote: only a template may be sent."""
TEMPLATE_DIFFERS = frozenset({132000, 132001, 132007, 132008, 132012, 132015, 132016})
"""The template is not, or no longer, what we think: to be fetched anew."""
UNNAMED = 1
"""An error that Meta has no name for: it may pass, but who tries for long only hides a fault of ours."""
SOMETHING_WENT_WRONG = 131000
"""Said to be transient, but what went wrong may have been sent all the same: nobody tries again unasked."""

ASK = _("Tell an administrator: the page “Health of the channel” says how it is cured.")
LATER = _("Wait a few minutes, then send it again.")
REPORT = _("Sending it again will not help. Tell an administrator the code.")
TEMPLATE = _("Choose another template, and tell whoever looks after the templates.")
GROUP = _("Look at the group in WhatsApp, then try again.")
ADVERTISEMENTS = _("Advertisements go another way than other messages")
SETTING = _("An administrator can put it right in Meta's Business Manager.")

TABLE: tuple[tuple[Iterable[int], Trouble], ...] = (
    # --- The channel: everything of the number would be refused ---
    ((0, 190), Trouble(CONFIGURATION, NUMBER, _("WhatsApp no longer accepts our access token"), ASK)),
    ((3, 10, *range(200, 300), 131005),
     Trouble(CONFIGURATION, NUMBER, _("Our access token is not allowed to do this"), ASK)),
    ((33,), Trouble(CONFIGURATION, NUMBER, _("Meta does not find our number, or our token may not see it"), ASK)),
    ((368, 131031), Trouble(CONFIGURATION, NUMBER, _("Meta has locked our account"),
     _("The owner has to appeal in Meta's Business Manager, under “Account quality”."))),
    ((131042,), Trouble(CONFIGURATION, NUMBER, _("There is a problem with the payment to Meta"),
     _("The owner has to add or mend the means of payment in Meta's Business Manager."))),
    ((131037,), Trouble(CONFIGURATION, NUMBER, _("Meta has not yet approved our display name"),
     _("An administrator finds the name, and what Meta says about it, in WhatsApp Manager."))),
    ((131045, 133006, 133010),
     Trouble(CONFIGURATION, NUMBER, _("Our number is not registered with WhatsApp"), ASK)),
    # --- Too much at once ---
    ((4, 613, 80007, 130429),
     Trouble(RATE, NUMBER, _("We sent too much at once"), LATER)),
    ((131056,), Trouble(RATE, CONVERSATION, _("Too many messages to this customer in a short time"),
     _("Wait a minute, then send it again. Put several short messages into one."))),
    ((131048,), Trouble(PERMANENT, MESSAGE, _("Meta limits us: customers blocked or reported us"),
     _("Send only to people who expect it, and try again after some hours."))),
    ((133008, 133009, 133016), Trouble(RATE, MESSAGE, _("Too many tries to register our number"),
     _("An administrator should wait some hours, or up to three days, before the next try."))),
    # --- Meta itself ---
    ((2, 131016, 133004), Trouble(TRANSIENT, MESSAGE, _("WhatsApp is out of service at the moment"), LATER)),
    ((131057,), Trouble(TRANSIENT, MESSAGE, _("Meta is working on our number"), LATER)),
    ((133000, 133015), Trouble(TRANSIENT, MESSAGE, _("Our number was taken off WhatsApp a moment ago"), LATER)),
    ((UNNAMED,), Trouble(TRANSIENT, MESSAGE, _("WhatsApp refused it without saying why"),
     _("Send it again once. If it fails again, tell an administrator the code."))),
    ((135000,), Trouble(PERMANENT, MESSAGE, _("WhatsApp refused it without saying why"),
     _("Send it again once. If it fails again, tell an administrator the code."))),
    ((SOMETHING_WENT_WRONG,), Trouble(PERMANENT, MESSAGE, _("Something went wrong at WhatsApp"),
     _("The customer may have it all the same: ask before you send it again."))),
    # --- The customer ---
    ((131026,), Trouble(PERMANENT, MESSAGE, _("It could not be delivered: the number may not have WhatsApp"),
     _("WhatsApp never says why. Check the number, or reach the customer another way, such as a call."))),
    ((OUTSIDE_WINDOW,), Trouble(PERMANENT, MESSAGE, _("The customer last wrote more than 24 hours ago"),
     _("Send an approved template, or wait for the customer to write."))),
    ((131049,), Trouble(PERMANENT, MESSAGE, _("Meta spares the customer another advertisement"),
     _("Don't send it again today: tomorrow at the earliest."))),
    ((131050,), Trouble(PERMANENT, MESSAGE, _("The customer wants no advertisements from us"),
     _("Send none. You may answer when the customer writes."))),
    ((130472,), Trouble(PERMANENT, MESSAGE, _("Meta did not deliver it: the customer takes part in an experiment"),
     _("It cost nothing. Reach the customer another way."))),
    ((130497,), Trouble(CONFIGURATION, MESSAGE, _("We may not write to customers in this country"), SETTING)),
    ((137000,), Trouble(PERMANENT, MESSAGE, _("The customer may have a new phone, or be somebody else"),
     _("Make sure who it is before you go on."))),
    ((131030,), Trouble(CONFIGURATION, MESSAGE, _("A test number may write only to listed people"),
     _("An administrator can add the customer in Meta's app dashboard, under “API setup”."))),
    ((131021,), Trouble(PERMANENT, MESSAGE, _("This is our own number"), _("Check who the chat is with."))),
    ((131062,), Trouble(PERMANENT, MESSAGE, _("This message needs the customer's phone number"),
     _("WhatsApp shows us only a username. Ask the customer for the number."))),
    # --- What was sent ---
    ((100, 131008, 131009), Trouble(PERMANENT, MESSAGE, _("WhatsApp did not understand the message"), REPORT)),
    ((131051,), Trouble(PERMANENT, MESSAGE, _("WhatsApp does not support this type of message"),
     _("Say it in another way: as text, for example."))),
    ((131052,), Trouble(PERMANENT, MESSAGE, _("The customer's file could not be fetched"),
     _("Ask them to send it again."))),
    ((131053,), Trouble(PERMANENT, MESSAGE, _("WhatsApp did not accept the file"),
     _("Check its type and size, or send it as a document."))),
    ((131060,), Trouble(PERMANENT, MESSAGE, _("WhatsApp could not pass this message on"),
     _("Look at it on the phone, in the WhatsApp Business app."))),
    # --- Templates and advertisements ---
    ((132000, 132008, 132012, 132018), Trouble(PERMANENT, MESSAGE,
     _("The template was not filled in as it wants to be"),
     _("Check each blank, picture and link, then send it again."))),
    ((132001,), Trouble(CONFIGURATION, MESSAGE,
     _("This template does not exist in this language, or is not approved"), TEMPLATE)),
    ((132005,), Trouble(PERMANENT, MESSAGE, _("With what was filled in, the template is too long"),
     _("Shorten it, and send it again."))),
    ((132007,), Trouble(PERMANENT, MESSAGE, _("The template breaks WhatsApp's rules"), TEMPLATE)),
    ((132015,), Trouble(CONFIGURATION, MESSAGE, _("Meta has paused this template"), TEMPLATE)),
    ((132016,), Trouble(CONFIGURATION, MESSAGE, _("Meta has disabled this template for good"), TEMPLATE)),
    ((131064,), Trouble(CONFIGURATION, MESSAGE,
     _("Meta limits us: templates were in the wrong category"), TEMPLATE)),
    ((134101,), Trouble(TRANSIENT, MESSAGE, _("The template is new and not yet everywhere at Meta"), LATER)),
    ((131055, 134100), Trouble(PERMANENT, MESSAGE, ADVERTISEMENTS, SETTING)),
    ((131063, 134102), Trouble(CONFIGURATION, MESSAGE, ADVERTISEMENTS, SETTING)),
    ((2388019,), Trouble(CONFIGURATION, MESSAGE, _("The account has too many templates"),
     _("An administrator can delete templates that nobody uses."))),
    ((2388040, 2388047, 2388072, 2388073, 2388293, 2388299), Trouble(PERMANENT, MESSAGE,
     _("Meta does not take the template as it is written"),
     _("Shorten it, and put words around each blank. The details name the place."))),
    # --- Forms, payments, calls, groups ---
    ((132068,), Trouble(CONFIGURATION, MESSAGE, _("Meta has blocked this form"), SETTING)),
    ((132069,), Trouble(CONFIGURATION, MESSAGE, _("This form was sent too often"),
     _("Try again in an hour. An administrator should see what is wrong with the form."))),
    (range(139000, 139005), Trouble(PERMANENT, MESSAGE, _("The form could not be published or sent"), SETTING)),
    ((134011,), Trouble(CONFIGURATION, MESSAGE, _("Meta's terms for payments are not accepted yet"), SETTING)),
    ((131044,), Trouble(CONFIGURATION, MESSAGE, _("There is a problem with the payment for calls"), SETTING)),
    (range(138000, 138019), Trouble(PERMANENT, MESSAGE, _("The call was not possible"),
     _("This inbox makes no calls: use the phone."))),
    ((131020, 131041, 131059, 131201, 131202, 131203, 131204, 131205, 131206, 131209, 131210, 131211, 131212,
      131213), Trouble(PERMANENT, MESSAGE, _("WhatsApp could not do this in the group"), GROUP)),
    ((131208,), Trouble(PERMANENT, MESSAGE, _("Too much was done in groups in a short time"), GROUP)),
    ((131207, 131214, 131215), Trouble(CONFIGURATION, MESSAGE, _("We may not use groups"), SETTING)),
    # --- Blocking customers ---
    ((139100,), Trouble(PERMANENT, MESSAGE, _("The customer was not blocked or unblocked"),
     _("Only who wrote in the last 24 hours can be blocked."))),
    ((139101,), Trouble(CONFIGURATION, MESSAGE, _("The list of blocked customers is full"),
     _("Unblock somebody first."))),
    ((139102, 139103), Trouble(TRANSIENT, MESSAGE, _("The list of blocked customers is busy"), LATER)),
    # --- Setting the account up ---
    ((133005,), Trouble(CONFIGURATION, MESSAGE, _("The PIN of our number is wrong"),
     _("An administrator should look it up, and not guess: too many tries lock the number."))),
    (range(147001, 147006), Trouble(CONFIGURATION, MESSAGE, _("The username of the business was not accepted"),
     SETTING)),
    ((200005, 200006, 200007, 2593079, 2593085), Trouble(CONFIGURATION, MESSAGE,
     _("Meta gives us no figures for this account"), SETTING)),
    ((2388001, 2388012, 2388091, 2388093, 2388103), Trouble(CONFIGURATION, MESSAGE,
     _("Our number could not be moved to this account"), SETTING)),
    ((2494100,), Trouble(TRANSIENT, MESSAGE, _("Our number is being moved to this account"), LATER)),
    ((2593107, 2593108), Trouble(CONFIGURATION, MESSAGE, _("The chats of the phone app can't be fetched any more"),
     _("They can be asked for once, within a day. An administrator can connect the phone app again."))),
)  # fmt: skip

UNKNOWN = Trouble(PERMANENT, MESSAGE, _("WhatsApp refused the message"),
                  _("Try again. If it fails again, tell an administrator the code."))  # fmt: skip
"""A code that Meta has invented since."""

BY_CODE: dict[int, Trouble] = {code: trouble for codes, trouble in TABLE for code in codes}


def trouble_of(code: int | str) -> Trouble:
    """Webhooks have codes as text, too. What is no number, or not in the table, has the words of `UNKNOWN`."""
    try:
        return BY_CODE.get(int(code), UNKNOWN)
    except ValueError:
        return UNKNOWN


def kind_of(code: int | str, *, is_transient: bool = False) -> Kind:
    """Meta may say itself that a refusal is transient: believed where nothing worse is known of the code."""
    trouble = trouble_of(code)
    if trouble.where is not MESSAGE or trouble.kind is RATE:
        return trouble.kind
    return TRANSIENT if is_transient and str(code) != str(SOMETHING_WENT_WRONG) else trouble.kind
