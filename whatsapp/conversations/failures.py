"""Why a message failed, and what to do about it, in the reader's language (Cloud API: error codes)."""

from django.utils.translation import gettext as _

from whatsapp.cloud_api.error_table import trouble_of


def title_of(code: int | str | None) -> str:
    """What happened, without a full stop. None: it never got as far as Meta."""
    return _(trouble_of(code).title) if code is not None else _("There was no connection to WhatsApp")


def advice_on(code: int | str | None) -> str:
    """What to do about it."""
    if code is not None:
        return _(trouble_of(code).action)
    return _("Check the connection of the server to the internet, then send it again.")
