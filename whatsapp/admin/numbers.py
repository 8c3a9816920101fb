from django.contrib import admin

from whatsapp.models import BusinessNumber

from .pages import Audited


@admin.register(BusinessNumber)
class BusinessNumberAdmin(Audited):
    """Managers see them; admins may correct what Meta told us. Conversations hang on them: no deleting."""

    list_display = ("__str__", "verified_name", "phone_number_id", "waba_id", "created_at")
    search_fields = ("display_phone_number", "verified_name", "phone_number_id")
    readonly_fields = ("created_at",)
