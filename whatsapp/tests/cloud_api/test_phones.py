import pytest

from whatsapp.cloud_api.phones import variants


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("5511987654321", "551187654321"),  # Brazil: a mobile with its ninth digit, and without
        ("5491123456789", "541123456789"),  # Argentina
        ("5215512345678", "525512345678"),  # Mexico
    ],
)
def test_two_spellings_of_a_mobile_number_find_each_other(one: str, other: str) -> None:
    assert variants(one) == (one, other)
    assert variants(other) == (other, one)


@pytest.mark.parametrize(
    "phone",
    [
        "551134567890",  # a landline in Brazil: a nine before it is another person's mobile
        "966551234567",
        "201001234567",
        "971501234567",
        "15551230000",
        "5511",
        "54",
        "",
        "SA.1001",
    ],
)
def test_no_other_number_is_touched(phone: str) -> None:
    assert variants(phone) == (phone,)
