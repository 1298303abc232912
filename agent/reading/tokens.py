"""Text → words, numbers and marks, each with its place in the text.

One pass with one pattern that cannot backtrack; everything that reads days, hours and spans works on these tokens, so
that its cost grows with the text and with nothing else.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

LONGEST_TEXT = 20_000
"""Characters of a text that are looked at: a letter has a few thousand."""

LONGEST_NUMBER = 4
"""Digits of a number that could be a day, a year or a clock; longer ones are ids, prices, phone numbers."""

WRAPPED = 55
"""Characters of a line that was broken because it was full, not because something ended."""

_TOKEN = re.compile(r"[^\W\d_]+|\d+|\n|[^\w\s]|_+")
_LATIN = "".join(map(chr, range(0xC0, 0x250)))
_PLAIN = str.maketrans(
    {letter: plain for letter in _LATIN if len(plain := unicodedata.normalize("NFKD", letter)[0]) == 1}
    | dict.fromkeys("–—−‐‑‒", "-")
    | dict.fromkeys("’‘ʼ`´", "'")
)


class Token(NamedTuple):
    """A word, a number or a mark, with its place in the text; `value` is a number's.

    `fold` is the text in small letters without accents, with plain dashes and apostrophes.
    """

    text: str
    fold: str
    start: int
    end: int
    value: int | None


NOTHING = Token("", "", 0, 0, None)
"""Stands for what lies before the first and behind the last token."""


def tokens(text: str) -> list[Token]:
    """The tokens of the first LONGEST_TEXT characters; the break of a wrapped line is none, its sentence goes on."""
    plain = folded(text[:LONGEST_TEXT])
    row, line = [], 0
    for found in _TOKEN.finditer(plain):
        start, end = found.span()
        word = plain[start:end]
        if word == "\n":
            wrapped, line = start - line >= WRAPPED and plain[end : end + 1].isalnum(), end
            if wrapped:
                continue
        value = int(word) if end - start <= LONGEST_NUMBER and word.isascii() and word.isdigit() else None
        row.append(Token(text[start:end], word, start, end, value))
    return row


def folded(text: str) -> str:
    """Small letters without accents, one character for one, so that places in it are places in the text."""
    small = text.lower()
    if len(small) != len(text):  # İ and a few others grow when they are made small
        small = "".join(letter.lower()[0] for letter in text)
    return small if small.isascii() else small.translate(_PLAIN)


def leading_to(row: Sequence[Token], cores: frozenset[str], ahead: int) -> list[bool]:
    """For every token whether a number or a core word stands there or within `ahead` tokens behind it."""
    leads, last = [False] * len(row), len(row) + ahead
    for index in range(len(row) - 1, -1, -1):
        if row[index].value is not None or row[index].fold in cores:
            last = index
        leads[index] = last - index <= ahead
    return leads


def words(text: str) -> tuple[str, ...]:
    """The folded tokens of a saying: what a text is compared with."""
    return tuple(token.fold for token in tokens(text))


def at(row: Sequence[Token], index: int) -> Token:
    """The token at an index, or NOTHING outside the row."""
    return row[index] if 0 <= index < len(row) else NOTHING


def glued(left: Token, right: Token) -> bool:
    """Whether nothing stands between two tokens."""
    return left.end == right.start
