"""A template's parameters as Meta wants them in a message (Cloud API: sending a template)."""

import re
from collections.abc import Collection, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from whatsapp.cloud_api.limits import MAX_TEMPLATE_BODY, MAX_TEMPLATE_CARD, MAX_TEMPLATE_HEADER
from whatsapp.cloud_api.text import storable

from .definition import VARIABLE, Button, Definition, Header, Json, Words
from .form import Field, card_key, fields_of

NOT_IN_A_PARAMETER = re.compile(r"[\n\r\t]| {5,}")
"""Meta refuses new lines, tabs and more than four spaces in a row (132012, 132018)."""

UNUSED_TOKEN = "unused"  # noqa: S105 (Meta's own default for a flow that nobody follows up)


class WrongParameters(ValueError):
    """`faults`: what is wrong, in words, by key."""

    def __init__(self, faults: dict[str, str]) -> None:
        super().__init__(" ".join(f"{key}: {words}" for key, words in faults.items()))
        self.faults = faults


def fill(definition: Definition, parameters: Mapping[str, Any], attached: Collection[str] = ()) -> list[Json]:
    """`components` of the message; parts without variables are left out. Raises WrongParameters.

    `attached` are the keys of files that we hold ourselves: Meta's id of each is put in when it has one.
    """
    values = checked(definition, parameters, attached)
    made = [
        *_parts(definition, definition.header, definition.body, values),
        _offer(values),
        *(_button(button, values) for button in definition.buttons),
        _carousel(definition, values),
    ]
    return [part for part in made if part]


def checked(
    definition: Definition, parameters: Mapping[str, Any], attached: Collection[str] = ()
) -> dict[str, str]:
    """The parameters as texts, with what follows from others. Raises WrongParameters with every fault at once."""
    fields = {field.key: field for field in fields_of(definition)}
    values = {key: storable(str(value)).strip() for key, value in parameters.items() if _is_plain(value)}
    values = {key: value for key, value in values.items() if value or key not in fields}
    for field in fields.values():
        if field.same_as in values:
            values.setdefault(field.key, values[field.same_as])
    faults = {key: _("This template has no such variable.") for key in parameters if key not in fields}
    faults |= {key: _("This has to be a text.") for key, value in parameters.items() if not _is_plain(value)}
    for key, field in fields.items():
        if key not in faults and key not in attached and (fault := _fault(field, values.get(key, ""))):
            faults[key] = fault
    faults |= {key: fault for key, fault in _too_long(definition, values).items() if key not in faults}
    if faults:
        raise WrongParameters(faults)
    return values


def _is_plain(value: Any) -> bool:
    return isinstance(value, str | int | float) and not isinstance(value, bool)


def _fault(field: Field, value: str) -> str:
    if not value:
        return _("Fill this in.") if field.is_required else ""
    if field.kind != "payload" and NOT_IN_A_PARAMETER.search(value):
        return _("Without new lines, tabs, or more than four spaces in a row: WhatsApp refuses them.")
    if len(value) > field.longest:
        return _("%(limit)d characters at most.") % {"limit": field.longest}
    if field.kind in ("latitude", "longitude") and not _is_degrees(
        value, 90 if field.kind == "latitude" else 180
    ):
        return _("Degrees as a number, for example %(example)s.") % {"example": field.example}
    if field.kind == "moment" and moment_of(value) <= timezone.now():
        return _("A time that is still to come, for example %(example)s.") % {"example": "2026-12-31T20:00"}
    return ""


def moment_of(value: str) -> datetime:
    """Without a time zone it is meant in ours. What is no time is long past."""
    try:
        at = datetime.fromisoformat(value)
        return at if timezone.is_aware(at) else timezone.make_aware(at)
    except (ValueError, OverflowError):
        return datetime.min.replace(tzinfo=UTC)


def _is_degrees(value: str, most: int) -> bool:
    try:
        return abs(float(value)) <= most
    except ValueError:
        return False


def _too_long(definition: Definition, values: dict[str, str]) -> dict[str, str]:
    """A text may grow too long by what is put in (132005): said at its last variable."""
    texts = [(definition.body, "", MAX_TEMPLATE_BODY)]
    if definition.header:
        texts.append((definition.header.words, "header.", MAX_TEMPLATE_HEADER))
    texts += [(card.body, card_key(index), MAX_TEMPLATE_CARD) for index, card in enumerate(definition.cards)]
    return {
        prefix + words.variables[-1].name: _("With this the whole text has more than %(limit)d characters.")
        % {"limit": limit}
        for words, prefix, limit in texts
        if words.variables and len(filled(words, values, prefix)) > limit
    }


def filled(words: Words, values: Mapping[str, str], prefix: str = "") -> str:
    """The text with its values; a variable without one stays as it is."""
    return VARIABLE.sub(lambda found: values.get(prefix + found[1]) or found[0], words.text)


def _texts(definition: Definition, words: Words, values: dict[str, str], prefix: str = "") -> list[Json]:
    named = definition.is_named
    return [
        {"type": "text", **({"parameter_name": v.name} if named else {}), "text": values[prefix + v.name]}
        for v in (words.variables if named else sorted(words.variables, key=lambda v: int(v.name)))
    ]


def _parts(
    definition: Definition, header: Header | None, body: Words, values: dict[str, str], prefix: str = ""
) -> Iterator[Json]:
    """The header and the body of a template, or of a card."""
    if header and (in_header := _header(definition, header, values, prefix)):
        yield {"type": "header", "parameters": in_header}
    if in_body := _texts(definition, body, values, prefix):
        yield {"type": "body", "parameters": in_body}


def _header(definition: Definition, header: Header, values: dict[str, str], prefix: str) -> list[Json]:
    prefix += "header."
    if header.is_media:
        media_id = values.get(f"{prefix}media")
        file = {"id": media_id} if media_id else {}
        if header.format == "DOCUMENT":  # without one the customer sees "Untitled"
            file["filename"] = values.get(f"{prefix}filename", "document.pdf")
        return [_of_kind(header.format.lower(), file)]
    if header.format == "LOCATION":
        named = {name: values.get(prefix + name) for name in ("latitude", "longitude", "name", "address")}
        return [_of_kind("location", {name: value for name, value in named.items() if value})]
    return _texts(definition, header.words, values, prefix)


def _offer(values: dict[str, str]) -> Json | None:
    if "offer.ends_at" not in values:
        return None
    milliseconds = int(moment_of(values["offer.ends_at"]).timestamp() * 1000)
    offer = _of_kind("limited_time_offer", {"expiration_time_ms": milliseconds})
    return {"type": "limited_time_offer", "parameters": [offer]}


def _carousel(definition: Definition, values: dict[str, str]) -> Json | None:
    """Every card is named, with or without parameters: Meta counts them."""
    if not definition.cards:
        return None
    cards = []
    for index, card in enumerate(definition.cards):
        prefix = card_key(index)
        parts = [*_parts(definition, card.header, card.body, values, prefix)]
        parts += [part for button in card.buttons if (part := _button(button, values, prefix))]
        cards.append({"card_index": index, "components": parts})
    return {"type": "carousel", "cards": cards}


def _button(button: Button, values: dict[str, str], prefix: str = "") -> Json | None:
    value = values.get(f"{prefix}button.{button.index}")
    if button.type == "FLOW":
        return _of_button(button, "flow", _of_kind("action", {"flow_token": value or UNUSED_TOKEN}))
    if value is None:
        return None
    if button.type == "COPY_CODE":
        return _of_button(button, "copy_code", _of_kind("coupon_code", value))
    if button.type == "QUICK_REPLY":
        return _of_button(button, "quick_reply", _of_kind("payload", value))
    return _of_button(button, "url", _of_kind("text", value))


def _of_button(button: Button, sub_type: str, parameter: Json) -> Json:
    return {"type": "button", "sub_type": sub_type, "index": str(button.index), "parameters": [parameter]}


def _of_kind(kind: str, value: Any) -> Json:
    return {"type": kind, kind: value}
