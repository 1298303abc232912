"""Meanings put together from notions: who denies, chooses, goes on, and with whom, whatever the words and language.

A sign of its own beside the literal patterns of the lexicon: weaker than those, so it counts only where the second
opinion says the same.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

from agent.core.findings import Kind
from agent.reading.clauses import Clause
from agent.reading.concepts import concepts

_LONGEST: Final = 45
"""Words of a clause within which notions belong together."""
_CONDITION: Final = "condition"
_BESIDE: Final = "beside"


@dataclass(frozen=True, slots=True)
class Composition:
    """Notions that make a meaning when one of each group is in a clause, and none of those it excludes."""

    source: str
    groups: tuple[frozenset[str], ...]
    excluded: frozenset[str]

    def fits(self, notions: frozenset[str]) -> bool:
        """Whether these notions make the meaning."""
        return not self.excluded & notions and all(group & notions for group in self.groups)


@dataclass(frozen=True, slots=True)
class Sign:
    """A clause that says something, and the composition that told."""

    clause: Clause
    rule: str


def signs_of(kind: Kind, told: Iterable[Clause], language: str) -> tuple[Sign, ...]:
    """The clauses that say a kind by their notions."""
    ways = _compositions().get(kind.value, ())
    return tuple(
        Sign(clause, way.source)
        for clause in told
        if (notions := _notions(clause, language))
        for way in [next((way for way in ways if way.fits(notions)), None)]
        if way is not None
    )


def beside(kind: Kind, sign: Sign, told: Iterable[Clause], language: str) -> bool:
    """Whether a second sign of a kind stands in another clause than the first one."""
    wanted = _seconds().get(kind.value, frozenset())
    return any(wanted & _notions(clause, language) for clause in told if clause is not sign.clause)


def _notions(clause: Clause, language: str) -> frozenset[str]:
    """The notions of a clause; none behind a condition."""
    found: set[str] = set()
    for word in clause.tokens[:_LONGEST]:
        here = concepts(word, language)
        if _CONDITION in here:
            break
        found.update(here)
    return frozenset(found)


@cache
def _seconds() -> dict[str, frozenset[str]]:
    told = tomllib.loads(files("agent.reading").joinpath("lexicon", "composed.toml").read_text("utf-8"))
    return {kind: frozenset(words.split()) for kind, words in told[_BESIDE].items()}


@cache
def _compositions() -> dict[str, tuple[Composition, ...]]:
    told = tomllib.loads(files("agent.reading").joinpath("lexicon", "composed.toml").read_text("utf-8"))
    return {kind: tuple(_composition(one) for one in sources) for kind, sources in told.items() if kind != _BESIDE}


def _composition(source: str) -> Composition:
    parts = source.split()
    groups = tuple(frozenset(part.split("/")) for part in parts if not part.startswith("-"))
    return Composition(source, groups, frozenset(part[1:] for part in parts if part.startswith("-")))
