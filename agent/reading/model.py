"""The second opinion: a small linear model over words and notions, for mail that the clause rules understand only half.

It was trained by `tests/corpus/train_model.py` on the labelled mail, sayings and phrasebooks of the repository; its weights
are `model.json`. It may only propose: what it says is asked of the user, and where it contradicts a rule that would end a
candidacy, that is asked, too. It never stops a plan by itself. Plain sums, so that the words that weighed most can be shown.
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
from agent.reading.concepts import LETTERS, concepts

MOST_WORDS: Final = 400
_SCALE: Final = 100
"""Weights are stored as hundredths."""
_COMPOUND: Final = 10
"""Letters of a word whose end counts, too: `Zweitgespräch`, `vervolggesprek`."""
_REACH: Final = 3
"""How many notions further on in a clause a notion is paired with."""
_MOST_NOTIONS: Final = 24

THEIRS, OWN_MAIL = "theirs", "own"
"""Whose mail is judged: each has weights of its own."""


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


def features(
    subject: Iterable[Clause], body: Iterable[Clause], circumstances: Iterable[str] = (), language: str = "en"
) -> Iterator[str]:
    """What is counted of a mail: its words, notions and pairs of them, each once; circumstances; length and questions."""
    found: dict[str, None] = dict.fromkeys(f"@{name}" for name in circumstances)
    count = asked = 0
    for clause in body:
        words = clause.tokens
        asked += clause.asks
        count += len(words)
        if count > MOST_WORDS:
            break
        found.update(dict.fromkeys(_of_words([_kept(word) for word in words])))
        found.update((f"-{word[-LETTERS:]}", None) for word in words if len(word) >= _COMPOUND)
        found.update(dict.fromkeys(_of_notions(words, language)))
    for clause in subject:
        found.update((f"s:{_kept(word)}", None) for word in clause.tokens)
    found[f"@long{min(7, count.bit_length())}"] = None
    found[f"@asks{min(asked, 2)}"] = None
    yield from found


def _of_words(words: list[str]) -> Iterator[str]:
    """Words by their beginnings, pairs of neighbours, and pairs with one word between."""
    yield from words
    for left, right in zip(["^", *words], [*words, "$"], strict=True):
        yield f"{left} {right}"
    for left, right in zip(words, words[2:], strict=False):
        yield f"{left} _ {right}"


def _of_notions(words: list[str], language: str) -> Iterator[str]:
    told = [notions for word in words if (notions := concepts(word, language))][:_MOST_NOTIONS]
    for place, here in enumerate(told):
        for notion in here:
            yield f"+{notion}"
            for behind in told[place + 1 : place + 1 + _REACH]:
                for other in behind:
                    yield f"+{notion} {other}"
    for first, second, third in zip(told, told[1:], told[2:], strict=False):
        yield f"+{first[0]} {second[0]} {third[0]}"


def _kept(word: str) -> str:
    return "#" if word[:1].isdigit() else word[:LETTERS]


def opinion(found: Iterable[str], whose: str = THEIRS) -> Opinion:
    """What the model makes of a mail, given what is counted of it."""
    weights, kinds = _model(whose)
    sums = [0.0] * len(kinds)
    spoke: list[tuple[str, tuple[int, ...]]] = []
    for feature in found:
        row = weights.get(feature)
        if row is not None:
            spoke.append((feature, row))
            for place in range(0, len(row), 2):
                sums[row[place]] += row[place + 1]
    scale = 1 / (_SCALE * math.sqrt(max(1, len(spoke))))
    top = max(sums)
    shares = [math.exp((each - top) * scale) for each in sums]
    total = sum(shares)
    order = sorted(range(len(kinds)), key=lambda index: -shares[index])
    ranked = tuple((kinds[index], shares[index] / total) for index in order)
    return Opinion(ranked, _telling(spoke, order[0]))


def _telling(spoke: list[tuple[str, tuple[int, ...]]], kind: int) -> tuple[str, ...]:
    """The words that spoke most for a kind."""
    weighed = [
        (row[place + 1], feature)
        for feature, row in spoke
        for place in range(0, len(row), 2)
        if row[place] == kind and not feature.startswith(("@", "+"))
    ]
    return tuple(feature for _, feature in sorted(weighed, reverse=True)[:4])


@cache
def _model(whose: str) -> tuple[dict[str, tuple[int, ...]], tuple[Kind, ...]]:
    told = json.loads(files("agent.reading").joinpath("model.json").read_text("utf-8"))[whose]
    weights = {feature: tuple(row) for feature, row in told["weights"].items()}
    return weights, tuple(Kind(name) for name in told["kinds"])
