"""The client for one of our numbers, or for the account."""

from django.conf import settings

from whatsapp.cloud_api.client import Client
from whatsapp.models import BusinessNumber


def client_of(number: BusinessNumber | None) -> Client:
    """None: for what no number is asked about, as templates."""
    return Client(
        graph_url=settings.WHATSAPP_GRAPH_URL,
        version=settings.WHATSAPP_API_VERSION,
        phone_number_id=number.phone_number_id if number else "",
        access_token=settings.WHATSAPP_ACCESS_TOKEN,
    )
