"""The form of one template: a row for each thing to fill in, prefilled where that is certain."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from whatsapp.message_templates.definition import Definition, definition_of
from whatsapp.message_templates.form import Field, fields_of
from whatsapp.message_templates.prefill import Known, suggestions
from whatsapp.message_templates.shown import Shown, show
from whatsapp.models import Conversation, MessageTemplate

LONGEST_ID = 64


@dataclass(frozen=True)
class Row:
    field: Field
    label: str
    value: str
    fault: str

    @property
    def id(self) -> str:
        return "template-" + self.field.key.replace(".", "-")


@dataclass
class TemplateForm:
    """`given`: what was posted; None while nothing was."""

    template: MessageTemplate
    conversation: Conversation
    user: User
    given: Mapping[str, str] | None = None
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

    @property
    def rows(self) -> list[Row]:
        faults = self.faults or {}
        return [
            Row(field, label_of(field), self.parameters.get(field.key, ""), faults.get(field.key, ""))
            for field in self._asked
        ]

    @property
    def shown(self) -> Shown:
        return show(self.definition, self.parameters)

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
            agent=self.user.get_full_name() or self.user.get_username(),
        )


def label_of(field: Field) -> str:
    if field.kind == "text":
        name = field.name.replace("_", " ") if not field.name.isdecimal() else f"{{{{{field.name}}}}}"
        return _("In the heading: %(name)s") % {"name": name} if field.part == "header" else name
    if field.kind == "place":
        return _("Name of the place") if field.name == "name" else _("Address")
    if field.kind in ("url", "code"):
        what = _("End of the link of “%(button)s”") if field.kind == "url" else _("Code of “%(button)s”")
        return what % {"button": field.name}
    return LABELS[field.kind]()


LABELS = {
    "media": lambda: _("File in the heading (its ID at Meta)"),
    "filename": lambda: _("Name of the file"),
    "latitude": lambda: _("Latitude"),
    "longitude": lambda: _("Longitude"),
    "payload": lambda: _("Payload"),
    "token": lambda: _("Token of the form"),
}
