"""From bytes to the entries of an envelope, without anything that no database stores."""

import json
import math
import re
from typing import Any

from whatsapp.cloud_api.text import storable


class Unreadable(ValueError):
    """The body is not a JSON object with entries. Its text says why."""


def _finite(number: str) -> float | None:
    value = float(number)
    return value if math.isfinite(value) else None


# NaN and Infinity (which 1e999 becomes) are no JSON, though Python reads them; no database takes them later.
_DECODER = json.JSONDecoder(parse_constant=lambda _name: None, parse_float=_finite)

# What no database stores: a NUL, or half of a surrogate pair without its other half.
_UNSTORABLE = re.compile(
    r"\\u0000|[\ud800-\udfff]"
    r"|\\u[dD][89abAB]..(?!\\u[dD][c-fC-F])"
    r"|(?<!\\u[dD][89abAB]..)\\u[dD][c-fC-F]"
)


def entries_of(body: bytes) -> list[Any]:
    try:
        text = body.decode("utf-8", "surrogatepass")
        envelope = _DECODER.decode(text)
        if not _is_storable(text):
            envelope = storable(envelope)
    except RecursionError:
        raise Unreadable("nested too deeply") from None
    except ValueError as error:
        raise Unreadable(f"not JSON: {type(error).__name__}") from None
    if not isinstance(envelope, dict):
        raise Unreadable("not a JSON object")
    entries = envelope.get("entry")
    if not isinstance(entries, list):
        raise Unreadable("no list of entries")
    return entries


def _is_storable(text: str) -> bool:
    # Meta escapes everything beyond ASCII: most bodies are settled by these three quick looks.
    if text.isascii() and "\\u0000" not in text and "\\ud" not in text and "\\uD" not in text:
        return True
    return _UNSTORABLE.search(text) is None
