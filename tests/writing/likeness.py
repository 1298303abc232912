"""How alike two letters of a panel are: the measure of "at most 0.6"."""

from __future__ import annotations

from difflib import SequenceMatcher

MOST_ALIKE = 0.6


def alike(one: str, other: str) -> float:
    """The larger of two measures over words: the common sequence (difflib), and the shared words (Jaccard)."""
    first, second = one.casefold().split(), other.casefold().split()
    if not first or not second:
        return 0.0
    common = len(set(first) & set(second)) / len(set(first) | set(second))
    return max(SequenceMatcher(None, first, second, autojunk=False).ratio(), common)
