"""What ten thousand random letters brought to light: notes and names that must not be repeated as they are."""

from __future__ import annotations

import pytest

from agent.core.notes import Notes
from agent.core.people import Part, Person
from agent.writing import clean, letters
from agent.writing.parts import Listener
from agent.writing.prose import bond, need
from agent.writing.salutation import salutation
from tests.writing.briefs import brief


@pytest.mark.parametrize(
    ("language", "note"),
    [
        ("en", "andere Bewerber waren schwach"),
        ("en", "otros candidatos peores"),
        ("en", "estoy enferma"),
        ("fr", "andere kandidaten zijn slechter"),
        ("es", "I forgot everything, total blackout"),
        ("de", "autres candidats plus faibles"),
    ],
)
def test_a_note_in_another_language_is_left_out_though_no_article_betrays_it(language: str, note: str) -> None:
    """ "Your team needs andere Bewerber waren schwach" was written once."""
    assert not need(note, Listener(language=language, whole=note)).wanted
    assert not bond(note, Listener(language=language, whole=note)).topic


@pytest.mark.parametrize("note", ["NaN", "null", "undefined", "100%", "ç", "e#cdud", "xxx", "3 people by 2027-04-01"])
def test_a_note_that_says_nothing_is_no_need(note: str) -> None:
    """Neither are programs' words for nothing, single signs and figures alone."""
    assert not need(note, Listener(language="en", whole=note)).wanted


@pytest.mark.parametrize(
    "note",
    ["someone younger", "a woman for the quota", "no one over 50", "a slave driver", "interviewing at Initech and Hooli", "drank beer together, great fun"],
)  # fmt: skip
def test_judgements_of_people_and_other_interviews_are_not_repeated(note: str) -> None:
    """Rules 16 and 17: nothing about what people are, nothing about other employers, no verb where a noun belongs."""
    found = need(note, Listener(language="en", whole=note))
    assert not found.wanted
    assert not found.matter
    assert not bond(note, Listener(language="en", whole=note)).topic


def test_a_particle_in_somebodys_name_does_not_silence_a_note() -> None:
    """With Joost de Wit in the panel, "de" and "la" may still be said."""
    others = (Person(name="Joost de Wit"), Person(name="Zoë van der Velde"))
    assert bond("hablamos de la escalada", Listener(language="es", others=others, whole="")).topic == "la escalada"
    note = "eine ruhige Hand in der Nachtschicht"
    assert need(note, Listener(language="de", others=others, whole=note)).wanted == note
    assert not need("someone like Joost", Listener(language="en", others=others, whole="")).wanted


def test_a_company_that_ends_with_a_stop_ends_the_sentence_too() -> None:
    """ "at Rowan Foods, Ltd." and no second stop."""
    written = letters.text(letters.letter(brief(company="Rowan Foods, Ltd.", notes=Notes(needs="faster reporting"))))
    assert "Rowan Foods, Ltd." in written
    assert ".." not in written
    assert "faster reporting" in written


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("J. R. Holm", "Dear J. R. Holm,"),
        ("Олена Коваль", "Dear Олена,"),
        ("\u202egnoL nhoJ", "Dear Acme Hiring Team,"),
        ("<script>alert(1)</script>", "Dear Acme Hiring Team,"),
    ],
)
def test_nobody_is_called_by_an_initial_a_reversed_name_or_markup(name: str, line: str) -> None:
    """Names as their owners spell them, in any one script; what is no name is none."""
    person = Person(name=name, address="x@acme.example", part=Part.INTERVIEWER)
    assert salutation(person, "en", company="Acme", first_names=True) == line


def test_a_role_is_one_line_and_no_markup() -> None:
    """A header that holds a second line does not add it to the role."""
    assert clean.role("Dev\r\nBcc: x@evil.example") == "Dev"
    assert clean.role("<b>Boss</b>") is None
    assert clean.company("<b>x</b>") is None
