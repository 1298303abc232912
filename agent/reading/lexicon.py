"""The words of a language, from `lexicon/xx.toml`: patterns for what a mail can mean, hedges, negations.

A language is one file. English is complete; the others hold the kinds that stop, move or invite, and what people write
themselves. Files are read when the first mail in their language comes.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any, Final

from agent.reading.clauses import Clause
from agent.reading.phrases import Classes, Index, Match, Pattern

LANGUAGES: Final = ("en", "de", "fr", "es", "nl")
_SETTINGS: Final = frozenset({"classes", "stop"})
_HEDGES, _NEGATIONS = "hedges", "negations"
_ABOUT: Final = frozenset({"job", "elsewhere", "interview_word"})


class Of(StrEnum):
    """Whose words, or what about: the three books of a lexicon."""

    THEIRS = "theirs"
    OWN = "own"
    ABOUT = "about"


@dataclass(frozen=True, slots=True)
class Hit:
    """A pattern of the lexicon that was found: which `topic` it speaks for, and whether that alone decides."""

    topic: str
    sure: bool
    match: Match
    rule: str


class Lexicon:
    """The patterns of one language."""

    def __init__(self, table: dict[str, Any]) -> None:
        stop = frozenset(table["stop"]["words"].split())
        classes: Classes = {name: tuple(phrases) for name, phrases in table["classes"].items()}
        patterns = [
            Pattern(source, classes, f"{topic}/{strength}", stop)
            for topic, section in table.items()
            if topic not in _SETTINGS
            for strength in ("sure", "likely")
            for source in section.get(strength, ())
        ]
        self._books = {of: Index(pattern for pattern in patterns if of in _books(pattern.label)) for of in Of}

    def hits(self, clause: Clause, of: Of = Of.THEIRS) -> Iterator[Hit]:
        """What a clause says. What stands behind a hedge, or is denied, is left out."""
        found = [
            Hit(topic, strength == "sure", match, pattern.source)
            for pattern, match in self._books[of].matches(clause)
            for topic, _, strength in [pattern.label.partition("/")]
        ]
        voids = [hit.match for hit in found if hit.topic == _NEGATIONS]
        hedges = [hit.match for hit in found if hit.topic == _HEDGES]
        for hit in found:
            if hit.topic not in {_HEDGES, _NEGATIONS} and not (_is_denied(hit, voids) or _is_hedged(hit, hedges)):
                yield hit

    def said(self, told: Iterable[Clause], of: Of = Of.THEIRS) -> tuple[Hit, ...]:
        """What several clauses say."""
        return tuple(hit for clause in told for hit in self.hits(clause, of))


def _books(label: str) -> tuple[Of, ...]:
    topic = label.partition("/")[0]
    if topic in {_HEDGES, _NEGATIONS}:
        return (Of.THEIRS, Of.OWN)
    if topic in _ABOUT:
        return (Of.ABOUT,)
    return (Of.OWN,) if topic.startswith("own_") else (Of.THEIRS,)


_NEAR: Final = 5
_UNDENIABLE: Final = frozenset({"deciding", "info_request", "reminder", "survey", "notice"})
"""Kinds whose own words are often negative, so that a negation before them is part of what they say."""
_UNHEDGED: Final = frozenset(
    {"deciding", "info_request", "availability_request", "acknowledgement", "recruiter_outreach", "assessment"}
    | {"application_received", "reminder", "survey", "notice", "interview_moved", "own_inquiry", "own_thank_you"}
)
"""Kinds that stay what they are when a condition stands before them and a comma between ("If you can, please send …")."""


def _is_denied(hit: Hit, negations: list[Match]) -> bool:
    """Whether a negation stands just before what was found, and is not a part of it."""
    if hit.topic in _UNDENIABLE:
        return False
    words = hit.match.clause.tokens
    return any(
        negation.last <= hit.match.first <= negation.last + _NEAR
        and "," not in words[negation.last : hit.match.first]
        and "but" not in words[negation.last : hit.match.first]
        for negation in negations
    )


def _is_hedged(hit: Hit, hedges: list[Match]) -> bool:
    """Whether a condition stands before what was found, in the same sentence."""
    words = hit.match.clause.tokens
    for hedge in hedges:
        if hedge.first < hit.match.first and hedge.last <= hit.match.last:
            between = words[hedge.last : hit.match.first]
            if hit.topic in _UNHEDGED and "," in between:
                continue
            return True
    return False


@cache
def lexicon(language: str) -> Lexicon:
    """The words of a language; English for one that is not known."""
    name = language if language in LANGUAGES else "en"
    text = files("agent.reading").joinpath("lexicon", f"{name}.toml").read_text("utf-8")
    return Lexicon(tomllib.loads(text))
