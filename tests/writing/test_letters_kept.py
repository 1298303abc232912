"""The kept letters are the ones that the code writes today."""

from __future__ import annotations

import pytest

from agent.writing import letters
from agent.writing.brief import Brief
from agent.writing.manners import breaches
from tests.writing.situations import FOLDER, kept, situations

SITUATIONS = dict(situations())
MAKE = "they differ: read the change, then run `python -m tests.writing.situations`"


@pytest.mark.parametrize("name", SITUATIONS)
def test_a_kept_letter_is_what_is_written_today(name: str) -> None:
    """No change of wording goes unseen."""
    there = FOLDER / f"{name}.txt"
    assert there.exists(), MAKE
    assert there.read_text("utf-8") == kept(SITUATIONS[name]), MAKE


def test_every_kept_letter_belongs_to_a_situation() -> None:
    """At least forty letters for at least twenty situations, and none that nothing writes any more."""
    assert {path.stem for path in FOLDER.glob("*.txt")} == set(SITUATIONS)
    assert len(SITUATIONS) >= 40


@pytest.mark.parametrize("known", SITUATIONS.values(), ids=SITUATIONS)
def test_a_kept_letter_breaks_no_rule(known: Brief) -> None:
    """What people are shown as an example is one."""
    assert breaches(letters.text(letters.letter(known)), known) == ()
