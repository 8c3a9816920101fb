"""What a script wants to send, when it is no plain text."""

from django.utils.translation import gettext as _

from whatsapp.outbound import contents
from whatsapp.outbound.compose import Content, InvalidMessage

from .shapes import SendIn


def content_of(asked: SendIn) -> Content | None:
    """None for a text. Raises InvalidMessage."""
    given = [
        kind for kind in (asked.location, asked.contact, asked.buttons, asked.choices) if kind is not None
    ]
    if len(given) > 1:
        raise InvalidMessage(_("One message can be one of location, contact, buttons and choices."))
    ends = {"header": asked.header, "footer": asked.footer}
    if place := asked.location:
        return contents.location(place.latitude, place.longitude, name=place.name, address=place.address)
    if person := asked.contact:
        return contents.contact(person.name, person.phones, company=person.company)
    if asked.buttons is not None:
        return contents.buttons(asked.text or "", asked.buttons, **ends)
    if asked.choices:
        rows = [(row.title, row.description) for row in asked.choices.rows]
        return contents.choices(asked.text or "", asked.choices.button, rows, **ends)
    return None
