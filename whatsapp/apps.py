from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.utils.translation import gettext_lazy as _

from . import checks  # noqa: F401 (registers them)


class WhatsAppConfig(AppConfig):
    name = "whatsapp"
    verbose_name = _("WhatsApp")


class BackOfficeConfig(AdminConfig):
    """Django's admin, with our own rule of who may enter."""

    default_site = "whatsapp.admin.site.BackOffice"
