"""The ids Meta makes: wamids, BSUIDs, media ids, trace ids. Random, so that a restart never repeats one."""

from __future__ import annotations

import base64
import re
import secrets
import string

# The beginning of a phone number tells the country that stands in front of a BSUID.
_COUNTRIES = {
    "966": "SA", "971": "AE", "965": "KW", "974": "QA", "973": "BH", "968": "OM", "962": "JO",
    "964": "IQ", "967": "YE", "212": "MA", "216": "TN", "213": "DZ", "20": "EG", "44": "GB", "49": "DE",
    "55": "BR", "52": "MX", "91": "IN", "1": "US",
}  # fmt: skip
_BSUID = re.compile(r"[A-Z]{2}\.(ENT\.)?[A-Za-z0-9]{1,128}")


def new_wamid(digits: str) -> str:
    """A message id as Meta's look: base64 of something that nobody should parse."""
    return "wamid." + base64.b64encode(b"\x1d\x05" + digits.encode() + secrets.token_bytes(16)).decode()


def new_bsuid(phone: str | None) -> str:
    """A business-scoped user id: country, a dot, letters and digits."""
    return f"{country_of(phone)}.{_digits(16)}"


def new_media_id() -> str:
    return _digits(16)


def new_trace_id() -> str:
    """What Meta's support asks for: `fbtrace_id`."""
    letters = string.ascii_letters + string.digits
    return "A" + "".join(secrets.choice(letters) for _ in range(22))


def is_bsuid(value: str) -> bool:
    return _BSUID.fullmatch(value) is not None


def country_of(phone: str | None) -> str:
    """The ISO country of a number in digits; Saudi Arabia when there is no number to tell."""
    for length in (3, 2, 1):
        if phone and (country := _COUNTRIES.get(phone[:length])):
            return country
    return "SA"


def _digits(count: int) -> str:
    return secrets.choice("123456789") + "".join(secrets.choice(string.digits) for _ in range(count - 1))
