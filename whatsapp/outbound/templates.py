"""Sends one of Meta's approved templates: what may go at any hour, and to whoever never wrote."""

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from whatsapp.message_templates.definition import Definition, Json, definition_of
from whatsapp.message_templates.fill import WrongParameters, checked, fill
from whatsapp.message_templates.shown import plain, show
from whatsapp.message_templates.wording import why_not
from whatsapp.models import Contact, Conversation, Message, MessageTemplate

from .compose import CannotSend, Content, find_sent, send
from .given import GivenFile
from .template_files import IN_HEADER, attach_all, held_here, misplaced

NO_FILES: Mapping[str, GivenFile] = {}


class NotToBeSent(CannotSend):
    """The template, or this customer, does not allow it."""

    code = "template_not_sendable"


class InvalidParameters(CannotSend):
    """`faults`: what is wrong, by key."""

    code = "invalid_parameters"

    def __init__(self, wrong: WrongParameters) -> None:
        super().__init__(str(wrong))
        self.faults = wrong.faults


def find_template(waba_id: str, name: str, language: str) -> MessageTemplate:
    """Raises NotToBeSent."""
    template = MessageTemplate.objects.filter(waba_id=waba_id, name=name, language=language).first()
    if template is None or template.gone_at is not None:
        raise NotToBeSent(
            _("There is no template %(name)s in the language %(language)s.")
            % {"name": name, "language": language}
        )
    return template


def content_of(
    template: MessageTemplate, parameters: Mapping[str, Any], files: Mapping[str, GivenFile] = NO_FILES
) -> Content:
    """`files` by the keys of the parameters that they stand for. Raises NotToBeSent, InvalidParameters."""
    definition = definition_of(template)
    _require_sendable(template, definition)
    parameters = {key: value for key, value in parameters.items() if key not in files}
    if IN_HEADER in files and files[IN_HEADER].plan.kind == "document":
        parameters = {"header.filename": files[IN_HEADER].name, **parameters}
    if faults := misplaced(definition, files):
        raise InvalidParameters(WrongParameters(faults))
    try:
        components, values = fill(definition, parameters, files), checked(definition, parameters, files)
    except WrongParameters as wrong:
        raise InvalidParameters(wrong) from None
    wire: Json = {"name": template.name, "language": {"code": template.language}}
    if components:
        wire["components"] = components
    shown = show(definition, values, files)
    return Content(
        "template",
        plain(shown.body) or template.name,
        wire,
        more={"shown": shown.as_json()},
        needs_window=False,
    )


def send_template(
    conversation: Conversation,
    template: MessageTemplate,
    parameters: Mapping[str, Any],
    *,
    by: AbstractBaseUser | None,
    files: Mapping[str, GivenFile] = NO_FILES,
    client_id: str | None = None,
) -> tuple[Message, bool]:
    """The pending message, and whether it is new: the same `client_id` again gives the same message.

    A file is given by its parameter, with its id at Meta, or in `files`, under the same key.
    Raises NotToBeSent, InvalidParameters; nothing is written then.
    """
    sent = find_sent(conversation, client_id)
    if sent:
        return sent, False
    files = {**held_here(conversation.number, definition_of(template), parameters), **files}
    content = content_of(template, parameters, files)
    require_willing(conversation.contact, template)
    with transaction.atomic():
        message, new = send(conversation, content, by=by, client_id=client_id)
        if new:
            attach_all(message, files)
    MessageTemplate.objects.filter(pk=template.pk).update(last_used_at=timezone.now())
    return message, new


def _require_sendable(template: MessageTemplate, definition: Definition) -> None:
    if not template.can_be_sent:
        raise NotToBeSent(
            _("WhatsApp sends only approved templates: %(name)s is %(status)s.")
            % {"name": template.name, "status": template.status or "?"}
        )
    if definition.not_filled_here:
        raise NotToBeSent(
            _("This template can't be sent from here. %(why)s") % {"why": why_not(definition.not_filled_here)}
        )


def require_willing(contact: Contact, template: MessageTemplate) -> None:
    """Meta would take both, and then fail them (131050, 131062). Raises NotToBeSent."""
    if template.category == "MARKETING" and contact.wants_marketing is False:
        raise NotToBeSent(_("This customer wants no marketing messages."))
    if template.category == "AUTHENTICATION" and not (contact.phone or contact.wa_id):
        raise NotToBeSent(_("A sign-in code needs a phone number, and this customer's is not known."))
