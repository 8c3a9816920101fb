"""The client for one of our numbers."""

from django.conf import settings

from whatsapp.cloud_api.client import Client
from whatsapp.models import BusinessNumber


def client_of(number: BusinessNumber) -> Client:
    return Client(
        graph_url=settings.WHATSAPP_GRAPH_URL,
        version=settings.WHATSAPP_API_VERSION,
        phone_number_id=number.phone_number_id,
        access_token=settings.WHATSAPP_ACCESS_TOKEN,
    )
