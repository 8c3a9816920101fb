from django.contrib.admin import AdminSite
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _


class BackOffice(AdminSite):
    site_header = _("Back office")
    site_title = _("Back office")
    index_title = _("Manage the team inbox")

    def has_permission(self, request: HttpRequest) -> bool:
        """Managers by their group; Django's own `is_staff` switch is not asked for."""
        return request.user.is_active and request.user.has_perm("whatsapp.open_back_office")
