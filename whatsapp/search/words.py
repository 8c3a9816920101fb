"""One spelling for what people write in many: what is searched and what is found both go through here."""

import re
import unicodedata

VERSION = 1
"""Raise it with every change of a rule: what is stored in the old spelling has to be written anew."""

# Vowel signs and other marks above and below the letters, and the stroke that only makes a word longer.
LEFT_OUT = re.compile("[\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed\u0640]")
ALIKE = str.maketrans(
    {
        **dict.fromkeys("أإآٱ", "ا"),
        **dict.fromkeys("ىیئ", "ي"),
        "ؤ": "و",
        "ة": "ه",
        "ک": "ك",
        **{digit: str(n) for n, digit in enumerate("٠١٢٣٤٥٦٧٨٩")},
        **{digit: str(n) for n, digit in enumerate("۰۱۲۳۴۵۶۷۸۹")},
    }
)
WORD = re.compile(r"[^\W_]+")  # names of files are parted by _


def normal(text: str) -> str:
    """The text in its one spelling. Not for showing: «أُريدُ مَوْعِدًا» becomes «اريد موعدا»."""
    # Composed twice: what stood on both sides of a sign that was left out may belong together.
    bare = LEFT_OUT.sub("", unicodedata.normalize("NFKC", text))
    return unicodedata.normalize("NFKC", bare).translate(ALIKE).casefold()


def words_of(text: str) -> list[str]:
    """In their one spelling, in their order."""
    return WORD.findall(normal(text))
