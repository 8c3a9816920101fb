"""What a template costs, from Meta's published list to the words beside it."""

import io
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone, translation

from whatsapp.message_templates.cost import cost_of
from whatsapp.message_templates.price_list import BadPriceList, put_in_place, read_price_list
from whatsapp.models import Conversation, Message, Price

from .rows import stored

HEAD = (
    "Rates per message in $US,,,,,,\n"
    'Market,Currency,Marketing,Utility,Authentication,"Authentication-\nInternational",Service\n'
)
BODY = (
    "Saudi Arabia,$US,0.0455,0.0107,0.0107,0.0598,n/a\n"
    "Egypt,$US,$0.0644,0.0036,0.0036,0.0650,n/a\n"
    "Rest of Middle East,$US,0.0341,0.0091,0.0091,n/a,n/a\n"
    "Rest of Central & Eastern Europe,$US,0.0860,0.0212,0.0212,n/a,n/a\n"
    "Other,$US,0.0604,0.0077,0.0077,n/a,n/a\n"
)


def lines(text: str) -> list[str]:
    return text.splitlines(keepends=True)


def test_metas_own_form_is_read_with_its_notes_its_sign_and_its_broken_name() -> None:
    rows = {row.market: row for row in read_price_list(lines(HEAD + BODY))}
    assert list(rows) == ["SA", "EG", "Rest of Middle East", "Rest of Central & Eastern Europe", "Other"]
    saudi = rows["SA"]
    assert (saudi.currency, saudi.marketing, saudi.authentication_international, saudi.service) == (
        *("USD", Decimal("0.0455"), Decimal("0.0598"), None),
    )
    assert rows["EG"].of("MARKETING") == Decimal("0.0644")
    assert rows["EG"].of("SOMETHING_NEW") is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "No line names the columns"),
        (HEAD, "There is no line with prices in it."),
        (HEAD + BODY + "Atlantis,$US,1,1,1,1,1\n", "line 9: There is no market “Atlantis”"),
        (HEAD + BODY + "Egypt,$US,1,1,1,1,1\n", "line 9: Egypt stands there twice"),
        (HEAD + BODY + "Kuwait,EUR,1,1,1,1,1\n", "line 9: There is no market “Kuwait”"),
        (HEAD + BODY + "KW,EUR,1,1,1,1,1\n", "line 9: A list has one currency"),
        (HEAD + BODY + "KW,$US,cheap,1,1,1,1\n", "line 9: “cheap” is no price (marketing)"),
        (HEAD + BODY + "KW,$US,-1,1,1,1,1\n", "“-1” is no price"),
        (HEAD + BODY + "KW,$US,NaN,1,1,1,1\n", "“NaN” is no price"),
        (HEAD + "KW,riyals,1,1,1,1,1\n", "“riyals” is no currency"),
    ],
)
def test_each_line_that_is_wrong_is_named(text: str, said: str) -> None:
    with translation.override("en"), pytest.raises(BadPriceList) as wrong:
        read_price_list(lines(text))
    assert said in str(wrong.value)


@pytest.fixture
def costs(number, conversation):
    """What a template costs a customer with this phone, or this BSUID."""
    put_in_place(read_price_list(lines(HEAD + BODY)))

    def costs(name: str = "welcome_back", *, phone: str | None = None, bsuid: str | None = None):
        conversation.contact.phone = conversation.contact.wa_id = phone
        conversation.contact.bsuid = bsuid
        return cost_of(stored(number, name), conversation)

    return costs


@pytest.mark.parametrize(
    ("who", "country", "price"),
    [
        ({"phone": "966551234567"}, "SA", "0.0455 USD"),
        ({"phone": "96550012345"}, "KW", "0.0341 USD"),
        ({"phone": "97450012345"}, "QA", "0.0341 USD"),
        ({"phone": "380501234567"}, "UA", "0.086 USD"),
        ({"phone": "819012345678"}, "JP", "0.0604 USD"),
        ({"phone": "966551234567", "bsuid": "EG.77"}, "SA", "0.0455 USD"),
        ({"bsuid": "EG.1349"}, "EG", "0.0644 USD"),
        ({"bsuid": "EG.ENT.1349"}, "EG", "0.0644 USD"),
        ({}, "", ""),
    ],
)
def test_the_market_follows_from_the_phone_else_from_the_bsuid(costs, who, country, price) -> None:
    cost = costs(**who)
    assert (cost.country, cost.price, cost.is_free_in_window, cost.free_until) == (
        country,
        price,
        False,
        None,
    )


def test_a_utility_template_is_free_in_an_open_window_until_service_messages_have_a_price(
    costs, conversation
) -> None:
    saudi = {"phone": "966551234567"}
    conversation.last_inbound_at = None
    assert costs("order_confirmation", **saudi).price == "0.0107 USD"
    conversation.last_inbound_at = timezone.now() - timedelta(hours=23)
    assert costs("order_confirmation", **saudi).is_free_in_window
    assert costs("welcome_back", **saudi).price == "0.0455 USD"
    Price.objects.filter(market="SA").update(service=Decimal("0.0107"))
    assert costs("order_confirmation", **saudi).price == "0.0107 USD"
    conversation.last_inbound_at = timezone.now() - timedelta(hours=25)
    assert costs("order_confirmation", **saudi).price == "0.0107 USD"


def test_everything_is_free_for_72_hours_to_who_came_through_an_ad(costs, conversation) -> None:
    at = timezone.now() - timedelta(hours=30)
    Message.objects.create(
        conversation=conversation,
        number=conversation.number,
        direction="outgoing",
        status="delivered",
        whatsapp_message_id="wamid.1",
        price_type="free_entry_point",
        created_at=at,
    )
    assert costs("welcome_back", phone="966551234567").free_until == at + timedelta(hours=72)


def test_without_a_list_nothing_is_said(number, conversation) -> None:
    assert cost_of(stored(number, "welcome_back"), conversation) is None


def said(path: Path, **options: object) -> str:
    out = io.StringIO()
    with translation.override("en"):
        call_command("load_prices", str(path), stdout=out, **options)
    return out.getvalue().strip()


def test_the_command_says_in_one_line_what_it_did_and_puts_a_new_list_in_the_place_of_the_old(
    db, tmp_path: Path
) -> None:
    file = tmp_path / "rates.csv"
    file.write_text(HEAD + BODY, encoding="utf-8-sig")
    assert said(file, dry_run=True) == "Would be loaded: 5 markets, in USD."
    assert not Price.objects.exists()
    assert said(file) == "Loaded: 5 markets, in USD."
    file.write_text("market/country,currency,marketing,utility,authentication\nKW,SAR,1,2,3\n")
    assert said(file) == "Loaded: 1 market, in SAR."
    assert list(Price.objects.values_list("market", "utility")) == [("KW", 2)]
    file.write_text("market,currency,marketing,utility,authentication\nKW,SAR,1,2,x\nXX1,SAR,1,2,3\n")
    with pytest.raises(CommandError, match=r"Nothing was loaded\.\nline 2: .*\nline 3: "):
        said(file)
    with pytest.raises(CommandError, match="can't be read"):
        said(tmp_path / "none.csv")
    file.write_bytes(b"\xff\xfe")
    with pytest.raises(CommandError, match="UTF-8"):
        said(file)
    assert Price.objects.count() == 1
    assert not Conversation.objects.exists()
