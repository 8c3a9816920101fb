"""What Meta would refuse in a template that is handed in (Cloud API: templates), said before Meta sees it. Pure."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from whatsapp.cloud_api.limits import MAX_TEMPLATE_BODY, MAX_TEMPLATE_NAME

from . import button_rules, marketing_rules, text_rules
from .definition import Definition, Json, read

CATEGORIES = ("MARKETING", "UTILITY")
"""Those that are written here. Of sign-in codes Meta writes the text itself."""

NAME = re.compile(rf"[a-z0-9_]{{1,{MAX_TEMPLATE_NAME}}}")
LANGUAGE = re.compile(r"[a-z]{2,3}(_[A-Z]{2})?")
NO_SUCH_LANGUAGES = frozenset({"ar_SA"})


@dataclass(frozen=True)
class Fault:
    """`part`: name, language, category, header, offer, body, footer, buttons or cards; `card` from 0."""

    part: str
    words: str
    card: int | None = None


def faults_of(draft: Json) -> list[Fault]:
    """`draft` is the JSON of a new template: name, language, category, parameter_format, components."""
    category = draft.get("category", "")
    definition = read(draft.get("components"), draft.get("parameter_format", ""), category)
    checks: tuple[tuple[str, Iterable[str]], ...] = (
        ("name", _in_name(draft)),
        ("language", _in_language(draft)),
        ("category", _in_category(draft)),
        ("header", _in_header(definition, draft)),
        ("offer", marketing_rules.in_offer(definition.offer) if definition.offer else ()),
        ("body", text_rules.in_body(definition.body, MAX_TEMPLATE_BODY)),
        ("footer", text_rules.in_footer(definition.footer)),
        ("buttons", button_rules.in_buttons(definition.buttons)),
        ("cards", marketing_rules.in_cards(definition.cards) if definition.has_cards else ()),
    )
    faults = [Fault(part, words) for part, check in checks for words in check]
    faults += [Fault(part, words) for part, words in marketing_rules.in_shape(definition, category)]
    return [*faults, *_on_cards(definition, draft)]


def _in_name(draft: Json) -> Iterator[str]:
    if not NAME.fullmatch(draft.get("name", "")):
        yield _("Small Latin letters, digits and _ only, for example order_shipped.")


def _in_language(draft: Json) -> Iterator[str]:
    language = draft.get("language", "")
    if not LANGUAGE.fullmatch(language) or language in NO_SUCH_LANGUAGES:
        yield _("WhatsApp has no templates in this language.")


def _in_category(draft: Json) -> Iterator[str]:
    if draft.get("category") not in CATEGORIES:
        yield _("Choose what the template is for.")


def _in_header(definition: Definition, draft: Json) -> Iterator[str]:
    header = definition.header
    if header is None:
        return
    if header.is_media:
        if not _has_sample(draft["components"]):
            yield _("Choose a sample file: Meta looks at it when it reviews the template.")
    elif header.format == "TEXT":
        yield from text_rules.in_heading(header.words)


def _on_cards(definition: Definition, draft: Json) -> Iterator[Fault]:
    if not definition.has_cards:
        return
    told: list[Json] = next(
        (part["cards"] for part in draft["components"] if part.get("type") == "CAROUSEL"), []
    )
    for index, card in enumerate(definition.cards):
        has_sample = _has_sample(told[index]["components"])
        for words in marketing_rules.in_card(card, has_sample):
            yield Fault("cards", words, index)


def _has_sample(components: list[Json]) -> bool:
    headers = [part for part in components if part.get("type") == "HEADER"]
    return any((part.get("example") or {}).get("header_handle") for part in headers)
