"""What Meta would refuse in a template that is handed in (Cloud API: templates), said before Meta sees it. Pure."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from whatsapp.cloud_api.limits import (
    MAX_TEMPLATE_BODY,
    MAX_TEMPLATE_BUTTON_TEXT,
    MAX_TEMPLATE_BUTTONS,
    MAX_TEMPLATE_CODE,
    MAX_TEMPLATE_FOOTER,
    MAX_TEMPLATE_HEADER,
    MAX_TEMPLATE_NAME,
    MAX_TEMPLATE_PHONE,
    MAX_TEMPLATE_URL,
)

from .definition import VARIABLE, Button, Definition, Json, Words, read

CATEGORIES = ("MARKETING", "UTILITY")
"""Those that are written here. Of sign-in codes Meta writes the text itself."""

NAME = re.compile(rf"[a-z0-9_]{{1,{MAX_TEMPLATE_NAME}}}")
LANGUAGE = re.compile(r"[a-z]{2,3}(_[A-Z]{2})?")
NO_SUCH_LANGUAGES = frozenset({"ar_SA"})
VARIABLE_NAME = re.compile(r"[a-z][a-z0-9_]*")
BRACES = re.compile(r"\{\{|\}\}")
MARKS = re.compile(r"[*_~`\n]")
PHONE = re.compile(r"\+?[0-9]{5,19}")
MOST_OF_A_KIND = {"URL": 2, "PHONE_NUMBER": 1, "COPY_CODE": 1, "VOICE_CALL": 1}
WORDS_PER_VARIABLE = 2
"""Around each variable Meta wants words of the template's own (2388293); how many it does not tell."""


@dataclass(frozen=True)
class Fault:
    """`part`: name, language, category, header, body, footer or buttons."""

    part: str
    words: str


def faults_of(draft: Json) -> list[Fault]:
    """`draft` is the JSON of a new template: name, language, category, parameter_format, components."""
    definition = read(draft.get("components"), draft.get("parameter_format", ""), draft.get("category", ""))
    checks: tuple[tuple[str, Callable[[], Iterator[str]]], ...] = (
        ("name", lambda: _name(draft)),
        ("language", lambda: _language(draft)),
        ("category", lambda: _category(draft)),
        ("header", lambda: _header(definition, draft)),
        ("body", lambda: _body(definition)),
        ("footer", lambda: _footer(definition)),
        ("buttons", lambda: _buttons(definition.buttons)),
    )
    return [Fault(part, words) for part, check in checks for words in check()]


def _name(draft: Json) -> Iterator[str]:
    if not NAME.fullmatch(draft.get("name", "")):
        yield _("Small Latin letters, digits and _ only, for example order_shipped.")


def _language(draft: Json) -> Iterator[str]:
    language = draft.get("language", "")
    if not LANGUAGE.fullmatch(language) or language in NO_SUCH_LANGUAGES:
        yield _("WhatsApp has no templates in this language.")


def _category(draft: Json) -> Iterator[str]:
    if draft.get("category") not in CATEGORIES:
        yield _("Choose what the template is for.")


def _header(definition: Definition, draft: Json) -> Iterator[str]:
    header = definition.header
    if header is None:
        return
    if header.is_media:
        if not _has_sample(draft):
            yield _("Choose a sample file: Meta looks at it when it reviews the template.")
        return
    if header.format != "TEXT":
        return
    if not header.words.text.strip():
        yield _("Write the heading, or choose none.")
    if MARKS.search(VARIABLE.sub("", header.words.text)):
        yield _("A heading has one line, without * _ ~ or `.")
    if len(header.words.variables) > 1:
        yield _("A heading can have one variable.")
    yield from _text(header.words, MAX_TEMPLATE_HEADER)


def _has_sample(draft: Json) -> bool:
    headers = [part for part in draft["components"] if part.get("type") == "HEADER"]
    return any((part.get("example") or {}).get("header_handle") for part in headers)


def _body(definition: Definition) -> Iterator[str]:
    text = definition.body.text.strip()
    if not text:
        yield _("Write the text.")
        return
    if VARIABLE.match(text) or any(found.end() == len(text) for found in VARIABLE.finditer(text)):
        yield _("The text can't begin or end with a variable: put words around it.")
    words = len(re.findall(r"\w+", VARIABLE.sub(" ", text)))
    if words < WORDS_PER_VARIABLE * len(definition.body.variables) + 1:
        yield _("There are too many variables for so few words.")
    yield from _text(definition.body, MAX_TEMPLATE_BODY)


def _footer(definition: Definition) -> Iterator[str]:
    if len(definition.footer) > MAX_TEMPLATE_FOOTER:
        yield _("%(limit)d characters at most.") % {"limit": MAX_TEMPLATE_FOOTER}
    if BRACES.search(definition.footer):
        yield _("The last line can't have variables.")


def _text(words: Words, longest: int) -> Iterator[str]:
    if len(words.text) > longest:
        yield _("%(limit)d characters at most.") % {"limit": longest}
    if BRACES.search(VARIABLE.sub("", words.text)):
        yield _("A variable is written {{1}} or {{first_name}}, with both pairs of brackets.")
    names = [variable.name for variable in words.variables]
    numbers = [name for name in names if name.isdecimal()]
    if numbers and len(numbers) < len(names):
        yield _("Number all variables, or name all of them.")
    elif numbers and sorted(map(int, numbers)) != list(range(1, len(numbers) + 1)):
        yield _("Number the variables 1, 2, 3 … without a gap.")
    elif not numbers and not all(VARIABLE_NAME.fullmatch(name) for name in names):
        yield _("Names of variables have small Latin letters, digits and _.")
    if missing := [v.name for v in words.variables if not v.example.strip()]:
        yield _("Give an example for: %(names)s.") % {"names": ", ".join(missing)}


def _buttons(buttons: tuple[Button, ...]) -> Iterator[str]:
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
        for fault in _button(button):
            yield _("Button %(number)d: %(fault)s") % {"number": button.index + 1, "fault": fault}


def _button(button: Button) -> Iterator[str]:
    if not button.text.strip() and button.type != "COPY_CODE":
        yield _("Write what stands on it.")
    if len(button.text) > MAX_TEMPLATE_BUTTON_TEXT:
        yield _("%(limit)d characters at most.") % {"limit": MAX_TEMPLATE_BUTTON_TEXT}
    if BRACES.search(button.text):
        yield _("No variables on a button.")
    check = {"URL": _link, "PHONE_NUMBER": _phone, "COPY_CODE": _code}.get(button.type)
    if check:
        yield from check(button)


def _link(button: Button) -> Iterator[str]:
    if not re.match(r"https?://[^/\s]+", button.url) or re.search(r"\s", VARIABLE.sub("", button.url)):
        yield _("Write a full link, beginning with https://.")
    if len(button.url) > MAX_TEMPLATE_URL:
        yield _("%(limit)d characters at most.") % {"limit": MAX_TEMPLATE_URL}
    variables = list(VARIABLE.finditer(button.url))
    if len(variables) > 1 or any(found.end() != len(button.url) for found in variables):
        yield _("A link can have one variable, at its end.")
    elif variables and not button.example:
        yield _("Give an example of the whole link.")


def _phone(button: Button) -> Iterator[str]:
    if not PHONE.fullmatch(button.phone) or len(button.phone) > MAX_TEMPLATE_PHONE:
        yield _("Write the number with its country code, digits only.")


def _code(button: Button) -> Iterator[str]:
    if not button.example or len(button.example) > MAX_TEMPLATE_CODE:
        yield _("Give an example of the code, of %(limit)d characters at most.") % {
            "limit": MAX_TEMPLATE_CODE
        }
