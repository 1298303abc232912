"""Every kept letter was read with a coach's eye and marked, in the words that it has today."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import Any

import pytest

from tests.writing.judge import judged
from tests.writing.situations import FOLDER, situations

MARKS = [json.loads(row) for row in (FOLDER / "marks.jsonl").read_text("utf-8").splitlines()]
RUBRIC = {"gratitude", "interest", "need", "connection", "answer", "tone", "grammar", "nothing_invented"}
ALWAYS = {"gratitude", "tone", "grammar", "nothing_invented"}
LEAST = 4
AGAIN = "read the letter again, mark it honestly, and keep the new hash with the marks (sha256, 16 characters)"


def test_every_kept_letter_has_marks_and_no_marks_are_left_over() -> None:
    """One row of `marks.jsonl` for each letter."""
    assert sorted(row["letter"] for row in MARKS) == sorted(path.stem for path in FOLDER.glob("*.txt"))


@pytest.mark.parametrize("row", MARKS, ids=[row["letter"] for row in MARKS])
def test_a_letter_was_marked_as_it_stands_and_not_under_four(row: dict[str, Any]) -> None:
    """Marks are for one text: a letter that was changed has to be read again."""
    text = (FOLDER / f"{row['letter']}.txt").read_text("utf-8")
    assert sha256(text.encode()).hexdigest()[:16] == row["text"], AGAIN
    given = {name: mark for name, mark in row["marks"].items() if mark is not None}
    assert set(row["marks"]) == RUBRIC
    assert set(given) >= ALWAYS
    assert all(LEAST <= mark <= 5 for mark in given.values())
    assert len(row["word"].split()) > 2


def test_what_the_situation_gives_is_marked() -> None:
    """A letter with a need, a connection or an answer in its notes is marked for it; interest wherever there is some."""
    marks = {row["letter"]: row["marks"] for row in MARKS}
    for name, kind in (("need", "a-need"), ("connection", "a-connection"), ("answer", "an-answer")):
        assert marks[f"thank-you-with-{kind}-only"][name]
        assert marks["thank-you-with-all-notes"][name]
    assert all(row["interest"] for name, row in marks.items() if "closing" not in name and "withdrawal" not in name)


def test_no_kept_letter_breaks_a_rule_of_the_papers() -> None:
    """The judge, which has not read the linter, lets all of them pass."""
    texts = {name: (FOLDER / f"{name}.txt").read_text("utf-8") for name, _ in situations()}
    bodies = {name: text.split("\n\n", 1)[1].rsplit("\n(", 1)[0] for name, text in texts.items()}
    assert {name: judged(bodies[name], known) for name, known in situations() if judged(bodies[name], known)} == {}


def test_the_situations_are_many_and_different() -> None:
    """At least forty letters for at least twenty situations; a language is no situation, nor a member of a panel."""
    names = [name for name, _ in situations()]
    bare = {name.removeprefix(f"{name[:2]}-") if name[2] == "-" else name for name in names}
    own = {name.rsplit("-", 1)[0] if name.startswith("panel") else name for name in bare}
    assert len(names) >= 40
    assert len(own) >= 20
