"""The form of one template: a row for each thing to fill in, prefilled where that is certain."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from dataclasses import field as dataclass_field
from itertools import groupby
from typing import Any

from django.contrib.auth.models import User
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from whatsapp.message_templates.cost import Cost, cost_of
from whatsapp.message_templates.definition import Definition, definition_of
from whatsapp.message_templates.form import Field, card_key, fields_of
from whatsapp.message_templates.prefill import Known, suggestions
from whatsapp.message_templates.shown import Shown, show
from whatsapp.message_templates.wording import PARTS, why_not
from whatsapp.models import Conversation, MessageTemplate, name_of
from whatsapp.outbound.template_files import IN_HEADER, file_fields

from .template_files import FormFiles, KeptFile, read_files, sent_before

LONGEST_ID = 64


@dataclass(frozen=True)
class Row:
    """`kept` is the file that was chosen, `before` are those to choose from; both of a field for a file alone."""

    field: Field
    label: str
    value: str
    fault: str
    kept: KeptFile | None = None
    before: Sequence[KeptFile] = ()

    @property
    def id(self) -> str:
        return "template-" + self.field.key.replace(".", "-")

    @property
    def accept(self) -> str:
        """Of the browser's dialog: a first word, the server decides."""
        return {"IMAGE": "image/*", "VIDEO": "video/*"}.get(self.field.name, "")

    @property
    def input_type(self) -> str:
        return "datetime-local" if self.field.kind == "moment" else "text"


@dataclass(frozen=True)
class Group:
    """The rows of the template itself, or of one card of its carousel (`card` counts from 1)."""

    card: int | None
    rows: Sequence[Row]


@dataclass
class TemplateForm:
    """`given`: what was posted; None while nothing was."""

    template: MessageTemplate
    conversation: Conversation
    user: User
    given: Mapping[str, str] | None = None
    uploaded: Mapping[str, Any] = dataclass_field(default_factory=dict)
    faults: Mapping[str, str] | None = None

    @cached_property
    def definition(self) -> Definition:
        return definition_of(self.template)

    @cached_property
    def parameters(self) -> dict[str, str]:
        """By key, of what people are asked for; what was left empty is left out."""
        if self.given is None:
            return suggestions(self.definition, self._known)
        given = {field.key: self.given.get(field.key, "").strip() for field in self._asked}
        return {key: value for key, value in given.items() if value}

    @cached_property
    def files(self) -> FormFiles:
        return read_files(file_fields(self.definition), self.given or {}, self.uploaded, self.user)

    @property
    def groups(self) -> list[Group]:
        of_card = groupby(self._asked, key=lambda field: field.card)
        return [
            Group(None if card is None else card + 1, [self._row(field) for field in fields])
            for card, fields in of_card
        ]

    def _row(self, field: Field) -> Row:
        fault = (self.faults or {}).get(field.key, "")
        if field.kind != "media":
            return Row(field, label_of(field), self.parameters.get(field.key, ""), fault)
        kept = self.files.kept.get(field.key)
        others = [
            file for file in self._sent_before[field.name] if not kept or file.stored.pk != kept.stored.pk
        ]
        return Row(field, label_of(field), "", fault, kept, others)

    @cached_property
    def _sent_before(self) -> dict[str, list[KeptFile]]:
        """By format: the ten cards of a carousel have one list."""
        by_format = {field.name: field for field in file_fields(self.definition)}
        return {name: sent_before(f, self.conversation.number, self.user) for name, f in by_format.items()}

    @cached_property
    def cost(self) -> Cost | None:
        return cost_of(self.template, self.conversation)

    @property
    def why_not(self) -> str:
        """Why it can only be looked at; empty for what can be sent."""
        return why_not(self.definition.not_filled_here)

    @property
    def shown(self) -> Shown:
        shown = show(self.definition, self.parameters)
        looks = {key: file.look for key, file in self.files.kept.items()}
        cards = [
            replace(card, picture=looks.get(card_key(index) + IN_HEADER, ""))
            for index, card in enumerate(shown.cards)
        ]
        return replace(shown, picture=looks.get(IN_HEADER, ""), cards=tuple(cards))

    @cached_property
    def client_id(self) -> str:
        """The form's own name for the message: however often it is sent, it is one."""
        return (self.given or {}).get("client_id", "")[:LONGEST_ID] or uuid.uuid4().hex

    @property
    def _asked(self) -> list[Field]:
        return [field for field in fields_of(self.definition) if field.is_asked]

    @property
    def _known(self) -> Known:
        return Known(
            customer=self.conversation.customer_name,
            phone=self.conversation.customer_phone or "",
            agent=name_of(self.user),
        )


def label_of(field: Field) -> str:
    if field.kind == "text":
        name = field.name.replace("_", " ") if not field.name.isdecimal() else f"{{{{{field.name}}}}}"
        return _("In the heading: %(name)s") % {"name": name} if field.part == "header" else name
    if field.kind == "media":
        return str(PARTS[field.name])
    if field.kind == "place":
        return _("Name of the place") if field.name == "name" else _("Address")
    if field.kind in ("url", "code"):
        what = _("End of the link of “%(button)s”") if field.kind == "url" else _("Code of “%(button)s”")
        return what % {"button": field.name}
    return LABELS[field.kind]()


LABELS = {
    "moment": lambda: _("Until when the offer holds"),
    "filename": lambda: _("Name of the file"),
    "latitude": lambda: _("Latitude"),
    "longitude": lambda: _("Longitude"),
    "payload": lambda: _("Payload"),
    "token": lambda: _("Token of the form"),
}
