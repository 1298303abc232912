"""Every reading says which words decided it."""

from __future__ import annotations

from pathlib import Path

import pytest

from agent.core.findings import Kind, Reading
from agent.reading.read import read
from tests.corpus import evaluate

SETS = ("dev1", "dev2")
_SAYS_NOTHING = frozenset({Kind.OTHER, Kind.UNCLEAR})
"""Mail in which nothing was understood may hold nothing that could be quoted."""


def readings(name: str) -> list[tuple[str, bytes, Reading]]:
    """The readings of a labelled set, with the message's name and bytes."""
    folder = Path(evaluate.__file__).parent / name
    return [(one.name, one.raw, read(one.raw, one.me)) for one in evaluate.labelled(folder)]


@pytest.mark.parametrize("name", SETS)
def test_every_kind_names_the_words_or_the_header_that_decided_it(name: str) -> None:
    """`read --json` shows for each message why it was taken for what it is, and why it is not acted on."""
    silent = [file for file, _, reading in readings(name) if not reading.because("kind")]
    assert not silent


@pytest.mark.parametrize("name", SETS)
def test_what_words_decided_is_quoted_and_no_longer_than_three_hundred_characters(name: str) -> None:
    """A quotation is what was written, so that the user can find it; a rule alone tells nobody anything."""
    told = [(file, reading, reading.because("kind")) for file, _, reading in readings(name)]
    unquoted = [file for file, reading, why in told if why and not why.quote and reading.kind not in _SAYS_NOTHING]
    assert not unquoted
    assert all(len(each.quote) <= 300 for _, reading, _ in told for each in reading.evidence)


@pytest.mark.parametrize("name", SETS)
def test_a_question_to_the_user_says_why_it_is_asked(name: str) -> None:
    """Doubt asks, and names its reason; what is simply not understood is shown as it was written."""
    asked = [(file, reading) for file, _, reading in readings(name) if reading.verdict.value == "ask"]
    assert not [file for file, reading in asked if not reading.because("verdict") and not reading.because("kind")]
