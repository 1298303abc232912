"""What people say, by what it means: books of sentences with alternatives, and mail composed of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path

HERE = Path(__file__).parent
LANGUAGES = ("en", "de", "fr", "es", "nl")
_SLOT = re.compile(r"\{([^{}]*)\}")
_MOST = {"en": 12, "de": 12, "fr": 12, "es": 12, "nl": 12}
"""Wordings taken of one line."""
AROUND = ("opening", "praise", "sorry_after", "closing")
_ENDS = frozenset({"rejection", "position_closed", "on_hold"})


@dataclass(frozen=True, slots=True)
class Composed:
    """A text made of a book's sentences, and the kind of what it says."""

    kind: str
    text: str
    language: str


def wordings(line: str, most: int) -> Iterator[str]:
    """At most so many wordings of a line, spread evenly over all there are."""
    parts = _SLOT.split(line)
    slots = [part.split("|") for part in parts[1::2]]
    choices = list(product(*slots))
    for index in range(min(most, len(choices))):
        chosen = choices[(index * 7919 + 13) % len(choices)]
        text = "".join(a + b for a, b in zip(parts[::2], (*chosen, ""), strict=True))
        yield re.sub(r"\s+([.,!?:])", r"\1", " ".join(text.split())).strip()


def book(language: str) -> dict[str, list[str]]:
    """The wordings of a language by section."""
    sections: dict[str, list[str]] = {}
    here: list[str] = []
    for line in (HERE / f"{language}.txt").read_text("utf-8").splitlines():
        if line.startswith("["):
            here = sections.setdefault(line[1:-1], [])
        elif line and not line.startswith("#"):
            here.extend(dict.fromkeys(wordings(line, _MOST[language])))
    return sections


def composed(language: str) -> Iterator[Composed]:
    """Every wording alone, within a letter, and in a longer letter, in turn."""
    sections = book(language)
    count = 0

    def some(name: str, stride: int) -> str:
        return sections[name][count * stride % len(sections[name])]

    for kind, said in sections.items():
        if kind in AROUND:
            continue
        for place, words in enumerate(said):
            count += 1
            again = said[(place * 31 + 7) % len(said)]
            ways = [[words], [some("opening", 7), words, some("closing", 3)]]
            ways.append([some("opening", 11), some("praise", 5), words, again, some("closing", 5)])
            if kind in _ENDS:
                ways[1].insert(2, some("sorry_after", 3))
                ways[2].insert(4, some("sorry_after", 5))
            if kind in {"acknowledgement", "other", "unclear"} or kind.startswith("own_"):
                ways = [[words], [words, again], [words, some("closing", 3)]]
            for way in ways if place % 2 else ways[:2]:
                yield Composed(kind, " ".join(way), language)
