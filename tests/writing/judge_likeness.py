"""How alike two letters of one panel are, as two interviewers see who lay them side by side.

The specific paragraphs are all but the first (thanks) and the last (interest, close). Two measures, the larger counts:
the share of characters in common runs (difflib's ratio, the larger of both directions, over the text in lower case), and
the share of words in common runs. Names stay in: they are the reader's own.
"""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher

MOST_ALIKE = 0.6
"""Field guide 5.2, rule 4."""


def likeness(one: Sequence[str], other: Sequence[str]) -> float:
    """From 0 (nothing in common) to 1 (the same)."""
    first, second = "\n".join(one).casefold(), "\n".join(other).casefold()
    if not first or not second:
        return 0.0
    words = _ratio(first.split(), second.split())
    return max(words, _ratio(first, second))


def _ratio(one: Sequence[str], other: Sequence[str]) -> float:
    there = SequenceMatcher(None, one, other, autojunk=False).ratio()
    return max(there, SequenceMatcher(None, other, one, autojunk=False).ratio())
