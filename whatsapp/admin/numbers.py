from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from whatsapp.models import BusinessNumber
from whatsapp.outbound.receipts import show_customers

from .pages import Audited, signed_in


@admin.register(BusinessNumber)
class BusinessNumberAdmin(Audited):
    """Managers see them, and choose whether customers see that we read; admins may correct what Meta told us.
    Conversations hang on them: no deleting.
    """

    list_display = (
        "__str__",
        "verified_name",
        "sends_read_receipts",
        "phone_number_id",
        "waba_id",
        "created_at",
    )
    search_fields = ("display_phone_number", "verified_name", "phone_number_id")
    readonly_fields = ("created_at",)
    actions = ("show_reading", "hide_reading")

    def has_choose_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    @admin.action(description=_("Show customers blue ticks and typing"), permissions=["choose"])
    def show_reading(self, request: HttpRequest, queryset: QuerySet[BusinessNumber]) -> None:
        for number in queryset:
            show_customers(number, True, by=signed_in(request))

    @admin.action(description=_("Hide blue ticks and typing from customers"), permissions=["choose"])
    def hide_reading(self, request: HttpRequest, queryset: QuerySet[BusinessNumber]) -> None:
        for number in queryset:
            show_customers(number, False, by=signed_in(request))
