"""Who wrote a message, in words."""

from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from whatsapp.models import Message, name_of


def who_wrote(message: Message, reader: User) -> str:
    """As it is read out before the message."""
    if not message.is_outgoing:
        return _("The customer wrote:")
    if message.origin == Message.Origin.PHONE_APP:
        return _("Written on the phone:")
    if message.origin == Message.Origin.HISTORY:
        return _("Written before this inbox:")
    by = message.sent_by
    return _("%(name)s wrote:") % {"name": name_of(by)} if by and by != reader else _("You wrote:")
