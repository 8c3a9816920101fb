"""Digits of a phone number, and the other ways in which the same number is written.

Brazil, Argentina and Mexico put a digit into mobile numbers that WhatsApp's own ids sometimes lack. Variants
are for looking up only; what is stored is what Meta said. No other country is touched.
"""

import re

_BR = re.compile(r"55(\d\d)(9?)([6-9]\d{7})")
_AR = re.compile(r"54(9?)(\d{10})")
_MX = re.compile(r"52(1?)(\d{10})")


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
