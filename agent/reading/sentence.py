"""Where a sentence ends: not behind `Mar.`, `10.` or `p.m.`, and not at the end of a wrapped line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from agent.reading.almanac import Almanac
from agent.reading.tokens import Token, at

_LONGEST_SENTENCE = 120


def sentences(row: Sequence[Token], words: Almanac) -> Iterator[range]:
    """The sentences of a text; an empty line or a bullet ends one, a single line break does not."""
    start = 0
    for index in range(len(row)):
        if _ends(row, index, words) or index - start >= _LONGEST_SENTENCE:
            if index >= start:
                yield from _without_breaks(row, start, index + 1)
            start = index + 1
    yield from _without_breaks(row, start, len(row))


def _ends(row: Sequence[Token], index: int, words: Almanac) -> bool:
    token, behind = row[index], at(row, index + 1)
    if token.fold == "\n":
        return behind.fold in {"\n", "-", "*", "•", "·", "–"}
    if token.fold == "." and at(row, index - 1).value is not None and behind.text[:1].islower():
        return False
    return token.fold != ";" and ends_sentence(row, index, words)


def _without_breaks(row: Sequence[Token], start: int, end: int) -> Iterator[range]:
    while start < end and row[start].fold == "\n":
        start += 1
    while end > start and row[end - 1].fold == "\n":
        end -= 1
    if end > start:
        yield range(start, end)


def ends_sentence(row: Sequence[Token], index: int, words: Almanac) -> bool:
    """Whether the token at `index` closes a sentence; `Mar.`, `10. März` and `p.m.` do not."""
    token, behind, before = row[index], at(row, index + 1), at(row, index - 1)
    if token.fold not in {".", "!", "?", ";"}:
        return False
    if token.fold == "." and before.fold in words.abbreviations:
        return False
    if token.fold == "." and before.value is not None and _counts(row, index + 1, words):
        return False
    return not behind.text or behind.start > token.end or behind.fold == "\n"


def _counts(row: Sequence[Token], index: int, words: Almanac) -> bool:
    """Whether an ordinal's noun follows: `10. März`, `13. Kalenderwoche`."""
    spans, token = words.spans, at(row, index)
    weeks = spans.week_number.match(row, index) or spans.quarter.match(row, index)
    return words.month(token) is not None or ("." in words.ordinal_marks and bool(weeks))
