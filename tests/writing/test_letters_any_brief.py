"""Whatever the notes say, the letter breaks no rule."""

from __future__ import annotations

from hypothesis import given, settings

from agent.writing import letters
from agent.writing.brief import Brief
from agent.writing.manners import breaches
from tests.writing.briefs import briefs


@settings(max_examples=300)
@given(brief=briefs())
def test_no_brief_makes_a_letter_that_breaks_a_rule(brief: Brief) -> None:
    """Hostile notes, names and companies are left out rather than repeated."""
    written = letters.text(letters.letter(brief))
    assert breaches(written, brief) == ()
