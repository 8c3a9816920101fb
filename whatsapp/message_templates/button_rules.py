"""What Meta would refuse in the buttons of a template, or of a card."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from whatsapp.cloud_api.limits import (
    MAX_TEMPLATE_BUTTON_TEXT,
    MAX_TEMPLATE_BUTTONS,
    MAX_TEMPLATE_CODE,
    MAX_TEMPLATE_PHONE,
    MAX_TEMPLATE_URL,
)

from .definition import VARIABLE, Button
from .text_rules import BRACES

PHONE = re.compile(r"\+?[0-9]{5,19}")
MOST_OF_A_KIND = {"URL": 2, "PHONE_NUMBER": 1, "COPY_CODE": 1, "VOICE_CALL": 1}


def in_buttons(buttons: tuple[Button, ...]) -> Iterator[str]:
    if len(buttons) > MAX_TEMPLATE_BUTTONS:
        yield _("%(limit)d buttons at most.") % {"limit": MAX_TEMPLATE_BUTTONS}
    for kind, most in MOST_OF_A_KIND.items():
        if sum(button.type == kind for button in buttons) > most:
            yield _("Too many buttons of the kind %(kind)s: at most %(limit)d.") % {
                "kind": kind,
                "limit": most,
            }
    replies = [button.index for button in buttons if button.type == "QUICK_REPLY"]
    if replies and replies[-1] - replies[0] >= len(replies):
        yield _("Quick replies stand together, with no other button between them.")
    texts = [button.text for button in buttons if button.text]
    if len(set(texts)) < len(texts):
        yield _("Two buttons say the same.")
    for button in buttons:
        for fault in _in_button(button):
            yield _("Button %(number)d: %(fault)s") % {"number": button.index + 1, "fault": fault}


def _in_button(button: Button) -> Iterator[str]:
    if not button.text.strip() and button.type != "COPY_CODE":
        yield _("Write what stands on it.")
    if len(button.text) > MAX_TEMPLATE_BUTTON_TEXT:
        yield _("%(limit)d characters at most.") % {"limit": MAX_TEMPLATE_BUTTON_TEXT}
    if BRACES.search(button.text):
        yield _("No variables on a button.")
    check = {"URL": _in_link, "PHONE_NUMBER": _in_phone, "COPY_CODE": _in_code}.get(button.type)
    if check:
        yield from check(button)


def _in_link(button: Button) -> Iterator[str]:
    if not re.match(r"https?://[^/\s]+", button.url) or re.search(r"\s", VARIABLE.sub("", button.url)):
        yield _("Write a full link, beginning with https://.")
    if len(button.url) > MAX_TEMPLATE_URL:
        yield _("%(limit)d characters at most.") % {"limit": MAX_TEMPLATE_URL}
    variables = list(VARIABLE.finditer(button.url))
    if len(variables) > 1 or any(found.end() != len(button.url) for found in variables):
        yield _("A link can have one variable, at its end.")
    elif variables and not button.example:
        yield _("Give an example of the whole link.")


def _in_phone(button: Button) -> Iterator[str]:
    if not PHONE.fullmatch(button.phone) or len(button.phone) > MAX_TEMPLATE_PHONE:
        yield _("Write the number with its country code, digits only.")


def _in_code(button: Button) -> Iterator[str]:
    if not button.example or len(button.example) > MAX_TEMPLATE_CODE:
        yield _("Give an example of the code, of %(limit)d characters at most.") % {
            "limit": MAX_TEMPLATE_CODE
        }
