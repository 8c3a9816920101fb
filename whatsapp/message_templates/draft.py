"""A template being written: what stands in the back office's form, and the JSON that Meta gets."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from whatsapp.models import MessageTemplate

from .definition import MEDIA, VARIABLE, Definition, Json, Variable, definition_of

WRITTEN_HERE = frozenset({"QUICK_REPLY", "URL", "PHONE_NUMBER", "COPY_CODE"})
"""Kinds of buttons that the form knows."""


@dataclass(frozen=True)
class DraftButton:
    """`value`: a link, a phone number or an example of a code; `example`: of a link with a variable."""

    type: str
    text: str = ""
    value: str = ""
    example: str = ""


@dataclass(frozen=True)
class Draft:
    """`examples`: in the order in which the variables of the text first stand."""

    name: str = ""
    language: str = ""
    category: str = ""
    header_format: str = ""
    header_text: str = ""
    header_example: str = ""
    header_handle: str = ""
    body: str = ""
    examples: Sequence[str] = ()
    footer: str = ""
    buttons: Sequence[DraftButton] = field(default=())

    @property
    def is_named(self) -> bool:
        return any(not name.isdecimal() for name in VARIABLE.findall(self.header_text + self.body))

    def as_json(self) -> Json:
        return {
            "name": self.name,
            "language": self.language,
            "category": self.category,
            "parameter_format": "NAMED" if self.is_named else "POSITIONAL",
            "components": self.components,
        }

    @property
    def components(self) -> list[Json]:
        parts = [self._header(), self._text("BODY", self.body, list(self.examples))]
        if self.footer:
            parts.append({"type": "FOOTER", "text": self.footer})
        if self.buttons:
            parts.append({"type": "BUTTONS", "buttons": [_button(button) for button in self.buttons]})
        return [part for part in parts if part]

    def _header(self) -> Json | None:
        if not self.header_format:
            return None
        if self.header_format == "TEXT":
            return self._text("HEADER", self.header_text, [self.header_example]) | {"format": "TEXT"}
        part: Json = {"type": "HEADER", "format": self.header_format}
        if self.header_format in MEDIA and self.header_handle:
            part["example"] = {"header_handle": [self.header_handle]}
        return part

    def _text(self, kind: str, text: str, examples: list[str]) -> Json:
        part: Json = {"type": kind, "text": text}
        names = list(dict.fromkeys(VARIABLE.findall(text)))
        given = dict(zip(names, examples, strict=False))
        if not any(given.values()):
            return part
        key = f"{kind.lower()}_text"
        if self.is_named:
            named = [{"param_name": name, "example": given.get(name, "")} for name in names]
            return part | {"example": {f"{key}_named_params": named}}
        values = [given.get(name, "") for name in names]
        return part | {"example": {key: [values] if kind == "BODY" else values}}


def _button(button: DraftButton) -> Json:
    told: Json = {"type": button.type, "text": button.text}
    if button.type == "URL":
        told["url"] = button.value
        if button.example:
            told["example"] = [button.example]
    elif button.type == "PHONE_NUMBER":
        told["phone_number"] = button.value
    elif button.type == "COPY_CODE":
        told = {"type": button.type, "example": button.value}
    return told


def draft_of(template: MessageTemplate) -> Draft:
    """To change what is there. The sample of a header's file has to be chosen again: Meta gives none back."""
    definition = definition_of(template)
    header = definition.header
    return Draft(
        name=template.name,
        language=template.language,
        category=template.category,
        header_format=header.format if header else "",
        header_text=header.words.text if header else "",
        header_example=_examples(header.words.variables)[0] if header and header.words.variables else "",
        body=definition.body.text,
        examples=_examples(definition.body.variables),
        footer=definition.footer,
        buttons=[
            DraftButton(b.type, b.text, b.url or b.phone or b.example, b.example if b.url else "")
            for b in definition.buttons
        ],
    )


def _examples(variables: Sequence[Variable]) -> list[str]:
    return [variable.example for variable in variables]


def can_be_written_here(definition: Definition) -> bool:
    """False where the form would lose something: whatever it does not know would be gone after a change."""
    known = all(button.type in WRITTEN_HERE for button in definition.buttons)
    special = definition.others or definition.offer or definition.cards
    return known and not special and not definition.is_code
