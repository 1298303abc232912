"""Scripted lives: what `afterword simulate` tells is, line by line, what a careful person would have done."""

from __future__ import annotations

import difflib
import re
from pathlib import Path
from typing import get_args

import pytest

from agent.core import steps
from agent.core.facts import Ending
from tests.story.scripted import FOLDER, Life, lives

OPEN: dict[str, str] = {
    "19-on-hold-then-revived": "a budget's year is taken for the day on which they take it up again",
}
"""Lives whose lines are right and are not told yet, with the reason. Strict: one that is told must leave this list."""

SHOWN_BY = {
    steps.AskForNotes: "notes prompt.",
    steps.WriteDraft: "draft thank you",
    steps.ReplaceDraft: "draft replaced",
    steps.WithdrawDraft: "draft withdrawn",
    steps.PlaceReminder: "reminder placed",
    steps.MoveReminder: "reminder moved",
    steps.RemoveReminder: "reminder removed",
    steps.Ask: "ask until",
    steps.Tell: "told.",
    steps.Close: "closed. No answer came.",
}
"""The line by which a step that was carried out is known."""

LIVED = {steps.Assume: "32-the-question-stays-open"}
"""Steps that have no line of their own, with the life in which they are carried out: there the safe choice ends it."""

NEVER_TOLD = {
    "step_expired": "the clock of a simulation misses no moment, so nothing expires before it can be done",
}
"""Words of the contract that no life can tell."""

ENDS = {Ending.ASSUMED_NO: "closed.", Ending.NOT_AN_INTERVIEW: "stopped (by user)."}
"""Endings that are told in other words than their own."""


def _marked(life: Life) -> object:
    reason = OPEN.get(life.folder.name)
    marks = [pytest.mark.xfail(strict=True, reason=reason)] if reason else []
    return pytest.param(life, id=life.folder.name, marks=marks)


def _all_lines() -> list[str]:
    """What every line tells, without moment and name."""
    return [line.partition(": ")[2] for life in lives() for line in life.expected]


@pytest.mark.parametrize("life", [_marked(life) for life in lives()])
def test_simulate_tells_exactly_these_lines(life: Life) -> None:
    """No line more, none less, none otherwise, in this order."""
    told = life.told()
    assert told == life.expected, "\n".join(
        difflib.unified_diff(life.expected, told, "expected", "told", "", "", 1, "")
    )


def test_every_life_is_told_in_a_sentence() -> None:
    """The README of the lives names each of them once."""
    named = re.findall(r"^\| `([^`]+)` \|", (FOLDER / "README.md").read_text(), re.MULTILINE)
    assert named == [life.folder.name for life in lives()]
    assert set(OPEN) <= set(named)


def test_there_are_thirty_different_lives() -> None:
    """Thirty or more that differ in what happens and when, not only in names; in a few nothing happens, as it should."""
    told = [tuple(_happening(line) for line in life.expected) for life in lives() if life.expected]
    assert len(set(told)) == len(told) >= 30


def _happening(line: str) -> str:
    """What a line tells, and on which weekday and hour, without who and which date."""
    about = re.sub(r"[\w.+-]+@[\w.-]+|“[^”]*”|\d{4}-\d\d-\d\d", "", line.partition(": ")[2])
    return f"{line[:3]} {line[15:20]} {about}"


def test_every_kind_of_step_is_carried_out_in_a_life() -> None:
    """What the agenda can ask for is seen done, or is named with the life that shows it."""
    lines = _all_lines()
    for kind in get_args(steps.AnyStep):
        shown = SHOWN_BY.get(kind)
        assert kind in LIVED or any(line.startswith(shown) for line in lines if shown), kind
    assert set(LIVED.values()) <= {life.folder.name for life in lives()}


@pytest.mark.parametrize("ending", Ending)
def test_every_reason_to_stop_is_told_in_a_life(ending: Ending) -> None:
    """Theirs, the user's, and the silence."""
    told = ENDS.get(ending, f"stopped ({ending.value.replace('_', ' ')}).")
    assert any(line.startswith(told) for line in _all_lines())


def test_every_word_of_the_contract_is_told_in_a_life() -> None:
    """Each `what` of the reference, or a reason why no life can tell it."""
    reference = (Path(__file__).parents[2] / "docs/reference.md").read_text()
    listed = reference.partition("`what` is one of")[2].partition("A stop's `reason`")[0]
    lines = _all_lines()
    missing = [w for w in re.findall(r"`(\w+)`", listed) if not any(_tells(line, w) for line in lines)]
    assert sorted(missing) == sorted(NEVER_TOLD)


def _tells(line: str, what: str) -> bool:
    return re.match(rf"{what.replace('_', ' ')}\b", line) is not None
