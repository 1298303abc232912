"""The second opinion: a small linear model over words, for mail that the clause rules do not understand, or only half.

It was trained by `tests/corpus/train_model.py` on the labelled mail and sayings of the repository; its weights are `model.json`. It
may only propose: what it says is asked of the user, and where it contradicts a rule that would end a candidacy, that is
asked, too. It never stops a plan by itself. Plain sums over words, so that the words that weighed most can be shown.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

from agent.core.findings import Kind
from agent.reading.clauses import Clause

MOST_WORDS: Final = 600
_SCALE: Final = 100
"""Weights are stored as hundredths."""


@dataclass(frozen=True, slots=True)
class Opinion:
    """What the model holds likely, best first, with the words that spoke for the best."""

    ranked: tuple[tuple[Kind, float], ...]
    words: tuple[str, ...] = ()

    @property
    def best(self) -> Kind:
        """The likeliest kind."""
        return self.ranked[0][0]

    def of(self, kind: Kind) -> float:
        """How likely a kind is."""
        return next((share for known, share in self.ranked if known is kind), 0.0)


def features(subject: Iterable[Clause], body: Iterable[Clause], circumstances: Iterable[str] = ()) -> Iterator[str]:
    """What is counted of a mail: its words and pairs of words, each once; circumstances; how long it is, what it asks."""
    found: dict[str, None] = dict.fromkeys(f"@{name}" for name in circumstances)
    count = asked = 0
    for clause in body:
        words = [_kept(word) for word in clause.tokens]
        asked += clause.asks
        count += len(words)
        if count > MOST_WORDS:
            break
        for left, right in zip(["^", *words], [*words, "$"], strict=True):
            found[f"{left} {right}"] = None
        found.update(dict.fromkeys(words))
        found.update((f"{left} _ {right}", None) for left, right in zip(words, words[2:], strict=False))
    for clause in subject:
        found.update((f"s:{_kept(word)}", None) for word in clause.tokens)
    found[f"@long{min(7, count.bit_length())}"] = None
    found[f"@asks{min(asked, 2)}"] = None
    yield from found


def _kept(word: str) -> str:
    return "#" if word.isdigit() or word[:1].isdigit() else word


def opinion(subject: Iterable[Clause], body: Iterable[Clause], circumstances: Iterable[str] = ()) -> Opinion:
    """What the model makes of a mail."""
    weights, kinds = _model()
    sums = [0.0] * len(kinds)
    spoke: list[tuple[str, tuple[int, ...]]] = []
    count = 0
    for feature in features(subject, body, circumstances):
        row = weights.get(feature)
        if row is not None:
            count += 1
            spoke.append((feature, row))
            for place in range(0, len(row), 2):
                sums[row[place]] += row[place + 1]
    scale = 1 / (_SCALE * math.sqrt(max(1, count)))
    top = max(sums)
    shares = [math.exp((each - top) * scale) for each in sums]
    total = sum(shares)
    order = sorted(range(len(kinds)), key=lambda index: -shares[index])
    ranked = tuple((kinds[index], shares[index] / total) for index in order[:5])
    return Opinion(ranked, _telling(spoke, order[0]))


def _telling(spoke: list[tuple[str, tuple[int, ...]]], kind: int) -> tuple[str, ...]:
    """The words that spoke most for a kind."""
    weighed = [
        (row[place + 1], feature)
        for feature, row in spoke
        for place in range(0, len(row), 2)
        if row[place] == kind and not feature.startswith("@")
    ]
    return tuple(feature for _, feature in sorted(weighed, reverse=True)[:4])


@cache
def _model() -> tuple[dict[str, tuple[int, ...]], tuple[Kind, ...]]:
    told = json.loads(files("agent.reading").joinpath("model.json").read_text("utf-8"))
    weights = {feature: tuple(row) for feature, row in told["weights"].items()}
    return weights, tuple(Kind(name) for name in told["kinds"])
