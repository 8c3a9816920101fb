"""What the customer saw of a template: kept in the row as it was sent, whatever became of the template since."""

from whatsapp.cloud_api.notifications.fields import an_object
from whatsapp.message_templates.shown import Shown, from_json
from whatsapp.models import Message


def read_filled(message: Message) -> Shown:
    """The phone app's and imported ones have their words alone."""
    return from_json(an_object(message.payload).get("shown")) or Shown(body=message.content)
