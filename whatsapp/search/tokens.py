"""What is written into the index for a text, and what is looked up there for what somebody typed.

Both go through here, and so does the question whether a text that was read is a hit. When content is encrypted at
rest one day, `sealed` makes a keyed hash of each token, and nothing else of the search changes
(docs/decisions.md, *The index holds tokens*).
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from .words import words_of

LONGEST = 40
"""Characters of a word by which it is found: the rest of a longer one (a link, an id) makes no difference."""

MOST_TERMS = 8
SHORTEST_PREFIX = 2
"""Of one letter, nearly every message has a word that begins with it."""

SHORTEST_NUMBER = 4
"""Digits at the end of a phone number by which it is found."""

CONVERSATION, IS_CONVERSATION = "~c", "~conversation"
"""No word has this sign: tokens that say whose message it is, and that it is no message."""

ARTICLES = ("وال", "فال", "بال", "كال", "لل", "ال")
NO_ARTICLE = "له"
"""What would be left of الله."""


@dataclass(frozen=True)
class Token:
    word: str
    is_prefix: bool = False

    def fits(self, words: Collection[str]) -> bool:
        if self.is_prefix:
            return any(word.startswith(self.word) for word in words)
        return self.word in words


@dataclass(frozen=True)
class Asked:
    """All of the terms have to be there, of each term one token."""

    terms: tuple[tuple[Token, ...], ...]

    def __bool__(self) -> bool:
        return bool(self.terms)

    def fits(self, words: Collection[str]) -> bool:
        return all(any(token.fits(words) for token in term) for term in self.terms)

    def marks(self, word: str) -> bool:
        """Whether this word is one of those that were looked for."""
        forms = _tokens_of_word(word)
        return any(token.fits(forms) for term in self.terms for token in term)


def tokens_of(text: str) -> set[str]:
    """The words of a text in their one spelling, and without their article."""
    return {form for word in words_of(text) for form in _forms(word)}


def digits_of(phones: Iterable[str]) -> Iterator[str]:
    """A phone number's ends: whatever part of it somebody knows, one of them begins so."""
    for phone in phones:
        for start in range(len(phone) - SHORTEST_NUMBER + 1):
            yield phone[start:]


def asked(typed: str) -> Asked:
    """The last word may be just begun; of a word with its article what stands behind that is looked for."""
    words = words_of(typed)[:MOST_TERMS]
    *whole, last = [_bare(word[:LONGEST]) for word in words] or [""]
    if not last:
        return Asked(())
    terms = [Token(word) for word in whole] + [Token(last, is_prefix=len(last) >= SHORTEST_PREFIX)]
    return Asked(tuple((term,) for term in dict.fromkeys(terms)))


def asked_of_people(typed: str, spellings: Iterable[str] = ()) -> Asked:
    """The same among names and numbers. `spellings`: of the whole number, where it is one, its digits."""
    digits = "".join(word for word in words_of(typed) if word.isdecimal())[:LONGEST]
    if not digits or any(character.isalpha() for character in typed):  # "order 5" is no part of a phone
        return asked(typed)
    part = digits.lstrip("0")
    parts = {part, *spellings} if len(part) >= SHORTEST_PREFIX else {*spellings}
    named = Token(digits, is_prefix=len(digits) >= SHORTEST_PREFIX)
    return Asked(((named, *(Token(part, is_prefix=True) for part in sorted(parts) if part != digits)),))


def conversation_token(pk: int) -> str:
    return f"{CONVERSATION}{pk}"


def sealed(tokens: Iterable[str]) -> list[str]:
    """As they stand in the index."""
    return sorted(tokens)


@lru_cache(maxsize=50_000)
def _tokens_of_word(word: str) -> frozenset[str]:
    return frozenset(tokens_of(word))


@lru_cache(maxsize=50_000)
def _forms(word: str) -> tuple[str, ...]:
    word = word[:LONGEST]
    bare = _bare(word)
    return (word,) if bare == word else (word, bare)


def _bare(word: str) -> str:
    """والسيارة without وال; never less than two letters."""
    for article in ARTICLES:
        if word.startswith(article):
            rest = word[len(article) :]
            return rest if len(rest) >= 2 and rest != NO_ARTICLE else word
    return word
