"""What a file is called towards the customer."""

import re

from .kinds import ENDINGS

LONGEST = 240
_INVISIBLE = re.compile(r"[\x00-\x1f\x7f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_SAME = {"jpeg": "jpg"}


def fitting_name(given: str, mime_type: str) -> str:
    """Without folders and without what turns the writing over, with the ending of what it is. Arabic stays.

    Texts keep whatever ending they have: a list of prices is `prices.csv`.
    """
    name = _INVISIBLE.sub("", re.split(r"[/\\]", given)[-1]).strip()
    ending, wanted = name.rpartition(".")[2].lower(), ENDINGS.get(mime_type, "")
    fits = not wanted or ("." in name and (mime_type == "text/plain" or _SAME.get(ending, ending) == wanted))
    stem, dot, last = name.rpartition(".") if fits and "." in name else (name, "." if wanted else "", wanted)
    return f"{stem[: LONGEST - len(last) - 1]}{dot}{last}" if name else ""
