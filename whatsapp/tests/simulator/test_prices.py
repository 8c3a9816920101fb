"""By which rules a message is billed: those told of October 2026, and those on Meta's own page."""

import pytest

from whatsapp.simulator import prices

UTILITY = {"name": "call_us", "language": {"code": "ar"}} | {
    "components": [{"type": "body", "parameters": [{"type": "text", "text": "7"}]}]
}


@pytest.fixture
def price(meta, graph, business, clock):
    """Of what is sent: whether it is billed, and as what."""

    def of(to, **body: object) -> tuple[bool, str, str]:
        assert graph.send(to, **body).status_code == 200
        clock.pass_by(5)
        meta.due()
        told = business.statuses[-1]["pricing"]
        return told["billable"], told["type"], told["category"]

    return of


def test_since_october_2026_utility_templates_are_billed_in_an_open_window_too(price, sara) -> None:
    assert price(sara, type="template", template=UTILITY) == (True, "regular", "utility")


def test_by_the_older_rules_they_are_free_there_and_billed_outside(price, meta, sara) -> None:
    meta.bills_service = False
    assert price(sara, type="template", template=UTILITY) == (False, "free_customer_service", "utility")
    assert price("+201001234567", type="template", template=UTILITY) == (True, "regular", "utility")


def test_of_the_other_messages_the_first_of_a_month_are_free(price, meta, sara, monkeypatch, clock) -> None:
    monkeypatch.setattr(prices, "FREE_IN_A_MONTH", 1)
    text = {"type": "text", "text": {"body": "أهلاً"}}
    assert price(sara, **text) == (False, "free_customer_service", "service")
    assert price(sara, **text) == (True, "regular", "service")
    clock.pass_by(31 * 24 * 3600)
    meta.customer_writes(sara, "مرحبا")
    assert price(sara, **text) == (False, "free_customer_service", "service")
    meta.bills_service = False
    assert price(sara, **text) == (False, "free_customer_service", "service")
