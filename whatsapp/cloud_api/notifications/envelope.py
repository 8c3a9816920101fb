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

# A character beyond the first 65 536, as two escapes.
_PAIR = re.compile(r"\\u[dD][89abAB]..\\u[dD][c-fC-F]..")


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
    """Whether it surely has nothing that no database stores: no NUL, and no half of a surrogate pair alone.

    Meta escapes everything beyond ASCII: most bodies are settled by a few quick looks.
    """
    if not text.isascii() or "\\u0000" in text:
        return False
    if "\\ud" not in text and "\\uD" not in text:
        return True
    if "\\\\" in text:  # an escaped backslash, which may stand before a mere u
        return False
    alone = _PAIR.sub("", text)
    return "\\ud" not in alone and "\\uD" not in alone
