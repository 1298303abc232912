"""What happened in all the lives together: lives in which nothing happens prove nothing."""

from __future__ import annotations

import re
from collections import Counter

from agent.core import facts as f
from agent.core import steps as s
from tests.core.life import Life

Census = Counter[str]

_VARIES = re.compile(r"\d{4}-\d\d-\d\d|\b\d+\b|“[^”]*”")
"""What differs from one step to the next in the reason that an agenda gives."""


def counted(life: Life) -> Census:
    """The facts of one life by kind, and its deeds by the rule that asked for them."""
    census: Census = Counter({"lives": 1})
    for _, fact in life.journal:
        census[_name(fact)] += 1
    for step in life.deeds:
        census[_rule(step)] += 1
    return census


def _name(fact: f.Fact) -> str:
    kind = type(fact).__name__
    match fact:
        case f.Answered():
            return f"{kind} {fact.kind}"
        case f.Closed():
            return f"{kind} {fact.ending}"
        case _:
            return kind


def _rule(step: s.AnyStep) -> str:
    """The kind of a step and its reason: one line for each rule of the agenda."""
    if isinstance(step, s.Ask):
        return "Ask"
    if isinstance(step, s.WriteDraft) and step.purpose in (f.Purpose.CLOSING, f.Purpose.WITHDRAWAL, f.Purpose.REPLY):
        return f"{type(step).__name__} {step.purpose}"
    ordinal = f" {step.ordinal}" if isinstance(step, s.WriteDraft) and step.ordinal else ""
    return f"{type(step).__name__}{ordinal}: {_VARIES.sub('…', step.why.text)}"


def printed(census: Census) -> str:
    """The census as a table."""
    return "\n".join(f"{number:7} {name}" for name, number in sorted(census.items()))
