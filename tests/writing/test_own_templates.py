"""The user's own templates: they replace ours, and a broken one is named and breaks nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from agent.errors import NeedsUser
from agent.world.templates import own_templates
from agent.writing import letters
from agent.writing.trial import problems
from agent.writing.wording import _file, templates
from tests.writing.briefs import brief

MINE = "Thank you for {{ day }}.\n\nI look forward to more of the {{ role }}{{ at }}.\n"
BROKEN = {
    "a tag that is not closed": "{% if day %}Thank you",
    "a name that there is not": "Thank you, {{ recipient }}",
    "nothing at all": "\n \n",
    "only a comment": "{# Thank you #}",
    "a way out of the sandbox": "{{ day.__class__.__mro__ }}",
    "a missing file": "{% include 'en/nowhere.j2' %}",
    "a file elsewhere": "{% include '../../../../../../etc/hostname' %}",
    "a division by nothing": "{{ 1 / 0 }}",
    "an item that is not there": "{{ {}['x'] + 1 }}",
    "itself": "{% include 'en/thank_you.j2' %}",
    "a byte that is no UTF-8": "Thank you\ufffd",
    "too much of it": "Thank you. " * 4000,
}


def test_a_template_of_the_users_own_takes_the_place_of_ours() -> None:
    """Its words are the letter; the frame (salutation, closing, name) stays a letter's."""
    letter = letters.letter(brief(), {"en/thank_you.j2": MINE})
    assert letter.paragraphs[0] == "Thank you for Tuesday, March 10."
    assert letter.salutation == "Dear Priya Nair,"


def test_another_language_keeps_ours() -> None:
    """An English template says nothing about German letters."""
    assert letters.letter(brief(language="de"), {"en/thank_you.j2": MINE}) == letters.letter(brief(language="de"))


@pytest.mark.parametrize("source", BROKEN.values(), ids=BROKEN)
def test_a_broken_template_is_named(source: str) -> None:
    """Whatever is wrong with it: one error, one sentence, and the file's name in it."""
    own = {"en/thank_you.j2": source}
    with pytest.raises(NeedsUser, match=r"en/thank_you\.j2"):
        letters.letter(brief(), own)
    assert [name for name, _ in problems(own)] == ["en/thank_you.j2"]


def test_a_template_that_breaks_only_with_notes_is_found_before_there_are_any() -> None:
    """A trial fills every name: the branch that a first letter does not take is tried, too."""
    own = {"en/thank_you.j2": "Thank you.{% if topic %}{{ topik }}{% endif %}"}
    assert letters.letter(brief(), own).paragraphs == ("Thank you.",)
    assert [name for name, _ in problems(own)] == ["en/thank_you.j2"]


def test_a_template_for_no_letter_is_told() -> None:
    """A misspelt name would be waited for in vain."""
    ((name, text),) = problems({"en/thankyou.j2": MINE})
    assert name == "en/thankyou.j2"
    assert "thank_you.j2" in text


def test_ours_pass_the_trial_as_if_they_were_the_users() -> None:
    """Every template of the package, copied to be changed, works before anything is changed."""
    assert tuple(problems({name: _file(name) for name in templates()})) == ()


def test_the_folder_is_read_as_it_is(tmp_path: Path) -> None:
    """One folder a language; what is no UTF-8, or cannot be read, is still known by its name."""
    (tmp_path / "en").mkdir()
    (tmp_path / "en/thank_you.j2").write_text(MINE)
    (tmp_path / "en/closing.j2").write_bytes(b"Thank you \xff")
    (tmp_path / "en/notes.txt").write_text("not a template")
    assert own_templates(tmp_path) == {"en/closing.j2": "Thank you \ufffd", "en/thank_you.j2": MINE}
    assert own_templates(tmp_path / "nowhere") == {}
    assert own_templates(None) == {}
