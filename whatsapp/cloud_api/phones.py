"""Phone numbers: as people type them, as E.164, and the other spelling that some countries' mobiles have.

What an agent types becomes E.164 here (`e164`). What Meta said is stored as it came: Brazil, Argentina and Mexico
put a digit into mobile numbers that WhatsApp's own ids sometimes lack, and those `variants` are for looking up
only. No other country is touched.
"""

import re
import unicodedata

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumber, ValidationResult

_BR = re.compile(r"55(\d\d)(9?)([6-9]\d{7})")
_AR = re.compile(r"54(9?)(\d{10})")
_MX = re.compile(r"52(1?)(\d{10})")

_MOST_TYPED = 40
_SHAPE = re.compile(r" *(\+[\d ()\[\]./]+|[\d ()\[\]./]+\+?) *")
"""A plus stands before the digits; text that runs from right to left shows and copies it behind them."""


class NotAPhone(ValueError):
    """Nobody has this number."""


def e164(typed: str, region: str | None) -> str:
    """`+966551234567` of a number in any form: ٠٥٥…, 0551234567, 00966 55…, +966 (0)55-….

    `region` (SA, EG …) is whose national numbers are meant when there is no country code; None takes only numbers
    that have one. Raises NotAPhone for what is no number, or nobody's number.
    """
    digits, is_international = _read(typed)
    number = _international(digits) if is_international else _national(digits, region)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def region_of(phone: str) -> str | None:
    """The region of a full number as Meta writes our own: `966112345678`, `+1 555-078-3881`. None: no number."""
    try:
        number = phonenumbers.parse("+" + "".join(filter(str.isdecimal, phone)))
    except NumberParseException:
        return None
    # Meta's test numbers (+1 555 …) are nobody's: their country code still says where they are.
    found = phonenumbers.region_code_for_number(number)
    return found or phonenumbers.region_code_for_country_code(number.country_code or 0)


def variants(phone: str) -> tuple[str, ...]:
    """The number as given first, then its other spelling if its country has one."""
    if match := _BR.fullmatch(phone):
        area, nine, line = match.groups()
        return phone, f"55{area}{'' if nine else '9'}{line}"
    if match := _AR.fullmatch(phone):
        nine, line = match.groups()
        return phone, f"54{'' if nine else '9'}{line}"
    if match := _MX.fullmatch(phone):
        one, line = match.groups()
        return phone, f"52{'' if one else '1'}{line}"
    return (phone,)


def _read(typed: str) -> tuple[str, bool]:
    """Western digits, and whether they begin with a country code. Letters and odd signs are no number."""
    text = "".join(map(_plain, unicodedata.normalize("NFKC", typed[: _MOST_TYPED + 1])))
    if len(typed) > _MOST_TYPED or not _SHAPE.fullmatch(text):
        raise NotAPhone
    digits = "".join(filter(str.isdecimal, text))
    has_code = "+" in text or digits.startswith("00")
    return (digits.removeprefix("00") if has_code else digits), has_code


def _plain(character: str) -> str:
    """Any decimal digit in its western form; spaces and dashes of every width; no invisible marks."""
    if character.isdecimal():
        return str(int(character))
    kind = unicodedata.category(character)
    if kind == "Cf":  # U+200E and its kind, around a number in Arabic text
        return ""
    return " " if kind in {"Zs", "Cc", "Pd"} else character


def _international(digits: str) -> PhoneNumber:
    """Length and country code decide: a range that a country opened last week is no agent's mistake."""
    for spelling in variants(digits):
        number = _parsed(f"+{spelling}", None)
        if phonenumbers.is_possible_number_with_reason(number) == ValidationResult.IS_POSSIBLE:
            return _parsed(f"+{digits}", None)
    raise NotAPhone


def _national(digits: str, region: str | None) -> PhoneNumber:
    """Of our own country if such a number exists there, else one whose country code lacks its plus."""
    for text, where in ((digits, region), (f"+{digits}", None)):
        try:
            number = _parsed(text, where)
        except NotAPhone:
            continue
        if phonenumbers.is_valid_number(number):
            return number
    if any(phonenumbers.is_valid_number(_parsed(f"+{other}", None)) for other in variants(digits)[1:]):
        return _parsed(f"+{digits}", None)
    raise NotAPhone


def _parsed(text: str, region: str | None) -> PhoneNumber:
    try:
        return phonenumbers.parse(text, region)
    except NumberParseException:
        raise NotAPhone from None
