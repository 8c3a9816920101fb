"""What Meta would refuse in the texts of a template: its heading, its text, its last line."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from whatsapp.cloud_api.limits import MAX_TEMPLATE_FOOTER, MAX_TEMPLATE_HEADER

from .definition import VARIABLE, Words

VARIABLE_NAME = re.compile(r"[a-z][a-z0-9_]*")
BRACES = re.compile(r"\{\{|\}\}")
MARKS = re.compile(r"[*_~`\n]")
WORDS_PER_VARIABLE = 2
"""Around each variable Meta wants words of the template's own (2388293); how many it does not tell."""


def in_heading(words: Words) -> Iterator[str]:
    if not words.text.strip():
        yield _("Write the heading, or choose none.")
    if MARKS.search(VARIABLE.sub("", words.text)):
        yield _("A heading has one line, without * _ ~ or `.")
    if len(words.variables) > 1:
        yield _("A heading can have one variable.")
    yield from in_text(words, MAX_TEMPLATE_HEADER)


def in_body(body: Words, longest: int) -> Iterator[str]:
    """Of a template, or of a card."""
    text = body.text.strip()
    if not text:
        yield _("Write the text.")
        return
    if VARIABLE.match(text) or any(found.end() == len(text) for found in VARIABLE.finditer(text)):
        yield _("The text can't begin or end with a variable: put words around it.")
    words = len(re.findall(r"\w+", VARIABLE.sub(" ", text)))
    if words < WORDS_PER_VARIABLE * len(body.variables) + 1:
        yield _("There are too many variables for so few words.")
    yield from in_text(body, longest)


def in_footer(footer: str) -> Iterator[str]:
    if len(footer) > MAX_TEMPLATE_FOOTER:
        yield _("%(limit)d characters at most.") % {"limit": MAX_TEMPLATE_FOOTER}
    if BRACES.search(footer):
        yield _("The last line can't have variables.")


def in_text(words: Words, longest: int) -> Iterator[str]:
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
