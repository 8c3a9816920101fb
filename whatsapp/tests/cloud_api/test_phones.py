import pytest

from whatsapp.cloud_api.phones import NotAPhone, e164, region_of, variants

TYPED = """
    SA | 0551234567 | +966551234567
    SA | ٠٥٥١٢٣٤٥٦٧ | +966551234567
    SA | ۰۵۵۱۲۳۴۵۶۷ | +966551234567
    SA | ०५५१२३४५६७ | +966551234567
    SA | ０５５１２３４５６７ | +966551234567
    SA | 551234567 | +966551234567
    SA | 055-123-4567 | +966551234567
    SA | 055–123–4567 | +966551234567
    SA | 055.123.4567 | +966551234567
    SA | 055\u00a0123\u202f4567 | +966551234567
    SA | 0551234567\n | +966551234567
    SA | +966 (0)55-123-4567 | +966551234567
    SA | +9660551234567 | +966551234567
    SA | +00966551234567 | +966551234567
    SA | 011 234 5678 | +966112345678
    EG | 966551234567 | +966551234567
    EG | ٠٠٩٦٦٥٥١٢٣٤٥٦٧ | +966551234567
    EG | \u200e+966 55 123 4567\u200f | +966551234567
    EG | \u202b+966551234567\u202c | +966551234567
    ?? | \u2066966551234567+\u2069 | +966551234567
    ?? | ＋９６６５５１２３４５６７ | +966551234567
    EG | 01001234567 | +201001234567
    SA | +20 100 123 4567 | +201001234567
    SA | 0020 10 01234567 | +201001234567
    AE | 050 123 4567 | +971501234567
    SA | 971501234567 | +971501234567
    KW | 50012345 | +96550012345
    QA | 3312 3456 | +97433123456
    BH | 36001234 | +97336001234
    OM | 92123456 | +96892123456
    JO | 0790123456 | +962790123456
    SA | +962 7 9012 3456 | +962790123456
    LB | 71 123 456 | +96171123456
    LB | 03/123456 | +9613123456
    SA | +961 (0)3 123456 | +9613123456
    MA | 0650-123456 | +212650123456
    DZ | 0551 23 45 67 | +213551234567
    TN | 20 123 456 | +21620123456
    IQ | 0791 234 5678 | +9647912345678
    SY | 0944 567 890 | +963944567890
    YE | 0712 345 678 | +967712345678
    SD | 0911 231 234 | +249911231234
    LY | 091-2345678 | +218912345678
    PS | 0599 123 456 | +970599123456
    TR | 0501 234 56 78 | +905012345678
    BR | (11) 96123-4567 | +5511961234567
    BR | 011 96123-4567 | +5511961234567
    SA | 551161234567 | +551161234567
    SA | +55 11 8765-4321 | +551187654321
    AR | 011 15-2345-6789 | +5491123456789
    SA | +54 9 11 2345 6789 | +5491123456789
    MX | 222 123 4567 | +522221234567
    SA | +52 1 222 123 4567 | +5212221234567
    US | (201) 555-0123 | +12015550123
    US | 011 966 55 123 4567 | +966551234567
    US | 00966551234567 | +966551234567
    SA | +1 555-078-3881 | +15550783881
"""


def rows(table: str) -> list[list[str]]:
    lines = table.strip("\n ").split("\n    ")
    return [[part.strip(" ") for part in line.split("|")] for line in lines]


def test_a_number_in_any_form_becomes_e164() -> None:
    read = [
        (region, typed, e164(typed, None if region == "??" else region)) for region, typed, _ in rows(TYPED)
    ]
    assert read == [(region, typed, number) for region, typed, number in rows(TYPED)]
    assert len(read) > 50


@pytest.mark.parametrize(
    ("typed", "region"),
    [
        *((typed, "SA") for typed in ("", "+", "12", "Amal", "055123", "+96655123", "9665512345", "0" * 41)),
        *((typed, "SA") for typed in ("0551234567 ext 3", "055+1234567", "055,1234567", "++966551234567")),
        ("0551234567 0551234568", "SA"),  # two numbers
        ("+999 123456789", "SA"),  # nobody's country
        ("0551234567", None),  # whose?
        ("05512345", "QA"),
        ("1-800-FLOWERS", "US"),
    ],
)
def test_what_is_no_number_is_refused(typed: str, region: str | None) -> None:
    with pytest.raises(NotAPhone):
        e164(typed, region)


def test_the_region_is_that_of_our_own_number_however_meta_writes_it() -> None:
    ours = ("966112345678", "+966 11 234 5678", "+1 555-078-3881", "15550783881", "", "20")
    assert [region_of(phone) for phone in ours] == ["SA", "SA", "US", "US", None, None]


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
