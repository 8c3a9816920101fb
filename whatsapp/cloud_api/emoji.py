"""What is one emoji, as keyboards make them."""

import re

_PICTURE = "[\u00a9\u00ae\u203c\u2049\u2122\u2139\u2194-\u3299\U0001f000-\U0001f1e5\U0001f200-\U0001faff]"
_DRESSED = f"{_PICTURE}[\ufe0f\U0001f3fb-\U0001f3ff]*[\U000e0020-\U000e007f]*"  # skin, or a region's flag
_FLAG = "[\U0001f1e6-\U0001f1ff]{2}"
_KEY = "[0-9#*]\ufe0f?\u20e3"
_EMOJI = re.compile(f"{_FLAG}|{_KEY}|{_DRESSED}(?:\u200d{_DRESSED})*")

MAX_EMOJI = 64
"""Characters; the longest families have eleven."""


def is_emoji(text: str) -> bool:
    return len(text) <= MAX_EMOJI and bool(_EMOJI.fullmatch(text))
