"""What Meta charged is kept as its statuses tell it, by whichever rules: those of October 2026, or those before."""

from typing import Any

import pytest

from whatsapp.message_templates.cost import cost_of
from whatsapp.models import Message, MessageTemplate, Price
from whatsapp.outbound import outbox
from whatsapp.outbound.templates import send_template
from whatsapp.tests.message_templates.rows import stored

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("bills_service", "service", "shown", "kept"),
    [
        (True, "0.0107", "0.0107 USD", "regular"),
        (False, None, "", "free_customer_service"),
    ],
)
def test_a_utility_template_in_an_open_window(
    sara, meta, wire, clock, bills_service: bool, service: Any, shown: str, kept: str
) -> None:
    stored(sara.number, "call_us")
    template = MessageTemplate.objects.get()
    Price.objects.create(market="SA", currency="USD", marketing="0.0455", utility="0.0107", service=service)
    meta.bills_service = bills_service
    cost = cost_of(template, sara)
    assert cost is not None
    assert (cost.price, cost.is_free_in_window) == (shown, not bills_service)
    send_template(sara, template, {"1": "7"}, by=None)
    outbox.send_waiting()
    clock.pass_by(seconds=5)
    meta.due()
    message = Message.objects.get(message_type="template")
    assert (message.status, message.price_category, message.price_type) == ("delivered", "utility", kept)
