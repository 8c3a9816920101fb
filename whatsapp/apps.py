from importlib import import_module
from pkgutil import iter_modules

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.utils.translation import gettext_lazy as _

from . import admin, checks  # noqa: F401 (the checks register themselves)


class WhatsAppConfig(AppConfig):
    name = "whatsapp"
    verbose_name = _("WhatsApp")


class BackOfficeConfig(AdminConfig):
    """Django's admin, with our own rule of who may enter."""

    default_site = "whatsapp.admin.site.BackOffice"

    def ready(self) -> None:
        """Its modules can't be imported by the package itself, which Django opens to find the site."""
        super().ready()
        for module in iter_modules(admin.__path__, f"{admin.__name__}."):
            import_module(module.name)
