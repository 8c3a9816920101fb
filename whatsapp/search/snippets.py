"""A text around its first hit, in pieces, so that whoever draws it marks the hits and escapes all of it."""

import re
from dataclasses import dataclass

from .tokens import Asked

BEFORE, LENGTH = 30, 140
"""Characters before the first hit, and in all."""

WRITTEN = re.compile(
    "(?:[^\\W_]|[\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed])+"
)
"""A word as it was written: with its vowel signs, which the one spelling leaves out."""


@dataclass(frozen=True)
class Piece:
    text: str
    is_hit: bool = False


def snippet(text: str, asked: Asked) -> list[Piece]:
    """In one line."""
    line = " ".join(text.split())
    hits = [match.span() for match in WRITTEN.finditer(line) if asked.marks(match.group())]
    start = _begin(line, hits[0][0]) if hits else 0
    end = start + LENGTH
    pieces = [Piece("…")] if start else []
    at = start
    for first, last in hits:
        if last > end:
            break
        pieces += [Piece(line[at:first]), Piece(line[first:last], is_hit=True)]
        at = last
    pieces += [Piece(line[at:end]), Piece("…" if end < len(line) else "")]
    return [piece for piece in pieces if piece.text]


def words_hit(text: str, asked: Asked) -> list[str]:
    """Each word that was found, as it is written there."""
    return list(dict.fromkeys(word for word in WRITTEN.findall(text) if asked.marks(word)))


def _begin(line: str, hit: int) -> int:
    """The beginning of a word, a little before the hit."""
    if hit <= BEFORE:
        return 0
    word = line.rfind(" ", 0, hit - BEFORE) + 1
    return word if word or hit <= 2 * BEFORE else hit - BEFORE
