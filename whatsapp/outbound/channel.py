"""The number that we send from."""

from django.conf import settings

from whatsapp.models import BusinessNumber


def ensure_configured_number() -> BusinessNumber | None:
    """The number of the settings as a row, so that its messages are ours."""
    if not settings.WHATSAPP_PHONE_NUMBER_ID:
        return None
    number, made = BusinessNumber.objects.get_or_create(
        phone_number_id=settings.WHATSAPP_PHONE_NUMBER_ID,
        defaults={"waba_id": settings.WHATSAPP_BUSINESS_ACCOUNT_ID},
    )
    if not made and number.waba_id != settings.WHATSAPP_BUSINESS_ACCOUNT_ID:
        number.waba_id = settings.WHATSAPP_BUSINESS_ACCOUNT_ID
        number.save(update_fields=["waba_id"])
    return number
